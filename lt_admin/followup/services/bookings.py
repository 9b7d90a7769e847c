"""One slot is won once: booked, moved, cancelled and held.

Nobody looks first whether a slot is free: a booking and its reviewers' quarters are inserted, and
the unique keys decide who was first (PEERS.md pain 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.mails import follow_ups as mails
from lt_admin.followup.models.bookings import Booking, Slot, TakenQuarter, Where
from lt_admin.followup.queries import access, availability
from lt_admin.followup.queries import offers as queries
from lt_admin.followup.rules.terms import last_day_to_change
from lt_admin.followup.rules.times import quarters_of
from lt_admin.followup.services import offers
from lt_admin.orientation.models.organisations import Contact

Actor = Model | str


class Taken(WrongState):
    """Somebody else was first; the other times are still there."""


def book(
    slot: Slot,
    *,
    contact: Contact,
    name: str,
    where: Where,
    people: int | None = None,
    by: Actor,
) -> Booking:
    """Win a slot for the contact's organisation, or for all of them in a joint conversation.

    Raises Taken when slot, seat or a reviewer's time is gone. Everybody gets a mail with it.
    """
    offer = slot.offer
    if contact.id not in {invitee.contact_id for invitee in offer.invitees}:
        raise Refused(_("Times are booked by those who were invited."))
    if not name.strip():
        raise Refused(_("A name is needed."))
    booking = Booking(
        offer_id=offer.id,
        slot_id=slot.id,
        seat=offer.seat_of(contact.organisation_id),
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        name=name.strip(),
        people=people,
        where=where,
        starts_at=slot.starts_at,
        minutes=offer.minutes,
    )
    with _winning(slot) as guides:
        session.add(booking)
        session.flush()
        _take_quarters(booking, guides)
    _tell(booking, "booking:made", by=by, organisation=contact.organisation.name)
    return booking


def move(booking: Booking, slot: Slot, *, by: Actor) -> None:
    """Another time of the same offer; a commissioner can within the term, staff always.

    Raises Taken when that time is gone; the booking then stays as it was.
    """
    _check_term(booking, by)
    if slot.offer_id != booking.offer_id or slot.id == booking.slot_id:
        raise Refused(_("Choose another of the times that are offered."))
    with _winning(slot) as guides:
        _free_quarters(booking)
        booking.move(slot)
        session.flush()
        _take_quarters(booking, guides)
    _tell(booking, "booking:moved", by=by)


def cancel(booking: Booking, *, reason: str, by: Actor) -> None:
    """It does not take place; its time and seat are free again at once."""
    _check_term(booking, by)
    booking.cancel(reason.strip())
    _free_quarters(booking)
    _tell(booking, "booking:cancelled", by=by)


def hold(booking: Booking, *, by: User) -> None:
    """It took place; the offer of a joint conversation is closed with it."""
    booking.hold()
    offer = booking.offer
    facts = {"on": clock.day_of(booking.starts_at)}
    audit.record("booking:held", booking, by=by, about=offer.engagement, **facts)
    if offer.is_joint and offer.is_open:
        offers.close_offer(offer, by=by)


@contextmanager
def _winning(slot: Slot) -> Iterator[list[int]]:
    """Inside the block the slot is taken or not: whatever the unique keys refuse is undone whole.

    Gives the ids of the reviewers whose time it takes.
    """
    guides = access.lock_guides(slot.offer.engagement_id)
    _check_slot(slot, guides)
    try:
        with session.begin_nested():
            yield guides
    except IntegrityError:
        raise _taken() from None


def _check_slot(slot: Slot, guides: list[int]) -> None:
    """What does not depend on other bookings: the offer, the clock and planned sessions."""
    if not slot.offer.is_open or slot.withdrawn_at is not None:
        raise Taken(_("This time is no longer offered. Choose another one."))
    if slot.starts_at <= clock.now():
        raise Taken(_("This time is over. Choose another one."))
    if availability.has_session(guides, slot.starts_at, slot.offer.minutes):
        raise _taken()


def _taken() -> Taken:
    return Taken(_("This time was just taken. Choose another one; the rest is still free."))


def _take_quarters(booking: Booking, guides: list[int]) -> None:
    """In one order, so that of two who want the same the second waits and nobody is stuck."""
    session.add_all(
        TakenQuarter(reviewer_id=guide, starts_at=quarter, booking_id=booking.id)
        for guide in guides
        for quarter in quarters_of(booking.starts_at, booking.minutes)
    )
    session.flush()


def _free_quarters(booking: Booking) -> None:
    session.execute(delete(TakenQuarter).where(TakenQuarter.booking_id == booking.id))


def _check_term(booking: Booking, by: Actor) -> None:
    """Commissioners keep the term of notice; staff need not (PEERS.md pain 24)."""
    last = last_day_to_change(booking.starts_at, booking.offer.notice_days)
    if isinstance(by, Contact) and clock.today() > last:
        raise Refused(_("By this link it could be changed until %(day)s.", day=f"{last:%d-%m-%Y}"))


def _tell(booking: Booking, event: str, *, by: Actor, **facts: object) -> None:
    """Write it down, and mail everybody who takes part with a calendar file."""
    session.refresh(booking, ["offer", "organisation"])
    offer = booking.offer
    facts["starts_at"] = booking.starts_at.isoformat()
    audit.record(event, booking, by=by, about=offer.engagement, **facts)
    guides, foundation = access.guides_of(offer.engagement_id), the_foundation()
    for invitee in queries.invited_to(booking):
        mail = mails.to_commissioner(booking, invitee, guides, foundation)
        outbox.queue(mail, about=booking)
    for guide in guides:
        outbox.queue(mails.to_reviewer(booking, guide, foundation), about=booking)
