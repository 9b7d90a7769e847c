"""Everything that the page of a review's follow-up shows, and its free times."""

from __future__ import annotations

from typing import Any

from lt_admin.core import clock
from lt_admin.followup.models.bookings import Booking, BookingState, Invitee, Offer, Slot
from lt_admin.followup.queries import access, offers, outcomes
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.organisations import find_organisation


def follow_up_of(engagement: Engagement) -> dict[str, Any]:
    """The decision, the newest offer with its bookings, and the recommendations."""
    found = offers.offers_of(engagement.id)
    offer = found[0] if found else None
    standing = [b for o in found for b in o.bookings if b.state is not BookingState.CANCELLED]
    return {
        "decision": access.decision_of(engagement.id),
        "guides": access.guides_of(engagement.id),
        "offer": offer,
        "slots": [] if offer is None else slots_of(offer),
        "free": [] if offer is None else offers.free_slots(offer),
        "bookings": standing,
        "followed": outcomes.followed(engagement.id),
        "held_on": outcomes.first_held_on(engagement.id),
        "now": clock.now(),
    }


def slots_of(offer: Offer) -> list[tuple[Slot, Booking | None]]:
    """The times of an offer that were not taken back, each with what was booked in it."""
    by_slot = {b.slot_id: b for b in offer.bookings if b.state is not BookingState.CANCELLED}
    shown = [slot for slot in offer.slots if slot.withdrawn_at is None]
    return [(slot, by_slot.get(slot.id)) for slot in shown]


def colleagues_of(invitee: Invitee) -> list[tuple[int, str]]:
    """Who at an invited organisation can get the link."""
    organisation = find_organisation(invitee.organisation_id)
    present = organisation.present_contacts if organisation is not None else []
    return [(contact.id, contact.name) for contact in present]
