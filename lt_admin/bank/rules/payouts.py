"""Which amounts on the bank are payouts of Stripe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lt_admin.core.money import Money


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout that Stripe announced; the bank statement should say its descriptor."""

    id: int
    amount: Money
    descriptor: str


def payouts_like(name: str, amount: Money, expected: Sequence[Payout]) -> list[Payout]:
    """Those that this amount may be: it comes from Stripe, and is of the same amount."""
    if "STRIPE" not in name.upper():
        return []
    return [each for each in expected if each.amount == amount]


def payout_of(name: str, amount: Money, said: str, expected: Sequence[Payout]) -> Payout | None:
    """The payout that this amount is beyond doubt: its descriptor is said too.

    None when several would fit: a person says which.
    """
    words = said.upper()
    like = payouts_like(name, amount, expected)
    fits = [each for each in like if each.descriptor and each.descriptor.upper() in words]
    return fits[0] if len(fits) == 1 else None
