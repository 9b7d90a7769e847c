"""The norm of supervision (DOMAIN.md 2d), and what counsels the coordinator on hours."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import EngagementState as State
from lt_admin.orientation.rules.engagements import EngagementType as Type
from lt_admin.reviewers.rules.approval import Claim, advise
from lt_admin.reviewers.rules.places import Verdict
from lt_admin.reviewers.rules.supervision import (
    MOMENTS,
    Held,
    SessionType,
    SupervisionMoment,
    check_session,
    is_gap,
    is_long_enough,
    norm,
    overdue,
    type_of,
)

FIRST, SECOND, THIRD = MOMENTS
EXTRA = SupervisionMoment.EXTRA


def held(*moments, minutes=90):
    return [Held(moment, minutes) for moment in moments]


@pytest.mark.parametrize(("kind", "practice", "delayed"), list(product(Type, [0, 1], [0, 1])))
def test_the_number_of_sessions_follows_from_type_practice_and_delay(kind, practice, delayed):
    found = norm(kind, [], has_practice_review=bool(practice), was_delayed=bool(delayed))

    base = 1 if kind is Type.SHORT_ONE_DAY else 3
    assert found.required == base + 2 * practice + delayed
    assert found.missing == (() if kind is Type.SHORT_ONE_DAY else MOMENTS)


@pytest.mark.parametrize(
    ("sessions", "facts", "is_met"),
    [
        (held(*MOMENTS), {}, True),  # S1, S4
        (held(*MOMENTS, EXTRA), {"was_delayed": True}, True),  # S2
        (held(*MOMENTS), {"was_delayed": True}, False),
        (held(FIRST, THIRD), {}, False),  # S3
        (held(*MOMENTS, EXTRA, EXTRA), {"has_practice_review": True}, True),  # S5
        (held(*MOMENTS, EXTRA), {"has_practice_review": True}, False),
        (held(FIRST, FIRST, SECOND), {}, False),  # enough, but not at the draft
    ],
)
def test_a_review_meets_the_norm_with_enough_sessions_at_their_moments(sessions, facts, is_met):
    assert norm(Type.FULL, sessions, **facts).is_met is is_met


def test_a_short_review_asks_for_one_session_at_any_moment():
    assert norm(Type.SHORT_ONE_DAY, held(EXTRA)).is_met
    assert not norm(Type.SHORT_ONE_DAY, []).is_met


def test_a_session_below_its_least_length_is_contact_time_but_no_session():
    both = [Held(FIRST, 90, people=2), Held(SECOND, 60, people=2), Held(THIRD, 60, people=1)]

    found = norm(Type.FULL, both)

    assert (found.held, found.too_short, found.minutes) == (2, 1, 210)
    assert found.missing == (SECOND,)


def test_the_type_of_a_session_follows_from_the_number_of_people():
    assert [type_of(n) for n in (1, 2, 4)] == [
        SessionType.INDIVIDUAL,
        SessionType.GROUP,
        SessionType.GROUP,
    ]


def test_contact_time_adds_up():
    assert norm(Type.FULL, held(*MOMENTS, minutes=75)).minutes == 225


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (State.EXPLORING, ()),
        (State.DIALOGUE, (FIRST,)),
        (State.DRAFTING, (FIRST, SECOND)),
        (State.REPORTING, MOMENTS),
        (State.CLOSED, MOMENTS),
        (State.ON_HOLD, ()),
    ],
)
def test_a_moment_is_overdue_once_its_step_is_over(state, late):
    empty = norm(Type.FULL, [])

    assert overdue(empty, state) == late
    assert is_gap(empty, state) is bool(late)


def test_too_few_sessions_are_a_gap_at_closing_only():
    few = norm(Type.FULL, held(*MOMENTS), was_delayed=True)

    assert not is_gap(few, State.REPORTING)
    assert is_gap(few, State.CLOSED)


@pytest.mark.parametrize(
    ("people", "shortest"), [(1, 60), (2, 90), (3, 120), (4, 150), (9, 150), (0, 60)]
)
def test_a_session_has_its_least_length(people, shortest):
    assert is_long_enough(shortest, people)
    assert not is_long_enough(shortest - 15, people)


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": date(2025, 5, 2)},
        {"minutes": 0},
        {"minutes": 50},
        {"attendees": 0},
        {"attendees": 5},
    ],
)
def test_facts_of_a_session_that_cannot_be_are_refused(wrong):
    fine = {"held_on": date(2025, 5, 1), "minutes": 90, "attendees": 2, "today": date(2025, 5, 1)}
    check_session(**fine)

    with pytest.raises(Refused):
        check_session(**fine | wrong)


def claim(**more):
    standard = {
        "worked_on": date(2025, 5, 1),
        "minutes": 60,
        "billable": True,
        "is_correction": False,
        "planned": 600,
        "spent": 300,
        "of_day": 60,
    }
    return Claim(**standard | more)


@pytest.mark.parametrize(
    "facts",
    [
        {"is_correction": True},
        {"of_day": 615},
        {"spent": 615},
        {"worked_on": date(2025, 5, 3)},
    ],
)
def test_what_stands_out_asks_for_a_look(facts):
    assert advise(claim(**facts)).verdict is Verdict.WARN


@pytest.mark.parametrize(
    "facts", [{}, {"spent": 600}, {"of_day": 600}, {"planned": None}, {"billable": False}]
)
def test_what_fits_is_fine(facts):
    assert advise(claim(**facts)).verdict is Verdict.OK
