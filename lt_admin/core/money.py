"""Amounts in euro: whole cents, never floats; and how a whole is divided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, order=True)
class Money:
    """An exact amount in euro; `cents` is a whole number and may be negative."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"cents must be an int, not {type(self.cents).__name__}")

    @classmethod
    def euros(cls, amount: int | str | Decimal) -> Money:
        """Read an amount such as ``130`` or ``"162.50"``; more than two decimals are refused."""
        cents = Decimal(amount) * 100
        if cents != int(cents):
            raise ValueError(f"{amount} has more than two decimals")
        return cls(int(cents))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """The sum; nothing sums to zero."""
        return cls(sum(amount.cents for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def for_minutes(self, minutes: int) -> Money:
        """This hourly rate over so many minutes, rounded half up to the cent."""
        return self.part(Fraction(minutes, 60))

    def part(self, fraction: Fraction) -> Money:
        """This fraction of the amount, rounded half up (away from zero) to the cent."""
        exact = Decimal(self.cents * fraction.numerator) / fraction.denominator
        return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)))

    def split(self, weights: Sequence[Fraction]) -> list[Money]:
        """Divide by `weights`; every cent goes somewhere.

        Largest remainder; of equal remainders the first in order wins (DOMAIN.md 2g).
        Raises ValueError when the weights sum to nothing or one is negative.
        """
        whole = sum(weights, Fraction(0))
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must be positive")
        exact = [Fraction(abs(self.cents)) * weight / whole for weight in weights]
        cents = [int(part) for part in exact]
        order = sorted(range(len(exact)), key=lambda n: (cents[n] - exact[n], n))
        for place in order[: abs(self.cents) - sum(cents)]:
            cents[place] += 1
        return [Money(part if self.cents >= 0 else -part) for part in cents]


ZERO = Money(0)


def is_quarter_exact(rate: Money) -> bool:
    """Whether a quarter of an hour at this rate is a whole number of cents.

    Hours are kept in quarters; such rates make every sum exact (docs/adr/0003).
    """
    return rate.cents % 4 == 0
