"""Fifty organisations, ten times, one moment: ten win, forty hear so kindly, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session, transaction
from lt_admin.followup.models.bookings import Booking, Offer, TakenQuarter
from tests.followup.factories import TUESDAY, agreed, free, link_to, offered, starts_on
from tests.pages import Page

pytestmark = pytest.mark.race
CLIENTS, SLOTS, ROUNDS = 50, 10, 10
DAYS = [TUESDAY + timedelta(days=n) for n in range(SLOTS // 2)]


@pytest.fixture(autouse=True)
def in_march(house):
    """It is Monday 2 March 2026, noon; an application that is made lets the clock run."""
    clock.stand_still(clock.noon(date(2026, 3, 2)))
    yield
    clock.stand_still(None)


@pytest.fixture
def paths(house, in_march):
    """Every organisation's own link to the same ten times, one conversation each."""
    with house.app_context(), transaction():
        review = agreed(*(f"Organisatie {n}" for n in range(CLIENTS)))
        free(review, *DAYS)
        offer = offered(review, starts=starts_on(*DAYS), is_joint=False)
        return [link_to(invitee) for invitee in offer.invitees]


def browser(house, path):
    """Somebody with the page open: called with a time, it pushes the button."""
    client = house.test_client()
    with house.app_context():  # a request has a session of its own
        token = Page(client.get(path).get_data(as_text=True)).token()

    def push(slot, action=""):
        answer = {"slot": slot, "where": "online", "name": "Iemand", "csrf_token": token}
        with house.app_context():
            return client.post(path + action, data=answer)

    return push


def begin_again(house):
    """Back to ten free times; gives their ids."""
    with house.app_context(), transaction():
        for table in (TakenQuarter, Booking):
            session.execute(table.__table__.delete())
        return [slot.id for slot in session.scalars(select(Offer)).one().slots]


def counts(house):
    with house.app_context():
        found = [session.scalar(select(func.count(t.id))) for t in (Booking, TakenQuarter)]
        slots = session.scalars(select(Booking.slot_id)).all()
        return found, len(set(slots))


def test_ten_of_fifty_win_in_every_round_and_the_others_are_told_kindly(house, paths, all_at_once):
    push = [browser(house, path) for path in paths]
    for _round in range(ROUNDS):
        slots = begin_again(house) * (CLIENTS // SLOTS)

        answers = all_at_once(CLIENTS, lambda n, slots=slots: push[n](slots[n]))

        told = Counter(answer.status_code for answer in answers)
        assert told == {302: SLOTS, 409: CLIENTS - SLOTS}
        late = [answer.get_data(as_text=True) for answer in answers if answer.status_code == 409]
        assert all("net gekozen" in page or "geen moment meer" in page for page in late)
        assert counts(house) == ([SLOTS, SLOTS * 2 * 10], SLOTS)


def test_of_all_commissioners_of_one_conversation_one_settles_it(house, all_at_once):
    with house.app_context(), transaction():
        review = agreed(*(f"Organisatie {n}" for n in range(8)))
        free(review, *DAYS)
        offer = offered(review, starts=starts_on(*DAYS))
        paths = [link_to(invitee) for invitee in offer.invitees]
        slots = [slot.id for slot in offer.slots]
    push = [browser(house, path) for path in paths]

    answers = all_at_once(8, lambda n: push[n](slots[n]))

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: 7}
    assert counts(house) == ([1, 2 * 10], 1)


def test_moves_that_cross_each_other_neither_lose_nor_double_a_time(house, all_at_once, paths):
    slots = begin_again(house)
    push = [browser(house, path) for path in paths[:4]]
    assert [push[n](slots[n]).status_code for n in range(4)] == [302] * 4

    answers = all_at_once(4, lambda n: push[n](slots[4 + n // 2], "/move"))  # two want the same

    assert Counter(answer.status_code for answer in answers) == {302: 2, 409: 2}
    assert counts(house) == ([4, 4 * 2 * 10], 4)
    with house.app_context():
        moved = select(func.count(AuditEntry.id)).where(AuditEntry.event == "booking:moved")
        assert session.scalar(moved) == 2
