import itertools

import pytest

from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import (
    ENDED,
    ENGAGEMENT_STEPS,
    Engagement,
    EngagementState,
    Party,
    PartyRole,
)

STEPS = {step for _, step in ENGAGEMENT_STEPS.table}


@pytest.mark.parametrize(
    ("state", "step"),
    sorted(set(itertools.product(EngagementState, STEPS)) - set(ENGAGEMENT_STEPS.table)),
)
def test_every_step_not_in_the_table_is_refused(state, step, app):
    with pytest.raises(WrongState):
        ENGAGEMENT_STEPS.after(state, step)


def test_from_an_ended_engagement_no_step_leads_on():
    assert not [state for state, _step in ENGAGEMENT_STEPS.table if state in ENDED]


def test_only_participants_must_agree():
    parties = [Party(role=role) for role in PartyRole]
    engagement = Engagement(parties=parties, ceiling_minutes=60)
    assert [party.role for party in engagement.still_to_agree] == [PartyRole.PARTICIPATING]
    assert not engagement.is_agreed


@pytest.mark.parametrize("state", [EngagementState.EXPLORING, EngagementState.CLOSED])
def test_only_a_review_on_hold_can_be_resumed(state, app):
    with pytest.raises(WrongState):
        Engagement(state=state, holds=[]).resume(on=None)


@pytest.mark.parametrize("verb", ["raise_ceiling", "agree_on_follow_up"])
def test_hours_are_never_added_by_nothing(verb, app):
    engagement = Engagement(
        state=EngagementState.REPORTING, ceiling_minutes=60, follow_up_ceiling_minutes=0
    )
    with pytest.raises(Refused):
        getattr(engagement, verb)(0)
