"""Payment batches: made by one, approved by another, sent to the bank as one file."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.rules.batches import Paid
from lt_admin.reviewers.models.people import Payee


class BatchState(StrEnum):
    """Where a batch stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPORTED = "exported"
    DONE = "done"  # every line was paid, refused or returned


_S = BatchState
BATCH_STEPS = Steps(
    {
        (_S.PROPOSED, "approve"): _S.APPROVED,
        (_S.PROPOSED, "decline"): _S.DECLINED,
        (_S.PROPOSED, "withdraw"): _S.WITHDRAWN,
        (_S.APPROVED, "withdraw"): _S.WITHDRAWN,
        (_S.APPROVED, "export"): _S.EXPORTED,
        (_S.EXPORTED, "finish"): _S.DONE,
        (_S.DONE, "reopen"): _S.EXPORTED,  # a booking was taken back
    }
)


class LineState(StrEnum):
    """Where one payment stands; only a waiting or paid one holds its statement."""

    WAITING = "waiting"
    PAID = "paid"
    REFUSED = "refused"  # by the bank (pain.002)
    RETURNED = "returned"  # the money came back
    DROPPED = "dropped"  # the batch was declined or withdrawn


_L = LineState
LINE_STEPS = Steps(
    {
        (_L.WAITING, "pay"): _L.PAID,
        (_L.WAITING, "refuse"): _L.REFUSED,
        (_L.WAITING, "drop"): _L.DROPPED,
        (_L.PAID, "return"): _L.RETURNED,
        (_L.PAID, "release"): _L.WAITING,  # the bank entry was taken off it again
        (_L.RETURNED, "release"): _L.PAID,
    }
)
_HOLDS = text("state IN ('waiting', 'paid')")


class BatchSeries(Model):
    """The batch numbers of one year."""

    __tablename__ = "batch_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)

    def take(self) -> str:
        """The next number, such as ``B2026-0001``."""
        self.last += 1
        return f"B{self.year}-{self.last:04}"


class PaymentBatch(Versioned, Model):
    """Payments that go to the bank in one file; frozen from the day it was made."""

    __tablename__ = "payment_batch"
    __table_args__ = (CheckConstraint("decided_by_id <> made_by_id", name="two_people"),)

    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[BatchState] = mapped_column(default=BatchState.PROPOSED, index=True)
    execute_on: Mapped[date]
    amount: Mapped[Money]
    digest: Mapped[str] = mapped_column(String(64))  # over the lines: what the second person saw
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # of declining or withdrawing
    form: Mapped[str] = mapped_column(String(20), default="")  # pain.001.001.09
    message: Mapped[str] = mapped_column(String(35), default="")  # MsgId
    content: Mapped[bytes | None] = mapped_column(deferred=True)  # the file, byte for byte
    sha256: Mapped[str] = mapped_column(String(64), default="")
    exported_at: Mapped[datetime | None]
    lines: Mapped[list[BatchLine]] = relationship(
        back_populates="batch", order_by="BatchLine.position"
    )
    made_by: Mapped[User] = relationship(foreign_keys=made_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)

    def decide(self, step: str, *, by_id: int, reason: str = "") -> None:
        """Approve or decline it, as somebody else than who made it."""
        self.state = BATCH_STEPS.after(self.state, step)
        self.decided_by_id, self.decided_at = by_id, clock.now()
        self.reason = reason

    def withdraw(self, reason: str) -> None:
        """Take it back before it went to the bank."""
        self.state = BATCH_STEPS.after(self.state, "withdraw")
        self.reason = reason

    def export(self, form: str, message: str, content: bytes) -> None:
        """Keep the file that goes to the bank; once, byte for byte."""
        self.state = BATCH_STEPS.after(self.state, "export")
        self.form, self.message, self.content = form, message, content
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.exported_at = clock.now()

    @property
    def waits(self) -> Money:
        """What the bank did not book or refuse yet."""
        waiting = [each.amount for each in self.lines if each.state is LineState.WAITING]
        return Money.total(waiting)

    def settle(self) -> None:
        """Done when nothing waits any more; open again when something does."""
        if self.state is BatchState.EXPORTED and not self.waits:
            self.state = BATCH_STEPS.after(self.state, "finish")
        elif self.state is BatchState.DONE and self.waits:
            self.state = BATCH_STEPS.after(self.state, "reopen")

    def facts(self) -> list[Paid]:
        """The lines as they stand, for the digest."""
        return [each.facts() for each in self.lines]


class BatchLine(Versioned, Model):
    """One payment of a statement and its bill; each statement is paid by one line at most."""

    __tablename__ = "batch_line"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        UniqueConstraint("batch_id", "position"),
        Index(
            "uq_batch_line_holds",
            "statement_id",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    position: Mapped[int]
    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("payment_statement.id"), index=True)
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True)
    holder: Mapped[str] = mapped_column(String(140))  # frozen
    iban: Mapped[str] = mapped_column(String(34))  # frozen
    amount: Mapped[Money]
    remittance: Mapped[str] = mapped_column(String(140))
    end_to_end: Mapped[str] = mapped_column(String(35), unique=True)
    state: Mapped[LineState] = mapped_column(default=LineState.WAITING, index=True)
    reason: Mapped[str] = mapped_column(default="")  # why refused or returned
    paid_on: Mapped[date | None]
    batch: Mapped[PaymentBatch] = relationship(back_populates="lines")
    payee: Mapped[Payee] = relationship()
    statement: Mapped[PaymentStatement] = relationship()
    bill: Mapped[Bill | None] = relationship()

    def step(self, step: str, reason: str = "") -> None:
        """Take a step, with its reason."""
        self.state = LINE_STEPS.after(self.state, step)
        self.reason = reason

    def facts(self) -> Paid:
        """What the digest is made of."""
        return Paid(
            end_to_end=self.end_to_end,
            statement_id=self.statement_id,
            bill_id=self.bill_id,
            holder=self.holder,
            iban=self.iban,
            cents=self.amount.cents,
            remittance=self.remittance,
        )


class BatchLimit(Model):
    """From this day on the treasurer may approve batches up to this amount; above it the board."""

    __tablename__ = "batch_limit"

    valid_from: Mapped[date] = mapped_column(unique=True)
    amount: Mapped[Money]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class StatusFile(Model):
    """A pain.002 of the bank about one of our files; each is read once."""

    __tablename__ = "status_file"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    status: Mapped[str] = mapped_column(String(8))
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    read_at: Mapped[datetime] = mapped_column(default=clock.now)
