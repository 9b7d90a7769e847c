"""The ledger: entries that never change, each balanced by its shape, and months that close."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.ledger.rules import Account


class Journal(StrEnum):
    """Which book an entry is written in."""

    SALES = "sales"
    PURCHASES = "purchases"
    BANK = "bank"
    STRIPE = "stripe"
    MEMORIAL = "memorial"
    OPENING = "opening"


class PeriodState(StrEnum):
    """Whether a month still takes entries."""

    OPEN = "open"
    CLOSED = "closed"


PERIOD_STEPS = Steps({(PeriodState.OPEN, "close"): PeriodState.CLOSED})


class LedgerPeriod(Versioned, Model):
    """One month of the books; what belongs to a closed one is booked in the first open one."""

    __tablename__ = "ledger_period"
    __table_args__ = (
        UniqueConstraint("year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
    )

    year: Mapped[int]
    month: Mapped[int]
    state: Mapped[PeriodState] = mapped_column(default=PeriodState.OPEN)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, self.month, 1)

    def close(self, *, by_id: int) -> None:
        """No entry of this month from here on; for good."""
        self.state = PERIOD_STEPS.after(self.state, "close")
        self.closed_at, self.closed_by_id = clock.now(), by_id


class LedgerEntry(Model):
    """What one business event does to the books; the database refuses to change or delete it."""

    __tablename__ = "ledger_entry"

    booked_on: Mapped[date] = mapped_column(index=True)  # the day in the books
    happened_on: Mapped[date]  # earlier when its own month was closed
    journal: Mapped[Journal]
    event: Mapped[str]  # as the audit log names it: invoice:issued
    subject: Mapped[str] = mapped_column(index=True)  # invoice:12
    words: Mapped[str]
    party: Mapped[str] = mapped_column(default="")  # with whom
    about: Mapped[str] = mapped_column(default="", index=True)  # code of the engagement
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    postings: Mapped[list[LedgerPosting]] = relationship(
        back_populates="entry", order_by="LedgerPosting.position"
    )


def account_type(name: str) -> sa.Enum:
    """An account as a column holds it; each column's check has a name of its own."""
    return sa.Enum(
        Account,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
    )


class LedgerPosting(Model):
    """An amount above zero from the account that is credited to the one that is debited.

    One row holds both sides: no entry can be out of balance.
    """

    __tablename__ = "ledger_posting"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit <> credit", name="two_accounts"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    position: Mapped[int]
    debit: Mapped[Account] = mapped_column(account_type("debit"), index=True)
    credit: Mapped[Account] = mapped_column(account_type("credit"), index=True)
    amount: Mapped[Money]
    entry: Mapped[LedgerEntry] = relationship(back_populates="postings")
