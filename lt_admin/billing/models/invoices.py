"""Invoices and credit invoices: frozen once issued; numbers without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.quotes import CostShare, LineKind, Quote, QuoteLine
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.rules.vat import VatSum, vat_sums
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import EInvoiceProfile, Organisation
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


_OPEN = text("state = 'issued'")
FROZEN = (
    *("kind", "number", "engagement_id", "quote_id", "share_id", "organisation_id", "round"),
    *("refers_to_id", "language", "issued_on", "due_on", "period_from", "period_until"),
    *("recipient", "recipient_vat_id", "reference", "net", "vat", "gross", "override_reason"),
    *("credit_reason", "pdf", "pdf_sha256", "ubl", "ubl_sha256", "e_invoice_profile"),
    *("buyer_reference", "commitment_number", "payment_reference"),
)


class Invoice(Versioned, Model):
    """What one commissioner owes for one round; a credit invoice carries negative amounts.

    Issued is frozen: number, date, addresses, lines and PDF never change again (the database
    refuses it too); only `paid`, `credited` and `written_off` (gross, as positive amounts) move
    with payments, credit invoices and write-offs.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("(number IS NULL) = (state = 'draft')", name="number_when_issued"),
        CheckConstraint("(kind = 'credit') = (refers_to_id IS NOT NULL)", name="credit_refers"),
        Index("ix_invoice_open", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    kind: Mapped[InvoiceKind] = mapped_column(default=InvoiceKind.INVOICE)
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("cost_share.id"), index=True)
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
    reference: Mapped[str] = mapped_column(default="")  # their order number (BT-13)
    buyer_reference: Mapped[str] = mapped_column(default="")  # where it goes inside (BT-10)
    commitment_number: Mapped[str] = mapped_column(default="")  # "verplichtingennummer" (BT-12)
    payment_reference: Mapped[str | None] = mapped_column(String(25), unique=True)  # RF, ISO 11649
    e_invoice_profile: Mapped[EInvoiceProfile | None]
    net: Mapped[Money]
    vat: Mapped[Money]
    gross: Mapped[Money]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    ubl: Mapped[bytes | None] = mapped_column(deferred=True)  # the e-invoice, byte for byte
    ubl_sha256: Mapped[str | None] = mapped_column(String(64))
    override_reason: Mapped[str] = mapped_column(default="")  # the share was set by hand: why
    credit_reason: Mapped[str] = mapped_column(default="")  # why this takes another one back
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # moves after issue
    paid: Mapped[Money] = mapped_column(default=ZERO)
    credited: Mapped[Money] = mapped_column(default=ZERO)
    written_off: Mapped[Money] = mapped_column(default=ZERO)
    mailed_at: Mapped[datetime | None]  # the first time; a run may mail later than it issues
    engagement: Mapped[Engagement] = relationship()
    quote: Mapped[Quote] = relationship()
    share: Mapped[CostShare] = relationship()
    organisation: Mapped[Organisation] = relationship()
    refers_to: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice", order_by="InvoiceLine.position", cascade="all, delete-orphan"
    )
    vat_totals: Mapped[list[InvoiceVat]] = relationship(
        order_by="InvoiceVat.id", cascade="all, delete-orphan"
    )

    @property
    def is_credit(self) -> bool:
        """Whether it takes another invoice back."""
        return self.kind is InvoiceKind.CREDIT

    @property
    def is_issued(self) -> bool:
        """Whether it has a number, and so can never change again."""
        return self.number is not None

    @property
    def open(self) -> Money:
        """What is still to be paid, with VAT; negative when too much was paid."""
        return self.gross - self.paid - self.credited - self.written_off

    @validates(*FROZEN)
    def _stay_frozen(self, name: str, value: object) -> object:
        kind = name.removesuffix("_sha256")  # each file is put in once, after the number
        is_first = kind in ("pdf", "ubl") and getattr(self, f"{kind}_sha256") is None
        if not is_first:
            self.check_draft()
        return value

    @validates("lines", include_removes=True)
    def _keep_lines(self, _name: str, line: InvoiceLine, is_remove: bool) -> InvoiceLine:  # noqa: FBT001 - theirs
        return self._stay_frozen("lines", line)  # type: ignore[return-value]  # what went in

    def check_draft(self) -> None:
        """Raise WrongState once it is issued."""
        if self.is_issued:
            raise WrongState(_("An invoice that was sent never changes; make a credit invoice."))

    def add_up(self, sums: Sequence[VatSum] | None = None) -> None:
        """Sum the lines, with VAT per rate; or take the sums of a credit invoice."""
        known = {(total.category, total.percent): total for total in self.vat_totals}
        for each in vat_sums(self.lines) if sums is None else sums:
            key = (VatCategory(each.category), each.percent)
            total = known.get(key) or InvoiceVat(category=key[0], percent=key[1])
            total.net, total.vat = each.net, each.vat
            if key not in known:
                self.vat_totals.append(total)
        self.net = Money.total(total.net for total in self.vat_totals)
        self.vat = Money.total(total.vat for total in self.vat_totals)
        self.gross = self.net + self.vat

    def issue(self, *, number: str, on: date, due_on: date | None) -> None:
        """Give it its number and date; all but the PDF is final from here.

        Raises WrongState unless it is a draft with at least one line.
        """
        if not self.lines:
            raise WrongState(_("There is nothing on this invoice yet."))
        state = INVOICE_STEPS.after(self.state, "issue")
        self.issued_on, self.due_on = on, due_on
        self.number, self.state = number, state
        self._settle()  # a credit invoice is settled by the one that it refers to

    def receive(self, amount: Money) -> None:
        """Take in a payment, or with a negative amount let one go again."""
        if self.state is InvoiceState.DRAFT or self.is_credit:
            raise WrongState(_("Only an invoice that was sent can be paid."))
        self.paid += amount
        self._settle()

    def take_credit(self, amount: Money, *, in_full: bool) -> None:
        """Let a credit invoice of `amount` (gross, positive) take it back, in full or in part."""
        step = "credit" if in_full else "credit_in_part"
        self.state = INVOICE_STEPS.after(self.state, step)
        self.credited += amount
        self._settle()

    def write_off(self, amount: Money) -> None:
        """Give up asking for `amount`, or with a negative amount ask for it again."""
        if self.state is InvoiceState.DRAFT or self.is_credit:
            raise WrongState(_("Only an invoice that was sent can be written off."))
        self.written_off += amount
        self._settle()

    def _settle(self) -> None:
        """Paid when nothing is open, and open again when something is."""
        if self.state is InvoiceState.ISSUED and self.open <= ZERO:
            self.state = INVOICE_STEPS.after(self.state, "settle")
        elif self.state is InvoiceState.PAID and self.open > ZERO:
            self.state = INVOICE_STEPS.after(self.state, "unsettle")


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
    value: Mapped[Money]  # what all commissioners together pay for it, without VAT
    net: Mapped[Money]  # what this one pays of that
    vat_code: Mapped[str] = mapped_column(String(16))
    vat_category: Mapped[VatCategory]
    vat_percent: Mapped[int]
    credits_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice_line.id"),
        unique=True,  # each line is taken back once at most
    )
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
    time_entry_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"), index=True)
    quote_line_id: Mapped[int | None] = mapped_column(ForeignKey("quote_line.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    freed_at: Mapped[datetime | None]
    freed_by_line_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    line: Mapped[InvoiceLine] = relationship(back_populates="allocations", foreign_keys=[line_id])
    time_entry: Mapped[TimeEntry | None] = relationship()
    quote_line: Mapped[QuoteLine | None] = relationship()
