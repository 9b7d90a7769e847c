"""Bank statements (camt.053) and their entries: nothing on them is ever lost."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.ledger.models import account_type
from lt_admin.ledger.rules import Account


class FileState(StrEnum):
    """Where a file from the bank stands."""

    READ = "read"  # shown, nothing booked yet
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


FILE_STEPS = Steps(
    {
        (FileState.READ, "confirm"): FileState.CONFIRMED,
        (FileState.READ, "discard"): FileState.DISCARDED,
        (FileState.DISCARDED, "look_again"): FileState.READ,
    }
)


class BankFile(Versioned, Model):
    """One camt.053 file exactly as it came; the same file is taken in once."""

    __tablename__ = "bank_file"

    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    form: Mapped[str] = mapped_column(String(24))  # camt.053.001.08
    state: Mapped[FileState] = mapped_column(default=FileState.READ, index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    uploaded_by: Mapped[User | None] = relationship()
    statements: Mapped[list[BankStatement]] = relationship(
        back_populates="file", order_by="BankStatement.position"
    )

    def confirm(self) -> None:
        """Its entries are taken in; once."""
        self.state = FILE_STEPS.after(self.state, "confirm")
        self.confirmed_at = clock.now()

    def discard(self) -> None:
        """It was looked at, and nothing of it is taken in."""
        self.state = FILE_STEPS.after(self.state, "discard")

    def look_again(self) -> None:
        """Somebody sent it once more after it was thrown away."""
        self.state = FILE_STEPS.after(self.state, "look_again")


class BankStatement(Model):
    """One statement of our account: from an opening to a closing balance.

    Entries that an earlier file brought stay with that one: opening + the entries here +
    `seen_before` = closing, always.
    """

    __tablename__ = "bank_statement"
    __table_args__ = (UniqueConstraint("file_id", "position"),)

    file_id: Mapped[int] = mapped_column(ForeignKey("bank_file.id"), index=True)
    position: Mapped[int]
    iban: Mapped[str] = mapped_column(String(34))
    identification: Mapped[str]  # the bank's own
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(index=True)
    opening: Mapped[Money]
    closing: Mapped[Money]
    seen_before: Mapped[Money] = mapped_column(default=ZERO)  # what an earlier file brought
    seen_count: Mapped[int] = mapped_column(default=0)
    pending_count: Mapped[int] = mapped_column(default=0)  # not booked by the bank yet
    file: Mapped[BankFile] = relationship(back_populates="statements")
    entries: Mapped[list[BankEntry]] = relationship(
        back_populates="statement", order_by="BankEntry.position"
    )


class EntryState(StrEnum):
    """Whether an entry has its place."""

    OPEN = "open"  # on the work list
    BOOKED = "booked"  # all of it is a payment, a refund, a payout of Stripe, ...
    SET_ASIDE = "set_aside"  # a person said why it needs no place here


BANK_ENTRY_STEPS = Steps(
    {
        (EntryState.OPEN, "book"): EntryState.BOOKED,
        (EntryState.BOOKED, "release"): EntryState.OPEN,
        (EntryState.OPEN, "set_aside"): EntryState.SET_ASIDE,
        (EntryState.SET_ASIDE, "take_up"): EntryState.OPEN,
    }
)
_OPEN = text("state = 'open'")


class BankEntry(Versioned, Model):
    """One amount on a statement; of a batch booking with details, one of its details.

    Money that came in is positive. `fingerprint` is made of the content, so that the same amount
    in a later file is seen; `booked` is what of `amount` has its place (same sign).
    """

    __tablename__ = "bank_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_bank_entry_open", "booked_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    position: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    booked_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Money]
    booked: Mapped[Money] = mapped_column(default=ZERO)
    state: Mapped[EntryState] = mapped_column(default=EntryState.OPEN)
    is_reversal: Mapped[bool] = mapped_column(default=False)
    batch: Mapped[str] = mapped_column(default="")  # what the details of one booking share
    bank_reference: Mapped[str] = mapped_column(default="")
    end_to_end: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")  # the other party
    iban: Mapped[str] = mapped_column(String(34), default="", index=True)
    structured: Mapped[str] = mapped_column(String(35), default="")  # RF or betalingskenmerk
    text: Mapped[str] = mapped_column(default="")
    set_aside_reason: Mapped[str] = mapped_column(default="")
    statement: Mapped[BankStatement] = relationship(back_populates="entries")
    bookings: Mapped[list[BankBooking]] = relationship(
        back_populates="entry", order_by="BankBooking.id"
    )

    @property
    def rest(self) -> Money:
        """What of it has no place yet (same sign as the amount)."""
        return self.amount - self.booked

    def book(self, amount: Money) -> None:
        """Give a part of it its place; booked when all of it has one."""
        self.booked += amount
        if self.booked == self.amount:
            self.state = BANK_ENTRY_STEPS.after(self.state, "book")

    def release(self, amount: Money) -> None:
        """Take a part of it off its place again."""
        if self.state is EntryState.BOOKED:
            self.state = BANK_ENTRY_STEPS.after(self.state, "release")
        self.booked -= amount

    def set_aside(self, reason: str) -> None:
        """It needs no place here, and this is why."""
        self.state = BANK_ENTRY_STEPS.after(self.state, "set_aside")
        self.set_aside_reason = reason

    def take_up(self) -> None:
        """Back on the work list."""
        self.state = BANK_ENTRY_STEPS.after(self.state, "take_up")
        self.set_aside_reason = ""


class BookedBy(StrEnum):
    """How an entry found its place."""

    REFERENCE = "reference"  # the structured reference
    NUMBER = "number"  # an invoice number in the words, at word borders
    PERSON = "person"
    STRIPE = "stripe"


class BankBooking(Model):
    """The place of (a part of) an entry; undone, never deleted.

    A payment, a return, a payout of Stripe, a payment of ours, or an account of the ledger.
    """

    __tablename__ = "bank_booking"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint(
            "CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN return_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN payout_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN line_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN account IS NULL THEN 0 ELSE 1 END = 1",
            name="one_place",
        ),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("bank_entry.id"), index=True)
    amount: Mapped[Money]  # same sign as the entry
    how: Mapped[BookedBy]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    return_id: Mapped[int | None] = mapped_column(ForeignKey("payment_return.id"), index=True)
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("stripe_payout.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("batch_line.id"), index=True)
    account: Mapped[Account | None] = mapped_column(account_type("account"))  # of the ledger
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    entry: Mapped[BankEntry] = relationship(back_populates="bookings")
