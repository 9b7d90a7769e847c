"""Booking, moving, cancelling and holding; who hears of it, and what stays free."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.models.bookings import (
    BOOKING_STEPS,
    BookingState,
    TakenQuarter,
    Where,
)
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.queries.offers import free_slots
from lt_admin.followup.services import bookings, offers
from lt_admin.followup.services.bookings import Taken
from lt_admin.reviewers.queries.assignments import team_of
from tests.followup.factories import (
    TUESDAY,
    agreed,
    at,
    booked,
    contact_of,
    free,
    held,
    mails_to,
    offered,
    review_session,
    starts_on,
)

DAY = timedelta(days=1)


def quarters(session):
    return session.scalar(select(func.count(TakenQuarter.id)))


def events(session):
    wanted = select(AuditEntry.event).where(AuditEntry.event.startswith("booking:"))
    return session.scalars(wanted.order_by(AuditEntry.id)).all()


def staff(booking):
    return booking.offer.engagement.coordinator


def test_a_booking_takes_the_time_of_all_who_guide(session):
    booking = booked()

    assert (booking.seat, booking.state) == ("all", BookingState.BOOKED)
    assert quarters(session) == 2 * 10  # two hours and half an hour of rest
    assert events(session) == ["booking:made"]


def test_a_name_is_needed(session):
    with pytest.raises(Refused):
        booked(name="  ")


def test_only_those_who_were_invited_book(session):
    offer = offered()
    other = contact_of(offer.invitees[0].organisation)

    with pytest.raises(Refused):
        bookings.book(offer.slots[0], contact=other, name="X", where=Where.ONLINE, by=other)


def test_a_slot_is_won_once(session):
    offer = offered(is_joint=False)
    booked(offer)

    with pytest.raises(Taken):
        booked(offer, guest=1)

    assert len(offer.bookings) == 1
    assert len(free_slots(offer)) == 3


def test_together_there_is_one_seat(session):
    offer = offered()
    booked(offer)

    with pytest.raises(Taken):
        booked(offer, place=1, guest=1)


def test_apart_each_has_a_seat(session):
    offer = offered(is_joint=False)

    first, second = booked(offer), booked(offer, place=1, guest=1)

    assert first.seat != second.seat
    with pytest.raises(Taken):
        booked(offer, place=2)


def test_a_reviewer_is_at_one_place_at_a_time(session):
    """Two reviews with the same reviewers: what one took is gone for the other."""
    one = offered()
    other = offered(_with_the_same_guides(one), starts=starts_on(TUESDAY))
    booked(one)

    with pytest.raises(Taken):
        booked(other)


def _with_the_same_guides(offer):
    review = agreed("Nog Een", code="LT-2025-06")
    for theirs, ours in zip(team_of(review), guides_of(offer.engagement_id), strict=True):
        theirs.reviewer = ours
    return review


def test_the_half_hour_of_rest_is_guarded_as_well(session):
    review = agreed()
    free(review, TUESDAY)
    offer = offered(
        review, starts=[at(TUESDAY, 9), at(TUESDAY, 10, 30)], minutes=75, is_joint=False
    )
    booked(offer)

    with pytest.raises(Taken):
        booked(offer, place=1, guest=1)


def test_a_session_planned_meanwhile_wins(session):
    offer = offered()
    review_session(offer.engagement, at(TUESDAY, 11))

    with pytest.raises(Taken):
        booked(offer)


def test_what_is_over_closed_or_taken_back_is_not_booked(session):
    offer = offered()
    offers.withdraw_slot(offer.slots[1], by=offer.engagement.coordinator)

    with clock.at(at(TUESDAY, 10)), pytest.raises(Taken):
        booked(offer)
    with pytest.raises(Taken):
        booked(offer, place=1)
    offers.close_offer(offer, by=offer.engagement.coordinator)
    with pytest.raises(Taken):
        booked(offer, place=2)


def test_a_move_frees_the_old_time_and_takes_the_new_one(session):
    booking = booked()
    before, uid = booking.slot, booking.uid

    bookings.move(booking, booking.offer.slots[2], by=booking.contact)

    assert booking.starts_at == booking.offer.slots[2].starts_at
    assert (booking.uid, booking.sequence) == (uid, 1)
    assert quarters(session) == 20
    assert before in free_slots(booking.offer)


def test_a_move_to_a_time_that_overlaps_its_own_works(session):
    review = agreed()
    free(review, TUESDAY)
    offer = offered(review, starts=[at(TUESDAY, 9), at(TUESDAY, 10)])
    booking = booked(offer)

    bookings.move(booking, offer.slots[1], by=booking.contact)

    assert booking.starts_at == at(TUESDAY, 10)


def test_a_move_to_a_time_that_is_gone_leaves_everything_as_it_was(session):
    offer = offered(is_joint=False)
    mine, _theirs = booked(offer), booked(offer, place=1, guest=1)

    with pytest.raises(Taken):
        bookings.move(mine, offer.slots[1], by=mine.contact)

    session.refresh(mine)
    assert (mine.slot_id, mine.sequence) == (offer.slots[0].id, 0)
    assert quarters(session) == 40


def test_a_move_goes_to_another_time_of_the_same_offer(session):
    booking = booked()

    with pytest.raises(Refused):
        bookings.move(booking, booking.slot, by=booking.contact)


def test_a_commissioner_changes_until_a_week_before_and_staff_always(session):
    booking = booked()

    with clock.at(clock.noon(TUESDAY - 7 * DAY)):
        bookings.move(booking, booking.offer.slots[1], by=booking.contact)
    with clock.at(clock.noon(TUESDAY - 6 * DAY)):
        with pytest.raises(Refused, match="07-04-2026"):
            bookings.move(booking, booking.offer.slots[0], by=booking.contact)
        with pytest.raises(Refused):
            bookings.cancel(booking, reason="", by=booking.contact)
        bookings.move(booking, booking.offer.slots[0], by=staff(booking))
        bookings.cancel(booking, reason="", by=staff(booking))


def test_a_cancelled_booking_frees_time_and_seat_and_another_can_be_made(session):
    booking = booked()

    bookings.cancel(booking, reason="Het komt niet uit.", by=booking.contact)

    assert (booking.state, booking.sequence) == (BookingState.CANCELLED, 1)
    assert quarters(session) == 0
    assert booked(booking.offer).uid != booking.uid


def test_it_is_held_after_it_began_and_that_closes_the_offer(session):
    booking = booked()

    with pytest.raises(Refused):
        bookings.hold(booking, by=staff(booking))
    held(booking)

    assert booking.state is BookingState.HELD
    assert not booking.offer.is_open


def test_of_conversations_apart_the_others_can_still_be_booked(session):
    offer = offered(is_joint=False)

    held(booked(offer))

    assert offer.is_open


STEPS = {
    "move": lambda b: b.move(b.offer.slots[1]),
    "cancel": lambda b: b.cancel(""),
    "hold": lambda b: b.hold(),
}


@pytest.mark.parametrize("state", list(BookingState))
@pytest.mark.parametrize("step", list(STEPS))
def test_every_step_that_is_not_in_the_table_is_refused(session, state, step):
    booking = booked()
    booking.state = state

    with clock.at(booking.ends_at):
        if BOOKING_STEPS.allows(state, step):
            STEPS[step](booking)
            assert booking.state is BOOKING_STEPS.after(state, step)
        else:
            with pytest.raises(WrongState):
                STEPS[step](booking)


def test_everybody_hears_of_it(session):
    booking = booked()
    people = [each.contact for each in booking.offer.invitees]
    people += [guide.user for guide in guides_of(booking.offer.engagement_id)]

    for person in people:
        mail = mails_to(person)[-1]
        assert "LT-2025-05" in mail.subject
        assert "14 april 2026, 10:00" in mail.text.replace("\u00a0", " ")
        assert len(mail.attachments) == 1


def test_apart_an_organisation_hears_of_its_own_conversation_only(session):
    booking = booked(offered(is_joint=False))

    other = booking.offer.invitees[1].contact
    assert len(mails_to(other)) == 1  # the invitation


def test_nobody_elses_name_or_address_stands_in_a_mail_to_a_commissioner(session):
    booking = booked()
    offer = booking.offer
    bookings.move(booking, offer.slots[1], by=booking.contact)
    bookings.cancel(booking, reason="", by=booking.contact)

    for mail in mails_to(offer.invitees[1].contact):
        content = mail.text + mail.subject + "".join(str(a.content) for a in mail.attachments)
        assert booking.name not in content
        assert booking.contact.name not in content
        assert booking.contact.email not in content
