"""Hours: what was done on a day for an engagement, in quarters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.hours import ENTRY_STEPS, Activity, EntryState, Key

__all__ = ["ENTRY_STEPS", "Activity", "EntryState", "TimeEntry"]


_ORIGINAL = text("corrects_id IS NULL")
_UNBILLED = text("billable AND state = 'approved'")


class TimeEntry(Versioned, Model):
    """One reviewer's minutes on one Amsterdam day; a counter-entry has negative minutes.

    Approved hours that were billed or paid never change: a correction is a new entry that
    `corrects` the old one (DOMAIN.md 2g, PEERS.md pain 5).
    """

    __tablename__ = "time_entry"
    __table_args__ = (
        CheckConstraint("minutes % 15 = 0 AND minutes <> 0", name="quarters"),
        CheckConstraint("minutes > 0 OR corrects_id IS NOT NULL", name="sign"),
        CheckConstraint("step BETWEEN 1 AND 6", name="step"),
        Index(
            "uq_time_entry_cell",
            *("reviewer_id", "engagement_id", "worked_on", "step", "activity", "billable"),
            unique=True,
            sqlite_where=_ORIGINAL,
            postgresql_where=_ORIGINAL,
        ),
        Index(
            "ix_time_entry_billable",
            "engagement_id",
            sqlite_where=_UNBILLED,
            postgresql_where=_UNBILLED,
        ),
    )

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    worked_on: Mapped[date] = mapped_column(index=True)
    step: Mapped[int]
    activity: Mapped[Activity]
    minutes: Mapped[int]
    billable: Mapped[bool] = mapped_column(default=True)
    state: Mapped[EntryState] = mapped_column(default=EntryState.DRAFT, index=True)
    returned_reason: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"), index=True)
    locked_at: Mapped[datetime | None]  # set by billing while an invoice or statement holds it
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    reviewer: Mapped[Reviewer] = relationship()
    engagement: Mapped[Engagement] = relationship()

    @property
    def key(self) -> Key:
        """The cell of the week that this entry is."""
        return Key(self.engagement_id, self.worked_on, self.step, self.activity, self.billable)

    def counter_entry(self, minutes: int) -> TimeEntry:
        """Minutes more or less on this entry, submitted for approval."""
        return TimeEntry(
            reviewer=self.reviewer,
            engagement=self.engagement,
            worked_on=self.worked_on,
            step=self.step,
            activity=self.activity,
            billable=self.billable,
            minutes=minutes,
            state=EntryState.SUBMITTED,
            corrects_id=self.id,
        )

    def submit(self) -> None:
        """Ready for the coordinator."""
        self.state = ENTRY_STEPS.after(self.state, "submit")
        self.returned_reason = ""

    def withdraw(self) -> None:
        """Back from the coordinator's list, to change something."""
        self.state = ENTRY_STEPS.after(self.state, "withdraw")

    def approve(self, *, by: User) -> None:
        """These minutes may be billed and paid."""
        self.state = ENTRY_STEPS.after(self.state, "approve")
        self.approved_by_id, self.approved_at = by.id, clock.now()

    def send_back(self, reason: str) -> None:
        """The reviewer is asked to look again, and reads why."""
        self.state = ENTRY_STEPS.after(self.state, "return")
        self.returned_reason = reason

    def reopen(self) -> None:
        """Approved hours become a draft again; raises WrongState once they are billed or paid."""
        if self.locked_at is not None:
            raise WrongState(
                _("These hours are on an invoice or a payment statement; make a correction.")
            )
        self.state = ENTRY_STEPS.after(self.state, "reopen")
        self.approved_by_id = self.approved_at = None
