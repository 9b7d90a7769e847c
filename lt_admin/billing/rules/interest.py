"""Statutory interest on what is paid late, by a dated table (6:119, 6:119a, 6:119b, 6:120 BW).

Simple by the day over 365 days; after each year the interest of that year bears interest too
(6:119(2) BW). A day on which money came in bears no interest over it any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from lt_admin.core.money import ZERO, Money

DAY = timedelta(days=1)
YEAR_DAYS = 365
STALE_MONTHS = 6  # the law looks anew on 1 January and 1 July


@dataclass(frozen=True)
class Rate:
    """From that day on so much a year, in hundredths of a percent."""

    from_on: date
    percent: int


Paid = Sequence[tuple[date, Money]]


@dataclass(frozen=True)
class Claim:
    """What is late: the amount, its last day to pay, and what came in for it and for interest."""

    amount: Money
    due_on: date
    paid: Paid = ()
    interest_paid: Paid = ()

    @property
    def from_on(self) -> date:
        """The first day that bears interest."""
        return self.due_on + DAY

    def left(self, day: date) -> Money:
        """What of the amount bears interest on this day; never below zero."""
        return max(ZERO, self.amount - _until(self.paid, day))


def interest(claim: Claim, rates: Sequence[Rate], until: date) -> Fraction:
    """The interest of every day up to and including `until`, in exact cents.

    Days before the table begins bear none.
    """
    total = of_years = Fraction(0)
    years = set(_anniversaries(claim.from_on, until))
    for start, end in _spans(claim, rates, until):
        if start in years:
            of_years = total
        base = _base(claim, of_years, start)
        total += base * rate_on(rates, start) * (end - start).days / (YEAR_DAYS * 10_000)
    return total


def in_cents(exact: Fraction) -> Money:
    """Exact cents as an amount, rounded half up."""
    return Money(100).part(exact / 100)


def rate_on(rates: Sequence[Rate], day: date) -> int:
    """What counts on a day, in hundredths of a percent; 0 before the table begins."""
    known = [rate for rate in rates if rate.from_on <= day]
    return max(known, key=lambda rate: rate.from_on).percent if known else 0


def is_stale(last: date | None, today: date) -> bool:
    """Whether the last row of a table is older than six months: it may have changed since."""
    return last is None or after_months(last, STALE_MONTHS) <= today


def after_months(day: date, months: int) -> date:
    """The same day so many months later; a day that month lacks is the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return after_months(day.replace(day=1), months + 1)


def _base(claim: Claim, of_years: Fraction, day: date) -> Fraction:
    """What bears interest: the amount left, with the interest of the years that went by."""
    left = claim.left(day)
    if left == ZERO:
        return Fraction(0)
    return left.cents + max(Fraction(0), of_years - _until(claim.interest_paid, day).cents)


def _until(parts: Paid, day: date) -> Money:
    return Money.total(amount for on, amount in parts if on <= day)


def _spans(claim: Claim, rates: Sequence[Rate], until: date) -> list[tuple[date, date]]:
    """The days from the first to `until`, cut wherever something changes; ends are exclusive."""
    first, end = claim.from_on, until + DAY
    changes = {on for on, _amount in (*claim.paid, *claim.interest_paid)}
    changes |= {rate.from_on for rate in rates} | set(_anniversaries(first, until))
    inside = sorted(day for day in changes if first < day < end)
    edges = [first, *inside, end] if first < end else []
    return list(pairwise(edges))


def _anniversaries(first: date, until: date) -> list[date]:
    years = range(1, max(0, until.year - first.year) + 1)
    return [after_months(first, 12 * number) for number in years]
