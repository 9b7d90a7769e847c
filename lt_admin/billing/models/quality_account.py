"""The account of the quality system: how contributions are divided, and what the board allows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.billing.models.statements import QualityCategory
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned


class ContributionShare(Model):
    """From this day on a category gets this part of every contribution; all of a day make 100 %."""

    __tablename__ = "contribution_share"
    __table_args__ = (
        UniqueConstraint("valid_from", "category"),
        CheckConstraint("per_mille BETWEEN 0 AND 1000", name="per_mille"),
    )

    valid_from: Mapped[date]
    category: Mapped[QualityCategory]
    per_mille: Mapped[int]


class QualityBudget(Versioned, Model):
    """What the board allows a category to spend in a year; the newest row counts."""

    __tablename__ = "quality_budget"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    year: Mapped[int] = mapped_column(index=True)
    category: Mapped[QualityCategory]
    amount: Mapped[Money]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
