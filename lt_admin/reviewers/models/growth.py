"""How reviewers stay and become good: meetings among peers, and assessments (DOMAIN.md 2d, 2e)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.growth import PeerKind

__all__ = ["Assessment", "PeerKind", "PeerMeeting", "peer_attendance"]


peer_attendance = Table(
    "peer_attendance",
    Model.metadata,
    Column("meeting_id", ForeignKey("peer_meeting.id"), primary_key=True),
    Column("reviewer_id", ForeignKey("reviewer.id"), primary_key=True, index=True),
)


class PeerMeeting(Versioned, Model):
    """One meeting: when, how long, who; never what was said."""

    __tablename__ = "peer_meeting"
    __table_args__ = (CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="quarters"),)

    kind: Mapped[PeerKind]
    held_on: Mapped[date] = mapped_column(index=True)
    minutes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    attendees: Mapped[list[Reviewer]] = relationship(secondary=peer_attendance)


class Assessment(Model):
    """A supervisor's judgement of a supervised practice review; positive raises the level."""

    __tablename__ = "assessment"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    assessed_on: Mapped[date]
    is_positive: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    assignment: Mapped[Assignment] = relationship()
    assessor: Mapped[Reviewer] = relationship()
