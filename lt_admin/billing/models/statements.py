"""Money out: monthly payment statements, and what the quality system spends."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import Payee, Reviewer
from lt_admin.reviewers.models.supervision import SupervisionSession


class StatementState(StrEnum):
    """Where a payment statement stands; it is made, shown and issued in one go."""

    ISSUED = "issued"
    PAID = "paid"


STATEMENT_STEPS = Steps(
    {
        (StatementState.ISSUED, "pay"): StatementState.PAID,
        (StatementState.PAID, "reopen"): StatementState.ISSUED,  # the money came back
    }
)


class StatementSeries(Model):
    """The statement numbers of one year: consecutive, without gaps."""

    __tablename__ = "statement_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)

    def take(self) -> str:
        """The next number, such as ``U2025-0001``; U for "uitbetaling"."""
        self.last += 1
        return f"U{self.year}-{self.last:04}"


class PaymentStatement(Versioned, Model):
    """What one payee is paid for the hours approved up to the end of one month; frozen."""

    __tablename__ = "payment_statement"
    __table_args__ = (Index("ix_payment_statement_month", "year", "month"),)

    number: Mapped[str] = mapped_column(String(16), unique=True)
    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    year: Mapped[int]
    month: Mapped[int]
    state: Mapped[StatementState] = mapped_column(default=StatementState.ISSUED, index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    issued_on: Mapped[date] = mapped_column(index=True)
    paid_on: Mapped[date | None]
    recipient: Mapped[str]  # address lines, frozen
    iban: Mapped[str] = mapped_column(default="")  # frozen
    amount: Mapped[Money]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    payee: Mapped[Payee] = relationship()
    lines: Mapped[list[StatementLine]] = relationship(
        back_populates="statement", order_by="StatementLine.position"
    )

    @property
    def month_on(self) -> date:
        """The first day of the month that it is about."""
        return date(self.year, self.month, 1)

    def lines_of(self, kind: StatementKind) -> list[StatementLine]:
        """The lines of reviews, or those of supervision."""
        return [line for line in self.lines if line.kind is kind]

    def pay(self, *, on: date, today: date) -> None:
        """Note the day on which the money went; once.

        Raises Refused for a day before the statement was made, or still to come.
        """
        state = STATEMENT_STEPS.after(self.state, "pay")
        if on < self.issued_on:
            raise Refused(_("This day is before the statement was made."))
        if on > today:
            raise Refused(_("This day is still to come."))
        self.state, self.paid_on = state, on

    def reopen(self) -> None:
        """The money came back, or never went: it is to be paid again."""
        self.state = STATEMENT_STEPS.after(self.state, "reopen")
        self.paid_on = None


class StatementKind(StrEnum):
    """What a statement line pays, and from which account."""

    REVIEW = "review"  # from what commissioners pay
    SUPERVISION = "supervision"  # from the quality system


class StatementLine(Model):
    """One person's hours for one engagement at one rate."""

    __tablename__ = "statement_line"

    statement_id: Mapped[int] = mapped_column(ForeignKey("payment_statement.id"), index=True)
    position: Mapped[int]
    kind: Mapped[StatementKind]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    minutes: Mapped[int]
    rate: Mapped[Money]
    amount: Mapped[Money]
    statement: Mapped[PaymentStatement] = relationship(back_populates="lines")
    reviewer: Mapped[Reviewer] = relationship()
    engagement: Mapped[Engagement] = relationship()
    items: Mapped[list[StatementItem]] = relationship(back_populates="line")


class StatementItem(Model):
    """One time entry or supervision session on a statement: each is paid exactly once.

    `quality_contribution` is what commissioners pay for the hour beyond the compensation:
    billed rate minus compensation rate, times the minutes (DOMAIN.md 2g); zero for supervision.
    """

    __tablename__ = "statement_item"
    __table_args__ = (
        CheckConstraint("(time_entry_id IS NULL) <> (session_id IS NULL)", name="one_of_two"),
        UniqueConstraint("time_entry_id"),
        UniqueConstraint("session_id"),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("statement_line.id"), index=True)
    time_entry_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"))
    amount: Mapped[Money]
    quality_contribution: Mapped[Money]
    line: Mapped[StatementLine] = relationship(back_populates="items")
    time_entry: Mapped[TimeEntry | None] = relationship()
    session: Mapped[SupervisionSession | None] = relationship()


class QualityCategory(StrEnum):
    """What the quality system spends on (DOMAIN.md 1a, A144-145; 1d, decision 7)."""

    SUPERVISION = "supervision"
    OUTREACH = "outreach"
    METHOD_DEVELOPMENT = "method_development"
    UK_COOPERATION = "uk_cooperation"
    COORDINATION = "coordination"


class QualitySpending(Versioned, Model):
    """One amount spent by the quality system; a correction is a second row with the difference."""

    __tablename__ = "quality_spending"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("approved_by_id <> recorded_by_id", name="two_people"),
    )

    category: Mapped[QualityCategory]
    spent_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Money]
    description: Mapped[str]
    receipt: Mapped[str] = mapped_column(default="")  # number of the receipt or purchase invoice
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("quality_spending.id"), index=True)
    statement_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("statement_line.id"), unique=True
    )
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    corrections: Mapped[list[QualitySpending]] = relationship(order_by="QualitySpending.id")
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    @property
    def standing(self) -> Money:
        """The amount after its corrections."""
        return self.amount + Money.total(each.amount for each in self.corrections)

    @property
    def is_waiting(self) -> bool:
        """Whether a second person has still to agree; what a statement pays needs nobody."""
        return self.approved_at is None and self.statement_line_id is None

    @property
    def waiting(self) -> list[QualitySpending]:
        """Of this row and its corrections those that wait for a second person."""
        return [each for each in (self, *self.corrections) if each.is_waiting]

    def approve(self, *, by: User) -> None:
        """Agree as a second person, once."""
        if not self.is_waiting:
            raise WrongState(_("This was approved already."))
        if by.id == self.recorded_by_id:
            raise Refused(_("You wrote this down; somebody else approves it."))
        self.approved_by_id, self.approved_at = by.id, clock.now()
