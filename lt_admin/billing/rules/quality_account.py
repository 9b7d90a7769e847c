"""The quality system by category: how contributions are divided (DOMAIN.md 2g)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from lt_admin.core.money import Money

Category = TypeVar("Category", bound=StrEnum)
WHOLE = 1000  # shares are parts of a thousand


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
