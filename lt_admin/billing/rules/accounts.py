"""A statement of account: what was asked, what came in, what is open, and how old that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money


class Age(StrEnum):
    """By how many days an amount is over its last day to pay."""

    NOT_DUE = "not_due"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    OLDER = "older"


AGES: dict[Age, Any] = {
    Age.NOT_DUE: _l("Not due"),
    Age.TO_30: _l("1-30 days"),
    Age.TO_60: _l("31-60 days"),
    Age.TO_90: _l("61-90 days"),
    Age.OLDER: _l("Over 90 days"),
}
# The last day of each age but the oldest.
UNTIL = ((Age.NOT_DUE, 0), (Age.TO_30, 30), (Age.TO_60, 60), (Age.TO_90, 90))


def age_of(due_on: date | None, today: date) -> Age:
    """How old; what has no last day to pay is not due."""
    days = 0 if due_on is None else (today - due_on).days
    return next((age for age, last in UNTIL if days <= last), Age.OLDER)


def aged(debts: Iterable[tuple[date | None, Money]], today: date) -> dict[Age, Money]:
    """How much is how old; every age is there."""
    found = dict.fromkeys(Age, ZERO)
    for due_on, amount in debts:
        found[age_of(due_on, today)] += amount
    return found


class Entry(StrEnum):
    """What a line of an account is about; on one day in this order."""

    INVOICE = "invoice"
    COSTS = "costs"
    INTEREST = "interest"
    CREDIT = "credit"
    WAIVED = "waived"
    WRITE_OFF = "write_off"
    PAYMENT = "payment"
    RETURN = "return"


ENTRIES: dict[Entry, Any] = {
    Entry.INVOICE: _l("Invoice"),
    Entry.COSTS: _l("Collection costs"),
    Entry.INTEREST: _l("Statutory interest"),
    Entry.CREDIT: _l("Credit invoice"),
    Entry.WAIVED: _l("Interest or costs waived"),
    Entry.WRITE_OFF: _l("No longer asked for"),
    Entry.PAYMENT: _l("Payment"),
    Entry.RETURN: _l("Paid back"),
}


@dataclass(frozen=True)
class Line:
    """One movement: what they owe more, or less when the amount is below zero."""

    on: date
    entry: Entry
    reference: str
    amount: Money
    invoice_id: int | None = None
    payment_id: int | None = None

    @property
    def words(self) -> str:
        """What it is, in the language of the moment."""
        return str(ENTRIES[self.entry])


@dataclass(frozen=True)
class OpenItem:
    """One invoice that is not paid in full."""

    number: str
    issued_on: date | None
    due_on: date | None
    gross: Money
    open: Money


@dataclass(frozen=True)
class Holder:
    """Whose account it is."""

    name: str
    address_lines: Sequence[str]
    language: str


@dataclass(frozen=True)
class Account:
    """The statement of one organisation over a period; amounts with VAT."""

    holder: Holder
    since: date
    until: date
    made_on: date
    opening: Money
    lines: Sequence[tuple[Line, Money]]  # each with the balance after it
    items: Sequence[OpenItem]  # open on the day that it was made
    charges: Money  # open of what lateness costs, that day
    rest: Money  # received, and pays nothing yet

    @property
    def closing(self) -> Money:
        """What they owed at the end of the period; below zero is what they have to get."""
        return self.lines[-1][1] if self.lines else self.opening

    @property
    def open(self) -> Money:
        """What is open of the invoices."""
        return Money.total(each.open for each in self.items)

    @property
    def due(self) -> Money:
        """What they owe in all on the day that it was made."""
        return self.open + self.charges - self.rest

    @property
    def ages(self) -> dict[Age, Money]:
        """How old the open invoices are on the day that it was made."""
        return aged(((each.due_on, each.open) for each in self.items), self.made_on)


def with_balances(opening: Money, lines: Iterable[Line]) -> list[tuple[Line, Money]]:
    """Each line with the balance after it."""
    found, balance = [], opening
    for line in lines:
        balance += line.amount
        found.append((line, balance))
    return found
