"""What came of each recommendation, said at the follow-up (I19)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned


class Outcome(StrEnum):
    """How far it came."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    DROPPED = "dropped"


class RecommendationOutcome(Versioned, Model):
    """The present outcome of one recommendation, with what shows it in a few neutral words."""

    __tablename__ = "recommendation_outcome"

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), unique=True)
    outcome: Mapped[Outcome]
    evidence: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recommendation: Mapped[Recommendation] = relationship()
    recorded_by: Mapped[User] = relationship()
