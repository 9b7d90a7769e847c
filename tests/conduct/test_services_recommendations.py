import pytest
from sqlalchemy import select

from lt_admin.conduct.models.recommendations import Finding, FindingKind, Level, Loop, Quadrant
from lt_admin.conduct.models.reports import ReportKind
from lt_admin.conduct.queries import recommendations as queries
from lt_admin.conduct.services.recommendations import (
    add_finding,
    change_recommendation,
    remove_recommendation,
    share_finding,
)
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, PartyRole
from tests.conduct import reporting
from tests.reviewers import factories as people

PATTERN = FindingKind.PATTERN
_S = EngagementState


@pytest.fixture
def team(session):
    return reporting.team()


def changed(one, team, **facts):
    standard = {"text": one.text, "organisation": one.organisation, "by": team.lead.user}
    change_recommendation(one, **standard | facts)


def test_recommendations_are_numbered_and_may_wait_for_their_tags(team):
    first = reporting.recommended(team)
    second = reporting.recommended(team, level=None, quadrant=None, loop=None)

    assert [first.number, second.number] == [1, 2]
    assert [first.is_tagged, second.is_tagged] == [True, False]
    assert queries.untagged_of(team.review.id) == [second]


def test_a_recommendation_changes_and_goes_with_a_line_in_the_log(session, team):
    one, two = reporting.recommended(team), reporting.recommended(team)
    tags = {"level": Level.ORGANISATION, "quadrant": Quadrant.IA, "loop": Loop.TRIPLE}
    changed(one, team, text="Anders gezegd.", **tags)
    remove_recommendation(two, by=team.lead.user)

    assert (one.text, one.level, one.quadrant, one.loop) == ("Anders gezegd.", *tags.values())
    assert queries.recommendations_of(team.review.id) == [one]
    events = session.scalars(
        select(AuditEntry.event).where(AuditEntry.event.startswith("recommendation:"))
    ).all()
    assert [each.split(":")[1] for each in events] == ["added", "added", "changed", "removed"]


@pytest.mark.parametrize("role", [None, PartyRole.PARTNER])
def test_it_is_for_who_commissions_or_takes_part(team, role):
    other = people.organisation()
    if role is not None:
        people.add_party(team.review, other, role)

    with pytest.raises(Refused):
        reporting.recommended(team, organisation=other)


def test_it_says_something(team):
    with pytest.raises(Refused):
        reporting.recommended(team, text="  ")


def test_once_the_final_report_was_sent_they_are_fixed(team):
    one = reporting.recommended(team)
    reporting.checked(team)
    reporting.sent(team, ReportKind.FINAL)

    for step in (
        lambda: reporting.recommended(team),
        lambda: changed(one, team, text="Toch anders."),
        lambda: remove_recommendation(one, by=team.lead.user),
    ):
        with pytest.raises(WrongState):
            step()


def test_a_draft_that_was_sent_fixes_nothing(team):
    reporting.sent(team)

    assert reporting.recommended(team).number == 1


@pytest.mark.parametrize("state", [_S.ACCEPTED, _S.ON_HOLD, _S.CLOSED, _S.WITHDRAWN])
def test_they_are_made_in_steps_2_to_5(team, state):
    team.review.state = state

    with pytest.raises(WrongState):
        reporting.recommended(team)


def found(team, text="Overdracht stokt bij vakantie."):
    return add_finding(team.review, kind=PATTERN, text=text, sector="youth_care", by=team.lead.user)


def test_a_second_person_shares_a_finding_once(team):
    finding = found(team)
    with pytest.raises(Refused):
        share_finding(finding, by=team.lead.user)
    assert finding.shared_on is None

    share_finding(finding, by=team.second.user)

    assert (finding.shared_on, finding.checked_by) == (clock.today(), team.second.user)
    with pytest.raises(WrongState):
        share_finding(finding, by=team.supervisor.user)


def test_a_finding_says_something_and_its_review_has_started(team):
    with pytest.raises(Refused):
        found(team, text=" ")
    team.review.state = _S.ACCEPTED
    with pytest.raises(WrongState):
        found(team)


def test_everybody_reads_what_is_shared_and_the_team_also_what_waits(session, team, stranger):
    waiting, shared = found(team), found(team)
    share_finding(shared, by=team.second.user)

    def seen_by(user):
        return set(session.scalars(queries.findings_seen_by(user).add_columns(Finding.id)))

    assert seen_by(stranger) == {shared.id}
    assert seen_by(team.second.user) == {waiting.id, shared.id}
    assert seen_by(team.review.coordinator) == {waiting.id, shared.id}
