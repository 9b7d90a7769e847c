"""Invoices and credit invoices: frozen once issued; numbers without gaps."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.quotes import CostShare, LineKind, Quote, QuoteLine
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.hours import TimeEntry


class InvoiceKind(StrEnum):
    """An invoice, or the credit invoice that takes one back."""

    INVOICE = "invoice"
    CREDIT = "credit"


class Round(StrEnum):
    """When in a review is invoiced (DOMAIN.md 2g)."""

    INTERIM = "interim"  # after step 2
    FINAL = "final"  # after step 5; a short review has only this one
    FOLLOW_UP = "follow_up"  # step 6


class InvoiceState(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    PAID = "paid"
    CREDITED = "credited"


_S = InvoiceState
INVOICE_STEPS = Steps(
    {
        (_S.DRAFT, "issue"): _S.ISSUED,
        (_S.ISSUED, "settle"): _S.PAID,
        (_S.PAID, "unsettle"): _S.ISSUED,
        (_S.ISSUED, "credit"): _S.CREDITED,
        (_S.PAID, "credit"): _S.CREDITED,
        (_S.ISSUED, "credit_in_part"): _S.ISSUED,
        (_S.PAID, "credit_in_part"): _S.PAID,
    }
)


class Invoice(Versioned, Model):
    """What one commissioner owes for one round; a credit invoice carries negative amounts.

    Issued is frozen: number, date, addresses, lines and PDF never change again; only `paid`
    and `credited` (both gross, as positive amounts) move with payments and credit invoices.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("(number IS NULL) = (state = 'draft')", name="number_when_issued"),
        CheckConstraint("(kind = 'credit') = (refers_to_id IS NOT NULL)", name="credit_refers"),
        Index(
            "ix_invoice_open",
            "due_on",
            sqlite_where=text("state = 'issued'"),
            postgresql_where=text("state = 'issued'"),
        ),
    )

    kind: Mapped[InvoiceKind] = mapped_column(default=InvoiceKind.INVOICE)
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    share_id: Mapped[int] = mapped_column(ForeignKey("cost_share.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    round: Mapped[Round]
    state: Mapped[InvoiceState] = mapped_column(default=InvoiceState.DRAFT, index=True)
    refers_to_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    # frozen at issue
    issued_on: Mapped[date | None] = mapped_column(index=True)
    due_on: Mapped[date | None]
    period_from: Mapped[date | None]
    period_until: Mapped[date | None]
    recipient: Mapped[str] = mapped_column(default="")  # address lines
    recipient_vat_id: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    net: Mapped[Money]
    vat: Mapped[Money]
    gross: Mapped[Money]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    override_reason: Mapped[str] = mapped_column(default="")  # the share was set by hand: why
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # moves after issue
    paid: Mapped[Money]
    credited: Mapped[Money]
    engagement: Mapped[Engagement] = relationship()
    quote: Mapped[Quote] = relationship()
    share: Mapped[CostShare] = relationship()
    organisation: Mapped[Organisation] = relationship()
    refers_to: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice", order_by="InvoiceLine.position", cascade="all, delete-orphan"
    )

    @property
    def open(self) -> Money:
        """What is still to be paid, with VAT; negative when too much was paid."""
        return self.gross - self.paid - self.credited


class InvoiceLine(Model):
    """The commissioner's share of one step's hours, or of one other cost, without VAT."""

    __tablename__ = "invoice_line"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    position: Mapped[int]
    kind: Mapped[LineKind]
    step: Mapped[int]
    description: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=0)  # all hours of the step in this round
    rate: Mapped[Money | None]
    share_numerator: Mapped[int]  # the part of the hours that this commissioner bears
    share_denominator: Mapped[int]
    net: Mapped[Money]
    vat_code: Mapped[str] = mapped_column(String(16))
    vat_category: Mapped[VatCategory]
    vat_percent: Mapped[int]
    credits_line_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_line.id"))
    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    allocations: Mapped[list[Allocation]] = relationship(
        back_populates="line", foreign_keys="Allocation.line_id", cascade="all, delete-orphan"
    )


_LIVE = text("freed_at IS NULL")


class Allocation(Model):
    """One time entry (or cost line) on one commissioner's invoice.

    The database lets a commissioner have each only once: the same hour is never billed twice.
    Deleting a draft removes it; crediting its line frees it.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("(time_entry_id IS NULL) <> (quote_line_id IS NULL)", name="one_of_two"),
        Index(
            "uq_allocation_entry",
            "time_entry_id",
            "organisation_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_allocation_cost",
            "quote_line_id",
            "organisation_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    time_entry_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"))
    quote_line_id: Mapped[int | None] = mapped_column(ForeignKey("quote_line.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    freed_at: Mapped[datetime | None]
    freed_by_line_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_line.id"))
    line: Mapped[InvoiceLine] = relationship(back_populates="allocations", foreign_keys=[line_id])
    time_entry: Mapped[TimeEntry | None] = relationship()
    quote_line: Mapped[QuoteLine | None] = relationship()


class InvoiceSeries(Model):
    """The invoice numbers of one year: consecutive, without gaps (FACTS.md 1)."""

    __tablename__ = "invoice_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
