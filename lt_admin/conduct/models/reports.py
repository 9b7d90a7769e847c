"""The report in its versions, and the checks before it may go out; never the report itself."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation


class ReportKind(StrEnum):
    """Draft or final (DOMAIN.md 3); a short review ends with a memo, which is its final report."""

    DRAFT = "draft"
    FINAL = "final"


report_recipient = Table(
    "report_recipient",
    Model.metadata,
    Column("report_id", ForeignKey("report_version.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)


class ReportVersion(Versioned, Model):
    """That a version of the report exists since a day, was checked, and went to whom."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("engagement_id", "kind", "number"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    kind: Mapped[ReportKind]
    number: Mapped[int]  # 1 and on within its kind
    made_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    anonymised_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # a second person
    anonymised_at: Mapped[datetime | None]
    sent_on: Mapped[date | None]
    to_review_team: Mapped[bool] = mapped_column(default=False)
    to_case_group: Mapped[bool] = mapped_column(default=False)
    engagement: Mapped[Engagement] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    anonymised_by: Mapped[User | None] = relationship(foreign_keys=[anonymised_by_id])
    recipients: Mapped[list[Organisation]] = relationship(secondary=report_recipient)


class MethodCheck(Versioned, Model):
    """The three points of the method, looked at by the supervisor (DOMAIN.md 1a A73-93; I13)."""

    __tablename__ = "method_check"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), unique=True)
    avoids_hindsight: Mapped[bool]
    appraises_and_explains: Mapped[bool]
    explores_wider: Mapped[bool]
    checked_on: Mapped[date]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    engagement: Mapped[Engagement] = relationship()
    checked_by: Mapped[User] = relationship()

    @property
    def is_complete(self) -> bool:
        """Whether all three are as they should be."""
        return self.avoids_hindsight and self.appraises_and_explains and self.explores_wider


class FollowUpChoice(StrEnum):
    """What the commissioners decided about step 6 (DOMAIN.md 1a, A101-104)."""

    AGREED = "agreed"
    DECLINED = "declined"
    POSTPONED = "postponed"


class FollowUpDecision(Model):
    """One decision; a postponed one is followed by another. The last one counts (I18)."""

    __tablename__ = "follow_up_decision"
    __table_args__ = (CheckConstraint("choice <> 'postponed' OR until IS NOT NULL", name="until"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    choice: Mapped[FollowUpChoice]
    decided_on: Mapped[date]
    until: Mapped[date | None]  # a postponed decision is taken again by this day
    reason: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    recorded_by: Mapped[User] = relationship()
