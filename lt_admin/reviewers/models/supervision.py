"""Supervision: when, with whom, how long; never what was said (DOMAIN.md 2d)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.supervision import SupervisionMoment

__all__ = ["SupervisionMoment", "SupervisionSession", "supervision_attendance"]


supervision_attendance = Table(
    "supervision_attendance",
    Model.metadata,
    Column("session_id", ForeignKey("supervision_session.id"), primary_key=True),
    Column("reviewer_id", ForeignKey("reviewer.id"), primary_key=True, index=True),
)


class SupervisionSession(Versioned, Model):
    """One session of a supervisor with one to four reviewers, for one engagement."""

    __tablename__ = "supervision_session"
    __table_args__ = (CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="quarters"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    moment: Mapped[SupervisionMoment]
    minutes: Mapped[int]
    locked_at: Mapped[datetime | None]  # set by billing once a statement pays it
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    supervisor: Mapped[Reviewer] = relationship()
    attendees: Mapped[list[Reviewer]] = relationship(secondary=supervision_attendance)
