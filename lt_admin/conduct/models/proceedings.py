"""Other proceedings beside a review: what runs, and whether to wait for it (I12)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model
from lt_admin.orientation.models.engagements import Engagement, Hold
from lt_admin.orientation.models.organisations import Organisation


class Proceeding(StrEnum):
    """The kind of proceedings; NONE records that the question was asked (DOMAIN.md 1a, A26)."""

    NONE = "none"
    CRIMINAL = "criminal"
    INSPECTORATE = "inspectorate"
    DISCIPLINARY = "disciplinary"
    CIVIL = "civil"


class Decision(StrEnum):
    """Whether the review goes on meanwhile (DOMAIN.md 1c)."""

    PROCEED = "proceed"
    WAIT = "wait"


proceedings_consulted = Table(
    "proceedings_consulted",
    Model.metadata,
    Column("check_id", ForeignKey("proceedings_check.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)


class ProceedingsCheck(Model):
    """One line of the log; never changed: a new decision is a new line."""

    __tablename__ = "proceedings_check"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[Proceeding]
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    hold_id: Mapped[int | None] = mapped_column(  # when it was to wait
        ForeignKey("hold.id"), index=True
    )
    engagement: Mapped[Engagement] = relationship()
    recorded_by: Mapped[User] = relationship()
    hold: Mapped[Hold | None] = relationship()
    consulted: Mapped[list[Organisation]] = relationship(secondary=proceedings_consulted)


class Replanning(Model):
    """A new planned end while the review runs; the lateness figures go by the last one (I15)."""

    __tablename__ = "replanning"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    from_on: Mapped[date | None]
    to_on: Mapped[date]
    reason: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    recorded_by: Mapped[User] = relationship()
