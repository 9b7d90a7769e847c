"""What a round asks of a commissioner: the part of all hours so far, minus what was asked before.

DOMAIN.md 2g. An hour or cost that stands on a commissioner's invoice or draft is *held* by it; a
round bills what is not held yet. Crediting sets free exactly what the credited line held, so that
issue, credit and issue again end at the same amount in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from lt_admin.billing.rules.shares import WHOLE
from lt_admin.core.money import Money


@dataclass(frozen=True)
class Item:
    """Something to bill: an approved time entry, or another cost of the quote, at its full value.

    A counter-entry has negative minutes and a negative value.
    """

    id: int
    step: int
    value: Money
    vat_code: str
    description: str = ""
    minutes: int = 0
    is_cost: bool = False
    worked_on: date | None = None

    @property
    def line(self) -> tuple[bool, int, int, str]:
        """Which line of an invoice it stands on: hours by step, each other cost on its own."""
        return (self.is_cost, self.step, self.id if self.is_cost else 0, self.vat_code)


@dataclass(frozen=True)
class BillLine:
    """One line of an invoice to be: what it holds, and what the commissioner pays for it."""

    items: tuple[Item, ...]
    net: Money

    @property
    def value(self) -> Money:
        """What all commissioners together pay for it."""
        return value_of(self.items)

    @property
    def minutes(self) -> int:
        """The hours it holds."""
        return sum(item.minutes for item in self.items)

    @property
    def of(self) -> Item:
        """One of what it holds: all are alike in step, kind and VAT."""
        return self.items[0]


@dataclass(frozen=True)
class Bill:
    """What one commissioner is asked for in one round, without VAT."""

    net: Money
    lines: tuple[BillLine, ...]

    @property
    def is_due(self) -> bool:
        """Whether there is something to pay; corrections can outweigh the new hours."""
        return bool(self.lines)

    @property
    def value(self) -> Money:
        """What all commissioners together pay for what it holds."""
        return Money.total(line.value for line in self.lines)


def value_of(items: Iterable[Item]) -> Money:
    """What the items are worth together, before they are shared."""
    return Money.total(item.value for item in items)


def target(whole: Money, shares: Sequence[Fraction], place: int) -> Money:
    """The part of `whole` that the commissioner at `place` bears; the parts make up the whole."""
    return whole.split(shares)[place]


def next_bill(
    shares: Sequence[Fraction], place: int, items: Sequence[Item], *, held: Money, before: Money
) -> Bill:
    """What the commissioner at `place` is to be asked for `items`, which it does not hold yet.

    `held` is the value of what it holds already, `before` what it was asked for that: without
    credited lines, with drafts.
    """
    return _bill(items, target(held + value_of(items), shares, place) - before)


def overridden(values: Sequence[Money], hundredths: int) -> list[Money]:
    """What each line comes to at a percentage set by hand, whatever was asked before."""
    return divide(Money.total(values).part(Fraction(hundredths, WHOLE)), values)


def _bill(items: Sequence[Item], net: Money) -> Bill:
    if net.cents <= 0 or value_of(items).cents <= 0:
        return Bill(net, ())
    groups: dict[tuple[bool, int, int, str], list[Item]] = {}
    for item in sorted(items, key=lambda item: item.line):
        groups.setdefault(item.line, []).append(item)
    parts = divide(net, [value_of(group) for group in groups.values()])
    lines = zip(groups.values(), parts, strict=True)
    return Bill(net, tuple(BillLine(tuple(group), part) for group, part in lines))


def divide(net: Money, values: Sequence[Money]) -> list[Money]:
    """Divide `net` over lines by their values, by largest remainder; together exactly `net`.

    A line whose hours were corrected downwards has a negative value and gets a negative part.
    Raises ValueError unless the values are together more than nothing.
    """
    whole = Money.total(values).cents
    if whole <= 0:
        raise ValueError("the values must be more than nothing")
    exact = [Fraction(net.cents * value.cents, whole) for value in values]
    cents = [floor(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda n: (cents[n] - exact[n], n))
    for place in order[: net.cents - sum(cents)]:
        cents[place] += 1
    return [Money(part) for part in cents]


def over_ceiling(items: Iterable[Item], ceiling_minutes: int) -> int:
    """By how many minutes the hours pass the accepted ceiling; 0 when they do not."""
    return max(0, sum(item.minutes for item in items) - ceiling_minutes)
