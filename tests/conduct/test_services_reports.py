from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.queries import reports as queries
from lt_admin.conduct.services.reports import (
    check_method,
    decide_follow_up,
    send_report,
    sign_anonymisation,
)
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from tests.conduct import reporting
from tests.reviewers import factories as people

POINTS = ("avoids_hindsight", "appraises_and_explains", "explores_wider")
_S = EngagementState


@pytest.fixture
def team(session):
    return reporting.team()


def facts_of(session, event):
    return session.scalars(select(AuditEntry.facts).where(AuditEntry.event == event)).all()


def test_the_supervisor_checks_the_method(session, team):
    check = reporting.checked(team)

    assert check.is_complete
    [facts] = facts_of(session, "method:checked")
    assert facts == {"is_complete": "True", "checked_on": f"{clock.today()}"}


def test_a_second_look_takes_the_place_of_the_first(team):
    first = reporting.checked(team, explores_wider=False)

    assert reporting.checked(team) is first
    assert queries.method_check_of(team.review.id).is_complete


def test_nobody_but_the_supervisor_of_this_review_checks_it(team, coordinator):
    elsewhere = reporting.team()
    facts = dict.fromkeys(POINTS, True) | {"checked_on": clock.today()}

    for user in (coordinator, team.lead.user, elsewhere.supervisor.user):
        with pytest.raises(Refused, match="upervisor"):
            check_method(team.review, by=user, **facts)
    assert queries.method_check_of(team.review.id) is None


def test_a_method_is_not_checked_on_a_day_to_come(team):
    with pytest.raises(Refused):
        reporting.checked(team, on=clock.today() + timedelta(days=1))


def test_after_the_final_report_the_method_stands(team):
    reporting.checked(team)
    reporting.made(team, ReportKind.FINAL)

    with pytest.raises(WrongState):
        reporting.checked(team)


def test_versions_are_numbered_within_their_kind(team):
    reporting.checked(team)
    drafts = [reporting.made(team) for _n in range(2)]
    final = reporting.made(team, ReportKind.FINAL)

    assert [each.number for each in (*drafts, final)] == [1, 2, 1]


@pytest.mark.parametrize("missing", POINTS)
def test_a_final_report_waits_for_all_three_points(team, missing):
    with pytest.raises(Refused):
        reporting.made(team, ReportKind.FINAL)
    reporting.checked(team, **{missing: False})

    with pytest.raises(Refused):
        reporting.made(team, ReportKind.FINAL)


@pytest.mark.parametrize("tag", ["level", "quadrant", "loop"])
def test_a_final_report_waits_for_every_tag(team, tag):
    reporting.checked(team)
    reporting.recommended(team)
    reporting.recommended(team, **{tag: None})

    with pytest.raises(Refused, match="2"):
        reporting.made(team, ReportKind.FINAL)


def test_what_loses_its_tag_meanwhile_keeps_the_final_report_here(team):
    reporting.checked(team)
    report = reporting.anonymised(team, ReportKind.FINAL)
    reporting.recommended(team, loop=None)

    with pytest.raises(Refused, match="1"):
        send_report(report, sent_on=clock.today(), to_review_team=True, by=team.lead.user)


@pytest.mark.parametrize("state", _S)
def test_versions_are_made_in_steps_2_to_5_only(team, state):
    team.review.state = state
    running = (_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING, _S.REPORTING)

    if state in running:
        assert reporting.made(team).number == 1
    else:
        with pytest.raises(WrongState):
            reporting.made(team)


def test_a_version_of_a_day_to_come_is_refused(team):
    with pytest.raises(Refused):
        reporting.made(team, on=clock.today() + timedelta(days=1))


def test_the_maker_does_not_check_the_anonymisation(team):
    report = reporting.made(team)

    with pytest.raises(Refused):
        sign_anonymisation(report, by=team.lead.user)
    assert report.anonymised_at is None


def test_a_second_person_checks_it_once(session, team):
    report = reporting.anonymised(team)

    assert report.anonymised_by is team.second.user
    with pytest.raises(WrongState):
        sign_anonymisation(report, by=team.supervisor.user)
    assert facts_of(session, "report:anonymised") == [{"kind": "draft", "number": "1"}]


def test_nothing_is_sent_before_that(team):
    report = reporting.made(team)

    with pytest.raises(Refused):
        send_report(report, sent_on=clock.today(), to_review_team=True, by=team.lead.user)
    assert report.sent_on is None


def test_a_version_goes_to_its_recipients_once(session, team):
    report = reporting.anonymised(team)
    organisation = team.review.parties[0].organisation
    to = {"organisations": [organisation], "to_review_team": True}
    send_report(report, sent_on=clock.today(), by=team.lead.user, **to)

    assert (report.recipients, report.to_review_team, report.to_case_group) == (
        [organisation],
        True,
        False,
    )
    [facts] = facts_of(session, "report:sent")
    assert facts["recipients"] == "2"
    with pytest.raises(WrongState):
        send_report(report, sent_on=clock.today(), by=team.lead.user, **to)


def test_a_version_goes_to_somebody_of_the_review(team):
    report = reporting.anonymised(team)
    stranger = people.organisation()

    for to in ({}, {"organisations": [stranger]}):
        with pytest.raises(Refused):
            send_report(report, sent_on=clock.today(), by=team.lead.user, **to)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_version_is_sent_on_no_day_to_come_nor_before_its_check(team, days):
    report = reporting.anonymised(team)
    day = clock.today() + timedelta(days=days)

    with pytest.raises(Refused):
        send_report(report, sent_on=day, to_review_team=True, by=team.lead.user)


def test_the_newest_final_report_that_was_sent_counts(team):
    reporting.checked(team)
    first = reporting.sent(team, ReportKind.FINAL)
    second = reporting.made(team, ReportKind.FINAL)

    assert queries.final_report_of(team.review.id) is first
    sign_anonymisation(second, by=team.second.user)
    send_report(second, sent_on=clock.today(), to_case_group=True, by=team.lead.user)
    assert queries.final_report_of(team.review.id) is second


def test_a_postponed_decision_is_followed_by_another_and_the_last_counts(session, team):
    until = clock.today() + timedelta(days=30)
    reporting.decided(team, FollowUpChoice.POSTPONED, on=reporting.ago(9), until=until)
    last = reporting.decided(team, FollowUpChoice.AGREED)

    assert queries.latest_decisions([team.review.id]) == {team.review.id: last}
    assert len(queries.decisions_of(team.review.id)) == 2
    assert len(facts_of(session, "follow_up:decided")) == 2


@pytest.mark.parametrize(
    ("choice", "days"),
    [(FollowUpChoice.POSTPONED, None), (FollowUpChoice.POSTPONED, 0), (FollowUpChoice.AGREED, 9)],
)
def test_only_a_postponed_decision_has_a_day_and_a_later_one(team, choice, days):
    until = None if days is None else clock.today() + timedelta(days=days)

    with pytest.raises(Refused):
        reporting.decided(team, choice, until=until)


def test_another_decision_than_a_settled_one_asks_for_a_reason(team):
    reporting.decided(team, FollowUpChoice.DECLINED)

    with pytest.raises(Refused):
        reporting.decided(team, FollowUpChoice.AGREED)
    reporting.decided(team, FollowUpChoice.AGREED, reason="De besturen willen toch.")


@pytest.mark.parametrize("day", [-3, 1])
def test_a_decision_is_of_no_day_to_come_nor_before_the_last_one(team, day):
    until = clock.today() + timedelta(days=30)
    reporting.decided(team, FollowUpChoice.POSTPONED, on=reporting.ago(2), until=until)

    with pytest.raises(Refused):
        reporting.decided(team, on=clock.today() + timedelta(days=day))


@pytest.mark.parametrize("state", _S)
def test_a_follow_up_is_decided_on_in_step_5_or_afterwards(team, state):
    team.review.state = state
    facts = {"choice": FollowUpChoice.DECLINED, "decided_on": clock.today()}

    if state in {_S.REPORTING, _S.CLOSED}:
        decide_follow_up(team.review, by=team.lead.user, **facts)
    else:
        with pytest.raises(WrongState):
            decide_follow_up(team.review, by=team.lead.user, **facts)
