"""Invoices of payees: those that employers send, and those we write for freelancers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.reviewers.models.payees import VatTreatment
from lt_admin.reviewers.models.people import Payee


class BillKind(StrEnum):
    """Who wrote it."""

    PURCHASE = "purchase"  # the payee
    SELF_BILLED = "self_billed"  # we did, in the payee's name
    SELF_BILLED_CREDIT = "self_billed_credit"


class BillState(StrEnum):
    """Where a bill stands; only a matched or accepted one is paid."""

    DIFFERS = "differs"  # from the statement
    MATCHED = "matched"
    REJECTED = "rejected"
    ISSUED = "issued"  # self-billed, waits for acceptance or the end of the term
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    CREDITED = "credited"


_S = BillState
BILL_STEPS = Steps(
    {
        (_S.DIFFERS, "approve"): _S.MATCHED,  # the difference is right after all, and why
        (_S.DIFFERS, "reject"): _S.REJECTED,
        (_S.MATCHED, "reject"): _S.REJECTED,
        (_S.ISSUED, "accept"): _S.ACCEPTED,
        (_S.ISSUED, "object"): _S.OBJECTED,
        (_S.ISSUED, "credit"): _S.CREDITED,
        (_S.ACCEPTED, "credit"): _S.CREDITED,
        (_S.OBJECTED, "credit"): _S.CREDITED,
        (_S.OBJECTED, "accept"): _S.ACCEPTED,  # the objection was withdrawn
    }
)
PAYABLE = (_S.MATCHED, _S.ACCEPTED)
_NUMBERED = text("state <> 'rejected'")  # what was typed wrong may come again under its number
_LIVE = text("state NOT IN ('rejected', 'credited') AND kind <> 'self_billed_credit'")


class BillSeries(Model):
    """The numbers of the invoices we write for one supplier in one year; without gaps."""

    __tablename__ = "bill_series"
    __table_args__ = (UniqueConstraint("payee_id", "year"),)

    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Bill(Versioned, Model):
    """A payee's invoice for one payment statement; its files are kept byte for byte."""

    __tablename__ = "bill"
    __table_args__ = (
        Index(
            "uq_bill_number",
            "payee_id",
            "number",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        CheckConstraint("gross = net + vat", name="gross"),
        Index(
            "uq_bill_live",
            "statement_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    kind: Mapped[BillKind]
    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("payment_statement.id"), index=True)
    refers_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("bill.id"), index=True
    )  # credit: of what
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[BillState] = mapped_column(index=True)
    vat_treatment: Mapped[VatTreatment]
    net: Mapped[Money]
    vat: Mapped[Money]
    gross: Mapped[Money]
    remark: Mapped[str] = mapped_column(default="")  # why a difference is right, or the objection
    object_until: Mapped[date | None]  # self-billed: the last day to object
    settled_at: Mapped[datetime | None]  # accepted, objected, approved or rejected
    settled_by: Mapped[str] = mapped_column(default="")  # as the audit log names who
    content: Mapped[bytes | None] = mapped_column(deferred=True)  # the file that came in
    content_type: Mapped[str] = mapped_column(default="")
    ubl: Mapped[bytes | None] = mapped_column(deferred=True)  # self-billed
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)  # self-billed
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of what is paid on: file or PDF
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    payee: Mapped[Payee] = relationship()
    statement: Mapped[PaymentStatement] = relationship()
    refers_to: Mapped[Bill | None] = relationship(remote_side="Bill.id")

    def step(self, step: str, *, by: str) -> None:
        """Take a step, and note who took it and when."""
        self.state = BILL_STEPS.after(self.state, step)
        self.settled_at, self.settled_by = clock.now(), by
