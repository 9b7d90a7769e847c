import pytest

from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, Focus
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import USUAL, Component, Counts, PlannedPart
from lt_admin.orientation.services import engagements, plans
from tests.orientation.factories import engagement_in, planned, quoted

MIDRANGE = EngagementType.MIDRANGE
PART = PlannedPart(2, Component.COMPOSE, 120, 120)


def test_a_plan_is_calculated_from_its_counts(coordinator):
    engagement = planned(by=coordinator, kind=MIDRANGE)
    plan = find_plan(engagement)
    assert plan.minutes == 118 * 60  # S5 of DOMAIN.md 4
    assert plan.counts == USUAL[MIDRANGE]
    assert engagement.type is MIDRANGE


def test_extra_attention_for_privacy_has_its_own_part(coordinator):
    engagement = planned(by=coordinator)
    engagements.set_focus(engagement, [Focus.PRIVACY], by=coordinator)
    plan = plans.make_plan(
        engagement,
        type=EngagementType.FULL,
        counts=USUAL[EngagementType.FULL],
        by=coordinator,
    )
    assert plan.minutes == 172 * 60  # S1 of DOMAIN.md 4
    assert Component.PRIVACY in [line.component for line in plan.lines]


def test_every_number_can_be_changed_by_hand(session, coordinator):
    plan = find_plan(planned(by=coordinator))
    plans.change_plan(plan, [PART, PlannedPart(2, Component.FILES, 0, 0)], by=coordinator)
    session.expire(plan)
    assert plan.parts == [PART]


def test_calculating_again_replaces_what_was_there(session, coordinator):
    engagement = planned(by=coordinator)
    plans.make_plan(engagement, type=MIDRANGE, counts=Counts(interviews=1), by=coordinator)
    session.expire_all()
    assert find_plan(engagement).counts == Counts(interviews=1)


def test_a_plan_without_hours_is_refused(coordinator):
    plan = find_plan(planned(by=coordinator))
    with pytest.raises(Refused):
        plans.change_plan(plan, [], by=coordinator)


@pytest.mark.parametrize("state", [EngagementState.REQUESTED, EngagementState.EXPLORING])
def test_a_plan_is_made_between_the_conversation_and_the_acceptance(coordinator, state):
    engagement = engagement_in(state, by=coordinator)
    with pytest.raises(WrongState):
        plans.make_plan(engagement, type=MIDRANGE, counts=Counts(), by=coordinator)


def test_an_accepted_quote_freezes_the_plan(coordinator):
    engagement = quoted(by=coordinator)
    engagements.quote_accepted(engagement, minutes=600, by=coordinator)
    with pytest.raises(WrongState):
        plans.change_plan(find_plan(engagement), [PART], by=coordinator)
