"""A year of the books as others read it: entries with sides, and an opening balance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import CHART, Account, Move, Side

WITH_PARTY = frozenset(
    {
        *(Account.DEBTORS, Account.LATE_CHARGES, Account.RECEIPTS_TO_DIVIDE),
        *(Account.PAYEES, Account.CREDITORS),
    }
)
PERCENTS = {21: "H21", 9: "L9"}  # how our files name the Dutch rates (FACTS.md 2)
UNTAXED = "V0"


@dataclass(frozen=True)
class Line:
    """What one entry does on one side of one account; the amount is above zero."""

    account: Account
    side: Side
    amount: Money


@dataclass(frozen=True)
class Written:
    """One entry of the ledger with its lines; debit and credit are equal by its shape."""

    number: int
    booked_on: date
    happened_on: date
    journal: Journal
    event: str
    subject: str
    words: str
    party: str
    about: str
    made_by_id: int | None
    lines: Sequence[Line]

    @property
    def total(self) -> Money:
        """What it debits, and credits."""
        return Money.total(line.amount for line in self.lines if line.side is Side.DEBIT)


@dataclass(frozen=True)
class Ours:
    """The foundation as these files name it."""

    name: str
    street: str
    postcode: str
    city: str
    kvk: str
    tax_number: str  # the btw-id, or the RSIN of a foundation without one


@dataclass(frozen=True)
class Book:
    """One calendar year; `opening` is signed (debit is positive) and adds up to nothing."""

    ours: Ours
    year: int
    made_on: date
    opening: Mapping[Account, Money]
    entries: Sequence[Written]

    @property
    def first_day(self) -> date:
        """New Year's Day."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """New Year's Eve."""
        return date(self.year, 12, 31)

    @property
    def closing(self) -> dict[Account, Money]:
        """Every account that was touched, at the end of the year; debit is positive."""
        sums = dict(self.opening)
        for entry in self.entries:
            for line in entry.lines:
                sums[line.account] = sums.get(line.account, ZERO) + signed(line)
        return {account: sums[account] for account in Account if account in sums}


@dataclass(frozen=True)
class Tax:
    """How a line of turnover is taxed."""

    code: str
    percent: int
    amount: Money


def signed(line: Line) -> Money:
    """Debit is positive."""
    return line.amount if line.side is Side.DEBIT else -line.amount


def lines_of(moves: Iterable[Move]) -> list[Line]:
    """The moves as lines: one for each side of each account, in order of appearance."""
    sums: dict[tuple[Account, Side], Money] = {}
    for move in moves:
        for account, side in ((move.debit, Side.DEBIT), (move.credit, Side.CREDIT)):
            sums[account, side] = sums.get((account, side), ZERO) + move.amount
    return [Line(account, side, amount) for (account, side), amount in sums.items()]


def carried_over(balances: Mapping[Account, Money]) -> dict[Account, Money]:
    """Balances at the end of a year as the next one opens with them.

    What earlier years left over (or fell short) stands in the reserve.
    """
    opening = {each: amount for each, amount in balances.items() if CHART[each].is_balance}
    result = Money.total(a for each, a in balances.items() if not CHART[each].is_balance)
    opening[Account.RESERVE] = opening.get(Account.RESERVE, ZERO) + result
    return {each: opening[each] for each in Account if opening.get(each, ZERO) != ZERO}


def opening_and_rest(
    before: Mapping[Account, Money], entries: Iterable[Written]
) -> tuple[dict[Account, Money], list[Written]]:
    """The opening of a year, and its entries: an opening balance that was read in is no entry."""
    opening, rest = carried_over(before), []
    for entry in entries:
        if entry.journal is Journal.OPENING:
            for line in entry.lines:
                opening[line.account] = opening.get(line.account, ZERO) + signed(line)
        else:
            rest.append(entry)
    return {each: opening[each] for each in Account if opening.get(each, ZERO) != ZERO}, rest


def party_key(name: str) -> str:
    """The same short key for the same name in every file, of every year."""
    return "R" + hashlib.sha256(name.encode()).hexdigest()[:12].upper()


def tax_of(entry: Written, line: Line) -> Tax | None:
    """How a line of turnover is taxed, when the entry has one rate; None says nothing."""
    if line.account is Account.REVIEWS_UNTAXED:
        return Tax(UNTAXED, 0, ZERO)
    if line.account is not Account.REVIEWS:
        return None
    due = [each for each in entry.lines if each.account is Account.VAT_DUE]
    if len(due) != 1 or due[0].side is not line.side:
        return None
    for percent, code in PERCENTS.items():
        if abs(due[0].amount.cents * 100 - line.amount.cents * percent) <= 100:
            return Tax(code, percent, due[0].amount)
    return None
