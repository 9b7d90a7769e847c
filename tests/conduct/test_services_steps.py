import pytest

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.reports import ReportKind, ReportVersion
from lt_admin.conduct.models.sessions import SessionKind
from lt_admin.conduct.services import steps
from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.requests import InspectorateTerm
from tests.conduct.factories import both_groups, held, member, planned, review
from tests.orientation.factories import accepted

_S, _K = EngagementState, SessionKind


def draft(of, by, **facts):
    return ReportVersion(
        engagement=of, kind=ReportKind.DRAFT, number=1, made_on=clock.today(), made_by=by, **facts
    )


def refused(of, by, words):
    with pytest.raises(WrongState, match=words):
        steps.move_on(of, by=by)
    return of.state


def test_step_3_needs_both_groups(coordinator):
    found = review(by=coordinator)
    assert refused(found, coordinator, "reviewteam.*casegroep") is _S.EXPLORING
    member(found, Group.REVIEW_TEAM, by=coordinator)
    assert refused(found, coordinator, "casegroep") is _S.EXPLORING
    member(found, Group.CASE_GROUP, by=coordinator, name="Joost Werker")
    steps.move_on(found, by=coordinator)
    assert found.state is _S.DIALOGUE


def test_step_4_needs_a_dialogue_of_each_group(coordinator):
    found = review(by=coordinator, state=_S.DIALOGUE)
    held(found, _K.DIALOGUE, group=Group.REVIEW_TEAM, by=coordinator)
    planned(found, _K.DIALOGUE, group=Group.CASE_GROUP, by=coordinator)
    assert refused(found, coordinator, "casegroep") is _S.DIALOGUE
    held(found, _K.DIALOGUE, group=Group.CASE_GROUP, by=coordinator)
    steps.move_on(found, by=coordinator)
    assert found.state is _S.DRAFTING


def test_a_joint_dialogue_is_one_of_both(coordinator):
    found = review(by=coordinator, state=_S.DIALOGUE)
    held(found, _K.JOINT_DIALOGUE, by=coordinator)
    steps.move_on(found, by=coordinator)
    assert found.state is _S.DRAFTING


def test_step_5_needs_a_draft_that_was_sent(session, coordinator):
    found = review(by=coordinator, state=_S.DRAFTING)
    report = draft(found, coordinator)
    session.add(report)
    assert refused(found, coordinator, "conceptverslag") is _S.DRAFTING
    report.sent_on = clock.today()
    steps.move_on(found, by=coordinator)
    assert found.state is _S.REPORTING


def test_a_short_review_needs_its_day_and_nothing_else(coordinator):
    found = review(by=coordinator, type=EngagementType.SHORT_ONE_DAY)
    steps.move_on(found, by=coordinator)
    assert refused(found, coordinator, "dag van de review") is _S.DIALOGUE
    held(found, _K.JOINT_DIALOGUE, by=coordinator)
    steps.move_on(found, by=coordinator)
    assert found.state is _S.REPORTING


def test_starting_before_the_date_of_the_inspectorate_is_a_choice(coordinator):
    found = accepted(by=coordinator, inspectorate_term=InspectorateTerm.SIX_WEEKS)
    with pytest.raises(Refused, match="Inspectie"):
        steps.start(found, by=coordinator)
    assert found.state is _S.ACCEPTED
    steps.start(found, despite_inspectorate=True, by=coordinator)
    assert found.state is _S.EXPLORING


def test_without_the_inspectorate_a_review_just_starts(coordinator):
    found = accepted(by=coordinator)
    steps.start(found, by=coordinator)
    assert found.state is _S.EXPLORING


def test_a_review_is_resumed(coordinator):
    found = accepted(by=coordinator)
    steps.start(found, by=coordinator)
    both_groups(found, by=coordinator)
    found.hold(reason="even wachten", on=clock.today())
    steps.resume(found, by=coordinator)
    assert found.state is _S.EXPLORING
