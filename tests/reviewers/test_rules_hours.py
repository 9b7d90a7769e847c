"""Hours: which may be logged, within which ceiling; properties over whole weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import EngagementState as State
from lt_admin.reviewers.rules.hours import (
    Activity,
    Booked,
    Cell,
    CellsRefused,
    EntryState,
    Key,
    Pot,
    Stay,
    Terms,
    Week,
    as_kept,
    beyond_ceiling,
    check_correction,
    pot_of,
    week_start,
)
from lt_admin.reviewers.rules.places import AssignmentRole as Role

MONDAY = date(2025, 5, 12)
TODAY = MONDAY + timedelta(days=6)
LONG_AGO = date(2025, 1, 1)
CELLS = st.tuples(
    st.integers(0, 2),  # engagement
    st.integers(0, 6),  # day
    st.integers(1, 6),  # step
    st.booleans(),  # billable
    st.integers(0, 24 * 4),  # quarters
)


def key(engagement=0, day=0, step=2, billable=True, activity=Activity.INTERVIEW):
    return Key(engagement, MONDAY + timedelta(days=day), step, activity, billable)


def terms(ceiling=6000, used=0, *, state=State.REPORTING, role=Role.LEAD, since=LONG_AGO):
    ceilings = dict.fromkeys(Pot, ceiling)
    return Terms("LT-2025-01", state, ceilings, dict.fromkeys(Pot, used), (Stay(role, since),))


def changes(cells, booked=(), of=None, today=TODAY):
    known = {each.key: each for each in booked}
    return Week(cells, known, of or {0: terms()}, today).changes()


def refused(cells, **more):
    with pytest.raises(CellsRefused) as error:
        changes(cells, **more)
    return error.value.sentences


@given(st.lists(CELLS, max_size=30), st.integers(0, 400), st.integers(0, 400))
def test_what_is_accepted_never_passes_a_ceiling_or_a_day(raw, ceiling, used):
    ceiling, used = ceiling * 15, min(used, ceiling) * 15
    of = {number: terms(ceiling, used) for number in range(3)}
    cells = [Cell(key(e, day, step, bill), 15 * q) for e, day, step, bill, q in raw]
    try:
        accepted = changes(cells, of=of)
    except CellsRefused:
        return

    for number in range(3):
        for pot in Pot:
            added = sum(
                change.added
                for change in accepted
                if change.cell.key.engagement_id == number
                and change.cell.key.billable
                and pot_of(change.cell.key.step) is pot
            )
            assert used + added <= ceiling or added <= 0
    for day in range(7):
        on_day = [c.cell.minutes for c in accepted if c.cell.key.worked_on.weekday() == day]
        assert sum(on_day) <= 24 * 60


@given(st.integers(0, 100), st.integers(1, 100))
def test_one_cell_is_accepted_exactly_when_it_fits(room, quarters):
    of = {0: terms(6000, 6000 - 15 * room)}
    cell = Cell(key(), 15 * quarters)

    if quarters <= room and quarters <= 96:
        assert [change.added for change in changes([cell], of=of)] == [15 * quarters]
    else:
        assert cell in refused([cell], of=of)


@given(st.integers(1, 96), st.integers(0, 96))
def test_less_is_always_accepted_also_above_the_ceiling(before, after):
    of = {0: terms(0, 15 * before)}
    booked = [Booked(7, key(), 15 * before, EntryState.DRAFT)]
    cell = Cell(key(), 15 * min(before, after))

    assert sum(c.added for c in changes([cell], booked, of)) == 15 * (min(before, after) - before)


def test_moving_hours_to_another_day_needs_no_room():
    of = {0: terms(60, 60)}
    booked = [Booked(7, key(), 60, EntryState.DRAFT)]

    assert len(changes([Cell(key(day=1), 60), Cell(key(), 0)], booked, of)) == 2


def test_what_stands_there_already_is_no_change():
    booked = [Booked(7, key(), 60, EntryState.APPROVED)]

    assert changes([Cell(key(), 60)], booked) == []


@pytest.mark.parametrize("state", EntryState)
def test_only_drafts_and_what_came_back_change(state):
    booked = [Booked(7, key(), 60, state)]
    cell = Cell(key(), 75)

    if state in (EntryState.DRAFT, EntryState.RETURNED):
        assert changes([cell], booked)[0].added == 15
    else:
        assert cell in refused([cell], booked=booked)


STEPS = {
    State.QUOTED: {1},
    State.ACCEPTED: {1, 2, 3, 4, 5},
    State.EXPLORING: {1, 2, 3, 4, 5, 6},
    State.DIALOGUE: {1, 2, 3, 4, 5, 6},
    State.DRAFTING: {1, 2, 3, 4, 5, 6},
    State.REPORTING: {1, 2, 3, 4, 5, 6},
    State.ON_HOLD: {1, 2, 3, 4, 5, 6},
    State.CLOSED: {6},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", range(8))
def test_every_state_of_a_review_takes_its_own_steps(state, step):
    cell = Cell(key(step=step), 60)
    of = {0: terms(state=state)}

    if step in STEPS.get(state, set()):
        assert len(changes([cell], of=of)) == 1
    else:
        assert cell in refused([cell], of=of)


@pytest.mark.parametrize(
    ("stays", "day", "is_fine"),
    [
        ([Stay(Role.LEAD, MONDAY)], 0, True),
        ([Stay(Role.LEAD, MONDAY + timedelta(days=1))], 0, False),
        ([Stay(Role.LEAD, None)], 0, False),
        ([], 0, False),
        ([Stay(Role.LEAD, LONG_AGO, MONDAY)], 0, True),
        ([Stay(Role.LEAD, LONG_AGO, MONDAY)], 1, False),
        ([Stay(Role.SUPERVISOR, LONG_AGO)], 0, False),
        ([Stay(Role.LEAD, LONG_AGO, MONDAY), Stay(Role.SECOND, TODAY)], 6, True),
    ],
)
def test_ir8_hours_fall_in_a_signed_place(stays, day, is_fine):
    found = terms()
    of = {0: Terms(found.code, found.state, found.ceilings, found.used, stays)}
    cell = Cell(key(day=day), 60)

    if is_fine:
        assert len(changes([cell], of=of)) == 1
    else:
        assert cell in refused([cell], of=of)


@pytest.mark.parametrize("minutes", [-15, 10, 24 * 60 + 15])
def test_minutes_that_cannot_be_are_refused(minutes):
    cell = Cell(key(), minutes)

    assert cell in refused([cell])


def test_a_day_to_come_and_an_unknown_review_are_refused():
    late, unknown = Cell(key(day=3), 60), Cell(key(5), 60)

    assert late in refused([late], today=MONDAY)
    assert unknown in refused([unknown])
    assert changes([Cell(key(5), 0)]) == []


def test_a_cell_given_twice_is_refused():
    twice = [Cell(key(step=1), 60), Cell(key(step=1, billable=False), 30)]

    assert set(refused(twice)) == {twice[1]}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("step", range(1, 7))
def test_step_1_and_shadows_are_never_billable(role, step):
    kept = as_kept(key(step=step), terms(role=role))

    assert kept.billable is (step > 1 and role in (Role.LEAD, Role.SECOND))
    assert not as_kept(key(step=step, billable=False), terms(role=role)).billable


@given(st.integers(-40, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_correction_leaves_something_and_stays_under_the_ceiling(quarters, standing, room):
    of = terms(6000, 6000 - 15 * room)
    is_fine = quarters != 0 and standing + quarters >= 0 and quarters <= room
    try:
        check_correction(key(), 15 * quarters, standing=15 * standing, terms=of)
    except Refused:
        assert not is_fine
    else:
        assert is_fine


def test_a_correction_goes_by_the_quarter():
    with pytest.raises(Refused):
        check_correction(key(), 10, standing=60, terms=terms())


def test_the_sentence_names_what_is_left_and_what_to_do():
    assert "0:45" in beyond_ceiling(45, 12420)
    assert "207:00" in beyond_ceiling(45, 12420)
    assert "0:00" in beyond_ceiling(-30, 12420)
    assert "0:00" not in beyond_ceiling(0, 0)


@given(st.dates())
def test_a_week_starts_on_monday(day):
    assert week_start(day).weekday() == 0
    assert timedelta(0) <= day - week_start(day) < timedelta(days=7)
