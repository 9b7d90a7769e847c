"""Lifecycles of places and hours: every step that is not in the table is refused."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa

from lt_admin.core import clock
from lt_admin.core.steps import WrongState
from lt_admin.reviewers.models.assignments import (
    ASSIGNMENT_STEPS,
    Assignment,
    AssignmentState,
)
from lt_admin.reviewers.models.hours import ENTRY_STEPS, Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.reviewers.factories import assigned, engagement, organisation, reviewer

DAY = date(2025, 5, 1)
ENTRY_DEEDS = {
    "submit": lambda entry, _by: entry.submit(),
    "withdraw": lambda entry, _by: entry.withdraw(),
    "approve": lambda entry, by: entry.approve(by=by),
    "return": lambda entry, _by: entry.send_back("waarom"),
    "reopen": lambda entry, _by: entry.reopen(),
}
PLACE_DEEDS = {
    "declare": lambda place: place.start(DAY),
    "decline": lambda place: place.decline(),
    "end": lambda place: place.end(DAY),
}


@pytest.mark.parametrize(("state", "step"), list(product(EntryState, ENTRY_DEEDS)))
def test_an_entry_takes_the_steps_of_its_table_only(coordinator, state, step):
    entry = TimeEntry(state=state, minutes=60)

    if (state, step) in ENTRY_STEPS.table:
        ENTRY_DEEDS[step](entry, coordinator)
        assert entry.state is ENTRY_STEPS.table[state, step]
    else:
        with pytest.raises(WrongState):
            ENTRY_DEEDS[step](entry, coordinator)
        assert entry.state is state


def test_every_step_of_an_entry_is_tried():
    assert {step for _state, step in ENTRY_STEPS.table} == {*ENTRY_DEEDS, "change"}


@pytest.mark.parametrize(("state", "step"), list(product(AssignmentState, PLACE_DEEDS)))
def test_an_assignment_takes_the_steps_of_its_table_only(state, step):
    place = Assignment(state=state)

    if (state, step) in ASSIGNMENT_STEPS.table:
        PLACE_DEEDS[step](place)
        assert place.state is ASSIGNMENT_STEPS.table[state, step]
    else:
        with pytest.raises(WrongState):
            PLACE_DEEDS[step](place)
        assert place.state is state


def test_every_step_of_an_assignment_is_tried():
    assert {step for _state, step in ASSIGNMENT_STEPS.table} == set(PLACE_DEEDS)


def test_approved_hours_that_are_held_do_not_open_again():
    entry = TimeEntry(state=EntryState.APPROVED, minutes=60, locked_at=clock.now())

    with pytest.raises(WrongState):
        entry.reopen()


def test_level_payee_and_rate_hold_from_their_day_on():
    employer = organisation("De Proefpolder")
    who = reviewer("Tessa", ReviewerLevel.LEAD, employer)
    before, after = date(2019, 12, 31), date(2020, 1, 1)

    assert (who.level_on(before), who.payee_on(before), who.rate_on(before)) == (None, None, None)
    assert who.level_on(after) is ReviewerLevel.LEAD
    assert who.payee_on(after).name == "De Proefpolder"
    assert [e.organisation_id for e in who.employments] == [employer.id]


@pytest.mark.parametrize(
    "facts",
    [
        {"minutes": 10},
        {"minutes": 0},
        {"minutes": -15},
        {"step": 7},
    ],
)
def test_the_database_refuses_an_hour_that_cannot_be(session, facts):
    work = assigned(engagement(), reviewer())
    standard = {"step": 2, "minutes": 60, "activity": Activity.INTERVIEW, "worked_on": DAY}
    entry = TimeEntry(reviewer=work.reviewer, engagement=work.engagement, **standard | facts)
    session.add(entry)

    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()
