"""The grid of the week: its rows, its names, and copying."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.orientation.models.engagements import EngagementState as State
from lt_admin.reviewers.rules.grid import (
    Grid,
    Row,
    Stand,
    Work,
    cell_name,
    key_of,
    rows_of,
    work_named,
    works_to_show,
)
from lt_admin.reviewers.rules.hours import Activity, Booked, EntryState, Key
from lt_admin.reviewers.rules.places import AssignmentRole as Role

THURSDAY = date(2025, 9, 11)
WORK = Work(12, 3, Activity.SESSION)
STAND = Stand(12, "LT-2025-02", State.DIALOGUE, Role.LEAD, planned={3: 960})


@given(
    st.integers(1, 999_999_999),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 6),
    st.sampled_from(Activity),
    st.booleans(),
)
def test_the_name_of_a_cell_says_which_it_is(engagement, day, step, activity, billable):
    key = Key(engagement, day, step, activity, billable)

    assert key_of(cell_name(key)) == key
    assert work_named(Work(engagement, step, activity, billable).name).on(day) == key


@given(st.text())
def test_any_other_name_is_no_cell(text):
    assert key_of(text) is None
    assert work_named(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "c-1-7-session-1-20250911",
        "c-1-3-nothing-1-20250911",
        "c-1-3-session-2-20250911",
        "c-1-3-session-1-20250931",
        "c-1-3-session-1-20250911\n",
        "c-9999999999-3-session-1-20250911",
    ],
)
def test_a_name_that_is_almost_right_is_no_cell(name):
    assert key_of(name) is None


@pytest.mark.parametrize(
    ("state", "role", "has_follow_up", "expected"),
    [
        (State.QUOTED, Role.LEAD, False, Work(12, 1, Activity.ORIENTATION, False)),
        (State.ACCEPTED, Role.LEAD, False, Work(12, 2, Activity.INTERVIEW)),
        (State.DIALOGUE, Role.SECOND, False, WORK),
        (State.DRAFTING, Role.SHADOW, False, Work(12, 4, Activity.SHADOWING, False)),
        (State.CLOSED, Role.LEAD, True, Work(12, 6, Activity.FOLLOW_UP)),
        (State.CLOSED, Role.LEAD, False, None),
        (State.ON_HOLD, Role.LEAD, False, None),
        (State.WITHDRAWN, Role.LEAD, False, None),
    ],
)
def test_the_step_of_the_review_stands_ready(state, role, has_follow_up, expected):
    assert Stand(12, "LT-2025-02", state, role, has_follow_up).usual == expected


def booked(work=WORK, day=THURSDAY, minutes=60, state=EntryState.DRAFT):
    return {work.on(day): Booked(1, work.on(day), minutes, state)}


def grid(now=None, before=None, works=(WORK,), today=THURSDAY, day=THURSDAY):
    rows = [Row(work, "LT-2025-02", None, None) for work in works]
    return Grid(day, today, rows, now or {}, before or {}, [STAND])


def test_recent_work_is_offered_again_for_open_reviews_only():
    closed = Stand(13, "LT-2025-01", State.CLOSED, Role.LEAD)
    other = Work(13, 5, Activity.WRITING)
    week_ago = THURSDAY - timedelta(days=7)

    before = [WORK.on(week_ago), other.on(week_ago)]

    assert works_to_show([], before, [STAND, closed], []) == {WORK}
    assert works_to_show([other.on(THURSDAY)], before, [STAND, closed], []) == {WORK, other}


def test_every_open_review_has_a_row_and_added_rows_stay():
    added = Work(12, 4, Activity.WRITING)

    assert works_to_show([], [], [STAND], []) == {WORK}
    assert works_to_show([], [], [STAND], [added]) == {added}


def test_rows_say_what_the_plan_leaves():
    other = Work(12, 3, Activity.ANALYSIS, billable=False)

    rows = rows_of([WORK, other, Work(99, 2, Activity.INTERVIEW)], [STAND], {(12, 3): 900})

    assert [(row.work, row.planned, row.left) for row in rows] == [
        (other, None, None),
        (WORK, 960, 60),
    ]
    assert rows_of([WORK], [STAND], {(12, 3): 2000})[0].left == 0


def test_last_week_is_copied_into_empty_cells_up_to_today():
    last = THURSDAY - timedelta(days=7)
    before = {
        **booked(day=last),
        **booked(day=last - timedelta(days=1), minutes=30),
        **booked(day=last + timedelta(days=1)),  # would land tomorrow
        **booked(day=last - timedelta(days=7)),  # the week before
        **booked(Work(12, 5, Activity.WRITING), last),  # has no row
    }
    now = booked(day=THURSDAY - timedelta(days=1), minutes=15)

    assert grid(now, before).copied("week") == {WORK.on(THURSDAY): 60}


def test_the_last_day_worked_is_copied():
    before = booked(day=THURSDAY - timedelta(days=6), minutes=45)

    assert grid({}, before).copied("day") == {WORK.on(THURSDAY): 45}
    assert grid({}, {}).copied("day") == {}
    later = grid({}, before, day=THURSDAY + timedelta(days=1))
    assert later.copied("day") == {}


def test_totals_of_a_week():
    now = booked() | booked(day=THURSDAY - timedelta(days=1), state=EntryState.APPROVED)
    found = grid(now)

    assert (found.total, found.of_day(THURSDAY), found.of_row(WORK)) == (120, 60, 120)
    assert found.in_state(EntryState.DRAFT) == 60
    assert found.is_fixed(WORK.on(THURSDAY - timedelta(days=1)))
    assert not found.is_fixed(WORK.on(THURSDAY))
    assert [day.day for day in found.days] == [8, 9, 10, 11, 12, 13, 14]
    assert (found.last_week.day, found.next_week.day) == (1, 15)
