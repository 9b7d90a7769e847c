"""The quality system by category: how contributions are divided, and what is left (2g)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

Category = TypeVar("Category", bound=StrEnum)
WHOLE = 1000  # shares are parts of a thousand
SESSION_MINUTES = 90  # of supervision of two reviewers: the least length (DOMAIN.md 2d)


def split(amount: Money, shares: Mapping[Category, int]) -> dict[Category, Money]:
    """The amount by category, to the cent; shares are per mille and make the whole together.

    Largest remainder; of equal remainders the category that is named first wins, in whatever
    order the shares come. Raises ValueError when they are not the whole.
    """
    if sum(shares.values()) != WHOLE:
        raise ValueError("shares must make 1000 per mille together")
    names = [name for name in type(next(iter(shares))) if name in shares]
    parts = amount.split([Fraction(shares[name], WHOLE) for name in names])
    return dict(zip(names, parts, strict=True))


def check_division(shares: Mapping[Category, int]) -> None:
    """Refuse a division that is not the whole."""
    if sum(shares.values()) != WHOLE:
        raise Refused(_("All parts together make 100 percent."))


@dataclass(frozen=True)
class Fund:
    """One category of the quality system in a year; amounts without VAT that we reclaim.

    `committed` is spoken for and not yet spent: supervision that is still to be held or paid.
    """

    category: str
    brought: Money  # what was left at the end of the year before; negative when overdrawn
    contributed: Money
    spent: Money
    waiting: Money  # of what was spent: not yet approved by a second person
    committed: Money
    budget: Money | None  # None until the board has set one

    @property
    def holds(self) -> Money:
        """What is in the fund at the end of the year, or now."""
        return self.brought + self.contributed - self.spent

    @property
    def left(self) -> Money | None:
        """What may still be spent by the budget; below zero when it is exceeded."""
        return None if self.budget is None else self.budget - self.spent - self.committed


def together(funds: Sequence[Fund]) -> Fund:
    """The funds as one; it has a budget when any of them has."""
    budgets = [fund.budget for fund in funds if fund.budget is not None]
    return Fund(
        category="",
        brought=Money.total(fund.brought for fund in funds),
        contributed=Money.total(fund.contributed for fund in funds),
        spent=Money.total(fund.spent for fund in funds),
        waiting=Money.total(fund.waiting for fund in funds),
        committed=Money.total(fund.committed for fund in funds),
        budget=Money.total(budgets) if budgets else None,
    )


def planned_supervision(required: int, held: int, rate: Money) -> Money:
    """What the sessions cost that the norm still asks for, each of the usual length."""
    return rate.for_minutes(max(required - held, 0) * SESSION_MINUTES)
