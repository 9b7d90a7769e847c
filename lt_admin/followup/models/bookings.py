"""The follow-up conversation: offered times, the booking that wins one, and its reviewers' time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.reviewers.models.people import Reviewer

EVERYBODY = "all"  # the one seat of a joint conversation


class Availability(Versioned, Model):
    """A stretch of a day in which a reviewer can be asked, in minutes of Amsterdam's clock.

    Local time and not an instant: 10:00 stays 10:00 when the clock changes.
    """

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="stretch"),
        Index("ix_availability_reviewer_on", "reviewer_id", "on"),
    )

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"))
    on: Mapped[date]
    starts: Mapped[int]  # minutes after midnight
    ends: Mapped[int]
    reviewer: Mapped[Reviewer] = relationship()


class Offer(Versioned, Model):
    """Times offered for the follow-up of a review; the commissioners answer by their links.

    One conversation for all of them (`is_joint`), or one for each. Up to `notice_days` before it a
    booking can be moved or cancelled by link.
    """

    __tablename__ = "follow_up_offer"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="quarters"),
        Index(
            "uq_follow_up_offer_open",
            "engagement_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    is_joint: Mapped[bool] = mapped_column(default=True)
    minutes: Mapped[int]
    notice_days: Mapped[int] = mapped_column(default=7)
    offered_on: Mapped[date]
    closed_on: Mapped[date | None]
    engagement: Mapped[Engagement] = relationship()
    slots: Mapped[list[Slot]] = relationship(back_populates="offer", order_by="Slot.starts_at")
    invitees: Mapped[list[Invitee]] = relationship(back_populates="offer", order_by="Invitee.id")
    bookings: Mapped[list[Booking]] = relationship(back_populates="offer", order_by="Booking.id")

    @property
    def is_open(self) -> bool:
        """Whether its times can be booked."""
        return self.closed_on is None

    def seat_of(self, organisation_id: int) -> str:
        """What a booking by this organisation fills: the only seat, or its own."""
        return EVERYBODY if self.is_joint else str(organisation_id)

    def close(self, *, on: date) -> None:
        """Nobody books by it any more; what is booked stays."""
        if not self.is_open:
            raise WrongState(_("This offer is closed already."))
        self.closed_on = on


class Slot(Model):
    """One offered time."""

    __tablename__ = "follow_up_slot"
    __table_args__ = (UniqueConstraint("offer_id", "starts_at"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("follow_up_offer.id"))
    starts_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    offer: Mapped[Offer] = relationship(back_populates="slots")

    def withdraw(self) -> None:
        """Nobody books it any more; raises WrongState when it was taken back before."""
        if self.withdrawn_at is not None:
            raise WrongState(_("This time is taken back already."))
        self.withdrawn_at = clock.now()


class Invitee(Versioned, Model):
    """An organisation that joins the follow-up, and the contact who has its link."""

    __tablename__ = "follow_up_invitee"
    __table_args__ = (UniqueConstraint("offer_id", "organisation_id"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("follow_up_offer.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    offer: Mapped[Offer] = relationship(back_populates="invitees")
    organisation: Mapped[Organisation] = relationship()
    contact: Mapped[Contact] = relationship()


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"


BOOKING_STEPS = Steps(
    {
        (BookingState.BOOKED, "move"): BookingState.BOOKED,
        (BookingState.BOOKED, "cancel"): BookingState.CANCELLED,
        (BookingState.BOOKED, "hold"): BookingState.HELD,
    }
)
_STANDS = text("state <> 'cancelled'")


class Where(StrEnum):
    """Where the conversation takes place."""

    AT_YOURS = "at_yours"
    ONLINE = "online"


class Booking(Versioned, Model):
    """A slot that a commissioner took: one standing booking a slot and a seat, by the database.

    `seat` comes from `Offer.seat_of`. The calendar's uid stays through all moves, and
    `sequence` rises with each change (RFC 5545).
    """

    __tablename__ = "booking"
    __table_args__ = tuple(
        Index(name, *columns, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)
        for name, columns in (
            ("uq_booking_slot", ("slot_id",)),
            ("uq_booking_seat", ("offer_id", "seat")),
        )
    )

    offer_id: Mapped[int] = mapped_column(ForeignKey("follow_up_offer.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("follow_up_slot.id"), index=True)
    seat: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    name: Mapped[str]
    people: Mapped[int | None]
    where: Mapped[Where]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    state: Mapped[BookingState] = mapped_column(default=BookingState.BOOKED)
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid4()))
    sequence: Mapped[int] = mapped_column(default=0)
    booked_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancel_reason: Mapped[str] = mapped_column(default="")
    offer: Mapped[Offer] = relationship(back_populates="bookings")
    slot: Mapped[Slot] = relationship()
    organisation: Mapped[Organisation] = relationship()
    contact: Mapped[Contact] = relationship()

    @property
    def ends_at(self) -> datetime:
        """The instant at which it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Whether it is still to be held."""
        return self.state is BookingState.BOOKED

    def _take(self, step: str) -> None:
        self.state = BOOKING_STEPS.after(self.state, step)
        self.changed_at = clock.now()

    def move(self, slot: Slot) -> None:
        """Another time; raises WrongState once held or cancelled."""
        self._take("move")
        self.slot_id, self.starts_at = slot.id, slot.starts_at
        self.sequence += 1

    def cancel(self, reason: str) -> None:
        """It does not take place."""
        self._take("cancel")
        self.cancel_reason = reason
        self.sequence += 1

    def hold(self) -> None:
        """It took place; refused before its time."""
        if clock.now() < self.starts_at:
            raise Refused(_("This conversation is still to come."))
        self._take("hold")


class TakenQuarter(Model):
    """A quarter of an hour of a reviewer that a booking took: taken once, by the database."""

    __tablename__ = "taken_quarter"
    __table_args__ = (UniqueConstraint("reviewer_id", "starts_at"),)

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"))
    starts_at: Mapped[datetime]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)


class CalendarFeed(Versioned, Model):
    """A reviewer's private calendar address; only the hash of its secret part is kept."""

    __tablename__ = "calendar_feed"

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    reviewer: Mapped[Reviewer] = relationship()
