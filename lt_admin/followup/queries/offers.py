"""Offers with their times and bookings, for the pages of a review and of a commissioner."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.core.db import session
from lt_admin.followup.models.bookings import Booking, BookingState, Invitee, Offer, Slot
from lt_admin.followup.queries import availability
from lt_admin.followup.queries.access import guides_of
from lt_admin.orientation.models.engagements import Engagement, Party, PartyRole
from lt_admin.orientation.models.organisations import Contact, Organisation

COMMISSIONS = (PartyRole.PARTICIPATING, PartyRole.COMMISSIONING)
_WHOLE = (
    joinedload(Offer.engagement).joinedload(Engagement.coordinator),
    selectinload(Offer.slots),
    selectinload(Offer.invitees).joinedload(Invitee.organisation),
    selectinload(Offer.invitees).joinedload(Invitee.contact),
    selectinload(Offer.bookings).joinedload(Booking.organisation),
    selectinload(Offer.bookings).joinedload(Booking.contact),
)


def offers_of(engagement_id: int) -> Sequence[Offer]:
    """Every offer for this review with all that belongs to it, newest first."""
    wanted = select(Offer).where(Offer.engagement_id == engagement_id).options(*_WHOLE)
    return session.scalars(wanted.order_by(Offer.id.desc())).all()


def open_offer_of(engagement_id: int) -> Offer | None:
    """The offer that can be booked now."""
    return next((offer for offer in offers_of(engagement_id) if offer.is_open), None)


def find_offer(offer_id: int) -> Offer | None:
    """An offer with all that belongs to it."""
    return session.scalars(select(Offer).where(Offer.id == offer_id).options(*_WHOLE)).one_or_none()


def find_slot(offer: Offer, slot_id: int) -> Slot | None:
    """The slot of this offer with that number."""
    return next((slot for slot in offer.slots if slot.id == slot_id), None)


def find_invitee(invitee_id: int) -> Invitee | None:
    """An invitee with its organisation and contact."""
    wanted = select(Invitee).where(Invitee.id == invitee_id)
    return session.scalars(
        wanted.options(joinedload(Invitee.organisation), joinedload(Invitee.contact))
    ).one_or_none()


def find_booking(engagement_id: int, booking_id: int) -> Booking | None:
    """A booking of this review."""
    wanted = (
        select(Booking)
        .join(Booking.offer)
        .where(Booking.id == booking_id, Offer.engagement_id == engagement_id)
        .options(joinedload(Booking.offer).options(*_WHOLE))
    )
    return session.scalars(wanted).one_or_none()


def free_slots(offer: Offer) -> list[Slot]:
    """The times of an offer that can still be won: to come, not taken back, and nobody has them."""
    gone = {b.slot_id for b in offer.bookings if b.state is not BookingState.CANCELLED}
    left = [s for s in offer.slots if s.withdrawn_at is None and s.id not in gone]
    if not left or not offer.is_open:
        return []
    ids = [reviewer.id for reviewer in guides_of(offer.engagement_id)]
    free = set(availability.still_free(ids, (s.starts_at for s in left), offer.minutes))
    return [slot for slot in left if slot.starts_at in free]


def organisations_to_invite(engagement: Engagement) -> list[tuple[Organisation, Contact | None]]:
    """Who commissions this review, with the contact for quotes; None where nobody is known."""
    wanted = (
        select(Party)
        .where(Party.engagement_id == engagement.id, Party.role.in_(COMMISSIONS))
        .order_by(Party.position, Party.id)
        .options(joinedload(Party.organisation).selectinload(Organisation.contacts))
    )
    return [(p.organisation, contact_for(p.organisation)) for p in session.scalars(wanted)]


def contact_for(organisation: Organisation) -> Contact | None:
    """Whom we write to about quotes, and so about what was agreed in one."""
    present = [contact for contact in organisation.present_contacts if contact.email]
    return next((contact for contact in present if contact.for_quote), None)


def standing_of(offer: Offer, organisation_id: int) -> Booking | None:
    """The booking that holds this organisation's seat: its own, or that of all together."""
    seat = offer.seat_of(organisation_id)
    standing = (b for b in offer.bookings if b.state is not BookingState.CANCELLED)
    return next((b for b in standing if b.seat == seat), None)


def invited_to(booking: Booking) -> list[Invitee]:
    """Everybody who takes part in a booked conversation."""
    offer = booking.offer
    return [each for each in offer.invitees if offer.seat_of(each.organisation_id) == booking.seat]
