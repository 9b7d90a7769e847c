from datetime import timedelta

import pytest

from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.queries import proceedings as queries
from lt_admin.conduct.services import proceedings
from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, Focus
from lt_admin.orientation.services import engagements as bare
from tests.conduct.factories import review

REASON = "De zitting gaat voor."


def checked(of, by, kind=Proceeding.CRIMINAL, decision=Decision.PROCEED, **facts):
    consulted = [of.parties[0].organisation]
    standard = {"reason": REASON, "decided_on": clock.today(), "consulted": consulted}
    return proceedings.record_check(of, kind=kind, decision=decision, by=by, **standard | facts)


def test_to_wait_puts_a_running_review_on_hold(coordinator):
    found = review(by=coordinator)
    check = checked(found, coordinator, decision=Decision.WAIT)
    assert found.state is EngagementState.ON_HOLD
    assert (check.hold, check.hold.reason) == (found.open_hold, REASON)
    again = checked(found, coordinator, kind=Proceeding.CIVIL, decision=Decision.WAIT)
    assert (again.hold, len(found.holds)) == (check.hold, 1)


def test_a_review_that_did_not_start_just_waits(coordinator):
    found = review(by=coordinator, state=EngagementState.ACCEPTED)
    assert checked(found, coordinator, decision=Decision.WAIT).hold is None
    assert found.state is EngagementState.ACCEPTED


def test_criminal_proceedings_ask_extra_attention_and_leave_the_rest(coordinator):
    found = review(by=coordinator)
    bare.set_focus(found, {Focus.PRIVACY}, by=coordinator)
    for _twice in range(2):
        checked(found, coordinator)
    assert {p.focus for p in found.focus_points} == {Focus.PRIVACY, Focus.PARALLEL_PROCEEDINGS}


def test_the_question_can_be_asked_and_answered_with_none(coordinator):
    found = review(by=coordinator)
    checked(found, coordinator, kind=Proceeding.NONE, reason="", consulted=())
    assert found.focus_points == []
    with pytest.raises(Refused, match="niets om op te wachten"):
        checked(found, coordinator, kind=Proceeding.NONE, decision=Decision.WAIT)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "neutrale woorden"),
        ({"consulted": ()}, "opdrachtgevers"),
        ({"decided_on": clock.today() + timedelta(days=1)}, "nog komen"),
    ],
)
def test_a_decision_has_a_reason_somebody_consulted_and_a_day(coordinator, facts, words):
    found = review(by=coordinator)
    with pytest.raises(Refused, match=words):
        checked(found, coordinator, **facts)
    assert queries.checks_of(found.id) == []


def test_the_newest_decision_counts(coordinator):
    found = review(by=coordinator)
    checked(found, coordinator, decision=Decision.WAIT, decided_on=clock.today())
    checked(found, coordinator, decided_on=clock.today() - timedelta(days=9))
    assert queries.latest_check(found.id).decision is Decision.WAIT


def test_replanning_keeps_what_was_planned_before_and_why(coordinator):
    first = clock.today() + timedelta(days=30)
    later = first + timedelta(days=60)
    found = review(by=coordinator, planned_end_on=first)
    made = proceedings.replan(found, end_on=later, reason=REASON, by=coordinator)
    assert (made.from_on, made.to_on, found.planned_end_on) == (first, later, later)


@pytest.mark.parametrize(
    ("days", "reason"), [(30, REASON), (60, " "), (-30, REASON)], ids=["same", "why", "early"]
)
def test_replanning_needs_another_day_and_a_reason(coordinator, days, reason):
    found = review(by=coordinator, planned_end_on=clock.today() + timedelta(days=30))
    end = clock.today() + timedelta(days=days)
    with pytest.raises(Refused):
        proceedings.replan(found, end_on=end, reason=reason, by=coordinator)
    assert queries.replannings_of(found.id) == []


@pytest.mark.parametrize("state", [EngagementState.ACCEPTED, EngagementState.CLOSED])
def test_only_what_runs_is_replanned(coordinator, state):
    found = review(by=coordinator, state=state, started_on=None)
    with pytest.raises(WrongState):
        proceedings.replan(found, end_on=clock.today(), reason=REASON, by=coordinator)


def test_the_plain_form_does_not_change_a_promised_end(coordinator):
    end = clock.today() + timedelta(days=30)
    found = review(by=coordinator, planned_end_on=end)
    facts = {"start_on": None, "by": coordinator}
    bare.set_planned_dates(found, end_on=end, **facts)
    for other in (None, end + timedelta(days=1)):
        with pytest.raises(Refused, match="Procedures"):
            bare.set_planned_dates(found, end_on=other, **facts)
