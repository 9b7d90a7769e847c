"""Terms of levels and the norm of a year (DOMAIN.md 2d, 2e)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.steps import Refused
from lt_admin.reviewers.rules.growth import (
    Aspect,
    PeerKind,
    Year,
    check_peers,
    check_until,
    ends_soon,
    months_after,
    usual_until,
)
from lt_admin.reviewers.rules.people import ReviewerLevel as Level

DAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("level", "until"),
    [
        (Level.IN_TRAINING, date(2027, 11, 20)),
        (Level.ACCREDITED, date(2028, 11, 20)),
        (Level.LEAD, date(2028, 11, 20)),
        (Level.SUPERVISOR, date(2028, 11, 20)),
        (Level.LAPSED, None),
    ],
)
def test_every_level_has_its_usual_term(level, until):
    assert usual_until(level, DAY) == until


def test_a_day_that_does_not_exist_becomes_the_last_of_its_month():
    assert months_after(date(2024, 2, 29), 36) == date(2027, 2, 28)
    assert months_after(date(2025, 8, 31), 6) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_on_is_a_later_day_in_the_right_month(day, months):
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("until", "is_soon"),
    [
        (None, False),
        (date(2025, 11, 19), False),  # over already
        (DAY, True),
        (date(2026, 5, 20), True),
        (date(2026, 5, 21), False),
    ],
)
def test_a_level_ends_soon_within_six_months(until, is_soon):
    assert ends_soon(until, DAY) is is_soon


def test_a_level_does_not_end_before_it_begins():
    check_until(DAY, DAY)
    check_until(DAY, None)
    with pytest.raises(Refused):
        check_until(DAY, date(2025, 11, 19))


def year(*, is_active=True, is_supervisor=False, **had):
    return Year(2025, {Aspect(key): n for key, n in had.items()}, is_active, is_supervisor)


@pytest.mark.parametrize(
    ("had", "missing"),
    [
        ({"supervision": 480, "peer_consultation": 2}, {}),
        ({"supervision": 465, "peer_consultation": 3}, {"supervision": 15}),
        ({"supervision": 600}, {"peer_consultation": 2}),
        ({}, {"supervision": 480, "peer_consultation": 2}),
    ],
)
def test_an_active_reviewer_has_eight_hours_and_two_peer_consultations(had, missing):
    assert year(**had).missing == missing
    assert year(**had).is_met is not bool(missing)


def test_a_supervisor_has_a_peer_group_and_an_exchange():
    found = year(is_active=False, is_supervisor=True, supervisor_peer_group=7, uk_exchange=2)

    assert found.missing == {Aspect.SUPERVISOR_PEER_GROUP: 1}


def test_nothing_is_asked_of_who_neither_reviews_nor_supervises():
    assert year(is_active=False).asked == {}
    assert year(is_active=False).is_met


def test_a_year_is_a_gap_only_once_it_is_over():
    assert not year().is_gap(date(2025, 12, 31))
    assert year().is_gap(date(2026, 1, 1))


FINE = {
    "kind": PeerKind.SUPERVISOR_PEER_GROUP,
    "held_on": DAY,
    "minutes": 90,
    "people": 2,
    "supervisors": 2,
    "today": DAY,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": date(2025, 11, 21)},
        {"minutes": 0},
        {"minutes": 50},
        {"people": 1, "supervisors": 1},
        {"supervisors": 1},
        {"kind": PeerKind.UK_EXCHANGE, "people": 0},
    ],
)
def test_facts_of_a_meeting_that_cannot_be_are_refused(wrong):
    facts = FINE | wrong
    check_peers(FINE["kind"], **{key: value for key, value in FINE.items() if key != "kind"})

    with pytest.raises(Refused):
        check_peers(facts.pop("kind"), **facts)


def test_one_is_enough_for_an_exchange():
    facts = FINE | {"people": 1, "supervisors": 0, "kind": PeerKind.UK_EXCHANGE}
    check_peers(facts.pop("kind"), **facts)
