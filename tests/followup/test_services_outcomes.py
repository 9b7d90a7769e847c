"""What came of each recommendation: after the follow-up, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.followup.queries.outcomes import followed
from lt_admin.followup.services.outcomes import record_outcome
from tests.followup.factories import agreed, held, offered, recommendation
from tests.followup.factories import booked as a_booking


@pytest.fixture
def after(session):
    """A recommendation of a review whose follow-up was held, a day later."""
    booking = held()
    with clock.at(booking.ends_at + timedelta(days=1)):
        yield recommendation(booking.offer.engagement)


def record(on, **facts):
    standard = {"outcome": Outcome.DONE, "said_on": clock.today(), "evidence": "Een vast gesprek."}
    return record_outcome(on, by=on.engagement.coordinator, **standard | facts)


def test_an_outcome_is_kept_with_who_and_when(after):
    found = record(after)

    assert (found.outcome, found.evidence) == (Outcome.DONE, "Een vast gesprek.")
    assert found.recorded_by_id == after.engagement.coordinator_id
    assert [each.outcome for each in followed(after.engagement_id)] == [found]


def test_it_stays_as_it_is(after):
    record(after)

    with pytest.raises(WrongState):
        record(after, outcome=Outcome.DROPPED)


@pytest.mark.parametrize("days", [-2, 1])
def test_it_is_said_at_the_follow_up_or_after_it(after, days):
    with pytest.raises(Refused):
        record(after, said_on=clock.today() + timedelta(days=days))


def test_before_the_follow_up_was_held_there_is_nothing_to_record(session):
    booking = a_booking(offered(agreed()))

    with pytest.raises(Refused):
        record(recommendation(booking.offer.engagement))
