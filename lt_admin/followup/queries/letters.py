"""What a commissioner's page shows, in each state that its one link can be in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from lt_admin.accounts.models import MailLink
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.followup.models.bookings import Booking, BookingState, Invitee, Offer, Slot
from lt_admin.followup.queries import offers
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.rules.phrases import listed
from lt_admin.followup.rules.terms import last_day_to_change


class Stage(StrEnum):
    """What the holder of a link finds behind it."""

    CHOOSE = "choose"
    BOOKED = "booked"
    OVER = "over"  # its time is past
    FULL = "full"  # no time is left
    CLOSED = "closed"  # the offer was closed
    RENEWED = "renewed"  # a newer link was sent
    EXPIRED = "expired"


SHOWN = (Stage.CHOOSE, Stage.BOOKED, Stage.OVER, Stage.FULL)


@dataclass(frozen=True)
class Letter:
    """One contact's follow-up, as the link leads to it."""

    invitee: Invitee
    offer: Offer
    booking: Booking | None
    slots: list[Slot]  # that can be won now
    stage: Stage

    @property
    def is_own(self) -> bool:
        """Whether the reader's own organisation booked."""
        booker = None if self.booking is None else self.booking.organisation_id
        return booker == self.invitee.organisation_id

    @property
    def last_day(self) -> date | None:
        """The last day on which this link changes the booking."""
        if self.booking is None:
            return None
        return last_day_to_change(self.booking.starts_at, self.offer.notice_days)

    @property
    def may_change(self) -> bool:
        """Whether this link moves or cancels the booking now."""
        is_in_time = self.last_day is not None and clock.today() <= self.last_day
        return self.stage is Stage.BOOKED and is_in_time and self.offer.is_open


def letter_of(link: MailLink) -> Letter | None:
    """What stands behind a link to a follow-up."""
    invitee = offers.find_invitee(int(link.subject.partition(":")[2]))
    offer = None if invitee is None else offers.find_offer(invitee.offer_id)
    if invitee is None or offer is None:
        return None
    booking = offers.standing_of(offer, invitee.organisation_id)
    slots = offers.free_slots(offer)
    return Letter(invitee, offer, booking, slots, _stage(link, offer, booking, slots))


def _stage(link: MailLink, offer: Offer, booking: Booking | None, slots: list[Slot]) -> Stage:
    if link.withdrawn_at is not None:
        return Stage.RENEWED
    if booking is not None and is_over(booking):
        return Stage.OVER
    if not link.is_open(clock.now()):
        return Stage.EXPIRED
    if booking is not None:
        return Stage.BOOKED
    if not offer.is_open:
        return Stage.CLOSED
    return Stage.CHOOSE if slots else Stage.FULL


def is_over(booking: Booking) -> bool:
    """Whether it was held, or its time is past."""
    return booking.state is BookingState.HELD or booking.ends_at <= clock.now()


def facts_of(letter: Letter) -> dict[str, Any]:
    """All that the page shows; of others no more than the name of their organisation."""
    offer = letter.offer
    guides = [guide.name for guide in guides_of(offer.engagement_id)]
    return {
        "letter": letter,
        "offer": offer,
        "engagement": offer.engagement,
        "guides": listed(guides),
        "others": listed(_others(letter)),
        "recommendations": _count(offer.engagement_id),
        "month": _only_month([slot.starts_at for slot in letter.slots]),
        "coordinator": offer.engagement.coordinator,
        "foundation": the_foundation(),
    }


def _others(letter: Letter) -> list[str]:
    """Who else takes part in the same conversation."""
    if not letter.offer.is_joint:
        return []
    return [each.organisation.name for each in letter.offer.invitees if each != letter.invitee]


def _count(engagement_id: int) -> int:
    wanted = select(func.count(Recommendation.id))
    return session.scalars(wanted.where(Recommendation.engagement_id == engagement_id)).one()


def _only_month(instants: list[datetime]) -> date | None:
    """The month in which all of these lie, by its first day; None when there are more."""
    months = {clock.day_of(each).replace(day=1) for each in instants}
    return months.pop() if len(months) == 1 else None
