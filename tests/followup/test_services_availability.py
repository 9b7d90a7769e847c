"""When a reviewer can: day by day, and weeks that follow another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.queries.availability import free_starts, stretches_of
from lt_admin.followup.services import availability
from tests.followup.factories import (
    AFTERNOON,
    MORNING,
    TUESDAY,
    agreed,
    at,
    booked,
    free,
    held,
    offered,
    review_session,
)
from tests.reviewers.factories import reviewer

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = TUESDAY - DAY


@pytest.fixture
def tessa(session):
    return reviewer("Tessa Voorbeeld")


def can(who, on, *stretches):
    availability.set_day(who, on, stretches, by=who.user)


def days_of(who, from_=TUESDAY - WEEK, until=TUESDAY + 5 * WEEK):
    return stretches_of(who.id, from_, until)


def free_of(review, on=TUESDAY, minutes=120):
    guides = guides_of(review.id)
    return free_starts(guides, minutes, from_=on, until=on + DAY)


def test_a_day_is_replaced_whole(tessa):
    can(tessa, TUESDAY, MORNING)
    can(tessa, TUESDAY, AFTERNOON)

    assert days_of(tessa) == {TUESDAY: [AFTERNOON]}


def test_saying_the_same_again_leaves_no_trace(session, tessa):
    can(tessa, TUESDAY, MORNING)
    can(tessa, TUESDAY, MORNING)

    entries = [e for e in session.query(AuditEntry) if e.event == "availability:changed"]
    assert [e.facts for e in entries] == [{"on": "2026-04-14", "minutes": "210"}]


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2027, 6, 1)])
def test_a_day_that_is_over_or_too_far_ahead_is_refused(tessa, on):
    with pytest.raises(Refused):
        can(tessa, on, MORNING)


def test_a_week_is_copied_to_the_weeks_that_follow_and_replaces_them(tessa):
    can(tessa, MONDAY, MORNING)
    can(tessa, TUESDAY + WEEK, AFTERNOON)

    availability.copy_week(tessa, MONDAY, 2, by=tessa.user)

    assert days_of(tessa) == {MONDAY + n * WEEK: [MORNING] for n in range(3)}


def test_a_week_is_copied_by_the_wall_over_the_change_of_the_clock(tessa):
    before = date(2026, 3, 27)
    can(tessa, before, MORNING)

    availability.copy_week(tessa, before - 4 * DAY, 1, by=tessa.user)

    assert stretches_of(tessa.id, before, before + 8 * DAY) == {
        before: [MORNING],
        before + WEEK: [MORNING],
    }


@pytest.mark.parametrize("weeks", [0, 13])
def test_a_week_is_copied_to_at_most_a_quarter_of_a_year(tessa, weeks):
    with pytest.raises(Refused):
        availability.copy_week(tessa, MONDAY, weeks, by=tessa.user)


def test_free_is_when_all_who_guide_can(session):
    review = agreed()
    lead, second = guides_of(review.id)
    can(lead, TUESDAY, (540, 720))
    can(second, TUESDAY, (600, 900))

    assert free_of(review) == [at(TUESDAY, 10)]


def test_without_anybody_who_guides_nothing_is_free(session):
    assert free_starts([], 120, from_=TUESDAY, until=TUESDAY + DAY) == []


def test_a_planned_session_and_the_half_hour_beside_it_are_not_free(session):
    review = agreed()
    free(review, TUESDAY, stretches=[(540, 1020)])
    review_session(review, at(TUESDAY, 12), 60)

    assert free_of(review) == [at(TUESDAY, 9), at(TUESDAY, 9, 30), *_from(13, 30, 15, 0)]


def _from(hour, minute, last_hour, last_minute):
    first, last = at(TUESDAY, hour, minute), at(TUESDAY, last_hour, last_minute)
    return [
        first + timedelta(minutes=30) * n
        for n in range((last - first) // timedelta(minutes=30) + 1)
    ]


def test_a_booking_elsewhere_and_its_rest_are_not_free(session):
    review = agreed()
    free(review, TUESDAY, stretches=[(540, 1020)])
    booked(offered(review, starts=[at(TUESDAY, 11)], minutes=60))

    assert free_of(review, minutes=60) == [
        *(at(TUESDAY, 9), at(TUESDAY, 9, 30)),
        *_from(12, 30, 16, 0),
    ]


def test_a_held_conversation_keeps_its_time(session):
    kept = held()

    with clock.at(kept.starts_at - DAY):
        assert at(TUESDAY, 10) not in free_of(kept.offer.engagement)


def test_what_is_over_is_not_free(session):
    review = agreed()
    free(review, TUESDAY)

    with clock.at(at(TUESDAY, 12)):
        assert free_of(review)[0] == at(TUESDAY, 13, 30)


def test_looking_for_free_times_takes_three_statements(session, statements):
    review = agreed()
    free(review, *(TUESDAY + DAY * n for n in range(5)))
    guides = guides_of(review.id)
    session.commit()
    statements.clear()

    free_starts(guides, 120, from_=TUESDAY, until=TUESDAY + 28 * DAY)

    assert len(statements) == 3
