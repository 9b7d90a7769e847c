"""The VAT return of a quarter, box by box (the tax service's own numbers)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from lt_admin.billing.rules.rates import VatCategory
from lt_admin.books.rules.months import last_day
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money

HIGH, LOW = 2100, 900  # hundredths of a percent


@dataclass(frozen=True)
class Quarter:
    """Three months."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return last_day(date(self.year, self.number * 3, 1))


@dataclass(frozen=True)
class Taxed:
    """Turnover of one kind."""

    category: VatCategory
    percent: int
    net: Money
    vat: Money


@dataclass(frozen=True)
class Box:
    """One line of the return; what it does not ask is None."""

    code: str
    words: Any
    net: Money | None
    vat: Money | None
    is_sum: bool = False


@dataclass(frozen=True)
class Return:
    """The boxes of a quarter; `untaxed` is turnover that the return does not ask for."""

    boxes: tuple[Box, ...]
    untaxed: Money

    def vat_of(self, code: str) -> Money:
        """The tax in a box."""
        return next(box.vat or ZERO for box in self.boxes if box.code == code)


def whole_euros(amount: Money) -> int:
    """As the return takes it: whole euros, cents left off."""
    return int(Fraction(amount.cents, 100))


def return_of(sales: Iterable[Taxed], shifted: Money, paid: Money) -> Return:
    """The return from turnover by kind, work of which the tax is shifted to us, and tax paid.

    `shifted` is net of tax; the tax on it is owed and, as it was never paid, deducted alike.
    """
    found = list(sales)
    standard = [each for each in found if each.category is VatCategory.STANDARD]
    high, low = (_sum(standard, percent) for percent in (HIGH, LOW))
    other = _sums(each for each in standard if each.percent not in (HIGH, LOW))
    zero = _sums(each for each in found if each.category is VatCategory.REVERSE_CHARGE)
    due = shifted.part(Fraction(HIGH, 10_000))
    owed = Money.total([high[1], low[1], other[1], due])
    deducted = paid + due
    boxes = (
        Box("1a", _l("Taxed at the high rate"), *high),
        Box("1b", _l("Taxed at the low rate"), *low),
        Box("1c", _l("Taxed at other rates"), *other),
        Box("1e", _l("Taxed at nothing, or shifted to the customer"), zero[0], None),
        Box("2a", _l("Shifted to us"), shifted, due),
        Box("5a", _l("Tax owed"), None, owed, is_sum=True),
        Box("5b", _l("Tax paid to others"), None, deducted),
        Box("5g", _l("To pay, or below nothing to get back"), None, owed - deducted, is_sum=True),
    )
    kinds = (VatCategory.EXEMPT, VatCategory.OUTSIDE_SCOPE)
    return Return(boxes, _sums(each for each in found if each.category in kinds)[0])


def _sum(sales: Iterable[Taxed], percent: int) -> tuple[Money, Money]:
    return _sums(each for each in sales if each.percent == percent)


def _sums(sales: Iterable[Taxed]) -> tuple[Money, Money]:
    found = list(sales)
    return Money.total(each.net for each in found), Money.total(each.vat for each in found)
