"""What the bank will hold in the months to come, from what is open, agreed, planned and allowed.

Work that is agreed and not yet invoiced or paid is spread evenly over the months up to its
planned end; commissioners and payees both pay or are paid the month after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lt_admin.core.money import ZERO, Money

MONTHS = 6


class Cause(StrEnum):
    """Why money comes or goes."""

    OPEN = "open"
    TO_INVOICE = "to_invoice"
    STATEMENTS = "statements"
    WORK = "work"
    SUPERVISION = "supervision"
    QUALITY = "quality"
    CREDITORS = "creditors"
    VAT = "vat"


@dataclass(frozen=True)
class Flow:
    """An amount of a month, by its first day; what goes out is below zero."""

    month: date
    cause: Cause
    amount: Money


@dataclass(frozen=True)
class Month:
    """One month: what the bank holds at its start, what comes and goes, what it holds then."""

    month: date
    opening: Money
    flows: Mapping[Cause, Money]

    @property
    def incoming(self) -> Money:
        """Everything that comes in."""
        return Money.total(amount for amount in self.flows.values() if amount > ZERO)

    @property
    def outgoing(self) -> Money:
        """Everything that goes out, below zero."""
        return Money.total(amount for amount in self.flows.values() if amount < ZERO)

    @property
    def closing(self) -> Money:
        """What is left at the end."""
        return self.opening + self.incoming + self.outgoing


def month_after(day: date, count: int = 1) -> date:
    """The first day of the month that is so many months later."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def spread(amount: Money, cause: Cause, first: date, last: date) -> list[Flow]:
    """The amount in equal parts over the months from one day to another; at least in one."""
    months = [month_after(first, 0)]
    while months[-1] < month_after(last, 0):
        months.append(month_after(months[-1]))
    parts = amount.split([Fraction(1)] * len(months))
    return [Flow(month, cause, part) for month, part in zip(months, parts, strict=True)]


def forecast(opening: Money, flows: Iterable[Flow], first: date) -> list[Month]:
    """The months from this one on; what should have come or gone before counts in the first."""
    months = [month_after(first, place) for place in range(MONTHS)]
    sums: dict[date, dict[Cause, Money]] = {month: {} for month in months}
    for flow in flows:
        held = sums.get(max(flow.month, months[0]))
        if held is not None and flow.amount:
            held[flow.cause] = held.get(flow.cause, ZERO) + flow.amount
    made: list[Month] = []
    for month in months:
        made.append(Month(month, made[-1].closing if made else opening, sums[month]))
    return made
