"""Asking for what is late: levels, reminders, holds, and what lateness costs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, WrongState


class ReminderLevel(Versioned, Model):
    """One step of asking: when, in which words, and until when they have."""

    __tablename__ = "reminder_level"
    __table_args__ = (CheckConstraint("wait_days > 0 AND term_days > 0", name="days"),)

    level: Mapped[int] = mapped_column(unique=True)
    wait_days: Mapped[int]  # after the last day to pay, or that of the reminder before
    term_days: Mapped[int]  # what the reminder gives
    name_nl: Mapped[str]
    name_en: Mapped[str]
    text_nl: Mapped[str]
    text_en: Mapped[str]
    names_costs: Mapped[bool] = mapped_column(default=False)  # says what lateness may cost

    def name(self, language: str) -> str:
        """What it is called, in that language."""
        return self.name_nl if language == "nl" else self.name_en

    def text(self, language: str) -> str:
        """Its words, in that language."""
        return self.text_nl if language == "nl" else self.text_en


class Reminder(Model):
    """One invoice at one level, once: the paper as it went, with its own day to pay by."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("invoice_id", "level"),)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    level: Mapped[int]
    sent_on: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(2), default="nl")
    recipient: Mapped[str]  # address lines, frozen
    mailed_to: Mapped[str]
    amount: Mapped[Money]  # open on the invoice that day
    charges: Mapped[Money] = mapped_column(default=ZERO)  # interest and costs charged by then
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    invoice: Mapped[Invoice] = relationship()

    @property
    def total(self) -> Money:
        """What it asks in all."""
        return self.amount + self.charges


_LIFTED = text("lifted_at IS NULL")


class ReminderHold(Model):
    """No reminders for this invoice until that day, and why; lifted earlier by a person."""

    __tablename__ = "reminder_hold"
    __table_args__ = (
        Index(
            "uq_reminder_hold_invoice",
            "invoice_id",
            unique=True,
            sqlite_where=_LIFTED,
            postgresql_where=_LIFTED,
        ),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    reason: Mapped[str]
    until: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_at: Mapped[datetime | None]
    invoice: Mapped[Invoice] = relationship()
    made_by: Mapped[User] = relationship()

    def is_live(self, today: date) -> bool:
        """Whether it still counts: its last day is the one it names."""
        return self.lifted_at is None and today <= self.until

    def lift(self) -> None:
        """Let reminders go on; raises WrongState when that was done before."""
        if self.lifted_at is not None:
            raise WrongState(_("This was lifted before."))
        self.lifted_at = clock.now()


class InterestKind(StrEnum):
    """Which statutory interest applies (FACTS.md 5)."""

    COMMERCIAL = "commercial"  # 6:119a and 6:119b BW: between businesses, and public bodies
    ORDINARY = "ordinary"  # 6:119 BW: consumers


class InterestRate(Model):
    """From this day on statutory interest is so much a year (hundredths of a percent)."""

    __tablename__ = "interest_rate"
    __table_args__ = (
        UniqueConstraint("kind", "valid_from"),
        CheckConstraint("percent BETWEEN 0 AND 10000", name="percent"),
    )

    kind: Mapped[InterestKind]
    percent: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]

    @property
    def percentage(self) -> Decimal:
        """As people write it: 10.40."""
        return Decimal(self.percent) / 100


class ChargeKind(StrEnum):
    """What lateness costs."""

    COSTS = "costs"  # collection costs, Besluit BIK
    INTEREST = "interest"


class LateCharge(Versioned, Model):
    """Interest or costs that the coordinator charged on a late invoice; no VAT, never by itself.

    Payments go to costs first, then interest, then the invoice (6:44 BW), but only when a person
    allocates them so.
    """

    __tablename__ = "late_charge"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("paid BETWEEN 0 AND amount", name="paid"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    kind: Mapped[ChargeKind]
    amount: Mapped[Money]
    paid: Mapped[Money] = mapped_column(default=ZERO)
    from_on: Mapped[date | None]  # the days that the interest is about
    until_on: Mapped[date | None]
    charged_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    charged_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    waived_on: Mapped[date | None]
    waive_reason: Mapped[str] = mapped_column(default="")
    invoice: Mapped[Invoice] = relationship()

    @property
    def open(self) -> Money:
        """What of it is still asked for."""
        return ZERO if self.waived_on else self.amount - self.paid

    @property
    def stands(self) -> Money:
        """What of it counts: all of it, or what was paid when the rest was waived."""
        return self.paid if self.waived_on else self.amount

    def waive(self, *, on: date, reason: str) -> None:
        """Ask no more for what is open of it; raises WrongState when nothing is."""
        if self.open == ZERO:
            raise WrongState(_("Nothing of this is open any more."))
        self.waived_on, self.waive_reason = on, reason

    def take(self, payment: Payment, amount: Money) -> ChargeAllocation:
        """Let `amount` of a payment of the same organisation pay (a part of) it.

        Raises Refused when the payment has less left, or less is open.
        """
        if payment.organisation_id != self.invoice.organisation_id:
            raise Refused(_("This invoice is of another organisation than the payment."))
        if not ZERO < amount <= payment.rest:
            raise Refused(_("This payment has less left than that."))
        if amount > self.open:
            raise Refused(_("Less than that is open of what lateness costs."))
        self.paid += amount
        payment.allocated += amount
        return ChargeAllocation(payment=payment, charge=self, amount=amount)


class ChargeAllocation(Model):
    """A part of one payment that pays a part of a charge; undone, never deleted."""

    __tablename__ = "charge_allocation"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("late_charge.id"), index=True)
    amount: Mapped[Money]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    payment: Mapped[Payment] = relationship()
    charge: Mapped[LateCharge] = relationship()

    def undo(self) -> None:
        """Take it back: the payment has it to give; raises WrongState when done before."""
        if self.undone_at is not None:
            raise WrongState(_("This was undone before."))
        self.undone_at = clock.now()
        self.payment.allocated -= self.amount
        self.charge.paid -= self.amount
