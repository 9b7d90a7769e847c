"""What else the board answers for: outreach, complaints and data incidents (I27, I28)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Sector


class OutreachEvent(Versioned, Model):
    """A meeting, lecture or training that spreads the thinking; counts only (DOMAIN.md 1a A140)."""

    __tablename__ = "outreach_event"

    held_on: Mapped[date]
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    attendance: Mapped[list[EventAttendance]] = relationship(cascade="all, delete-orphan")

    @property
    def participants(self) -> int:
        """How many came, of all sectors."""
        return sum(each.participants for each in self.attendance)


class EventAttendance(Model):
    """How many came from one sector."""

    __tablename__ = "event_attendance"
    __table_args__ = (
        UniqueConstraint("event_id", "sector"),
        CheckConstraint("participants > 0", name="participants"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("outreach_event.id"))
    sector: Mapped[Sector]
    participants: Mapped[int]


class SignalKind(StrEnum):
    """What came in."""

    COMPLAINT = "complaint"
    DATA_INCIDENT = "data_incident"


class Signal(Versioned, Model):
    """A complaint or a data incident: when, by when, handled when; never what about (I28)."""

    __tablename__ = "signal"

    kind: Mapped[SignalKind]
    received_on: Mapped[date]
    due_on: Mapped[date]
    handled_on: Mapped[date | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[User] = relationship()

    def handle(self, *, on: date) -> None:
        """It is dealt with; raises WrongState a second time, Refused for a day before it came."""
        if self.handled_on is not None:
            raise WrongState(_("This was handled already."))
        if on < self.received_on:
            raise Refused(_("It cannot be handled before it was received."))
        self.handled_on = on
