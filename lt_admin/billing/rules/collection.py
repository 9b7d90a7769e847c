"""What collecting may cost: the scale of the Besluit BIK, and EUR 40 at once (6:96(4) BW).

Our debtors are organisations. The forty euro are due as soon as one pays late; more than that is
asked only when a reminder has named the costs and its term went by.
"""

from __future__ import annotations

from fractions import Fraction

from lt_admin.core.money import ZERO, Money

# (so much of the amount, the part of it that may be asked); the last one has no end
SCALE = (
    (Money.euros(2_500), Fraction(15, 100)),
    (Money.euros(2_500), Fraction(10, 100)),
    (Money.euros(5_000), Fraction(5, 100)),
    (Money.euros(190_000), Fraction(1, 100)),
    (None, Fraction(5, 1000)),
)
LEAST, MOST = Money.euros(40), Money.euros(6_775)


def collection_costs(amount: Money) -> Money:
    """What may be asked for collecting this amount, in whole cents; nothing for nothing."""
    if amount <= ZERO:
        return ZERO
    left, exact = amount.cents, Fraction(0)
    for width, part in SCALE:
        here = left if width is None else min(left, width.cents)
        exact += here * part
        left -= here
    return min(MOST, max(LEAST, Money(100).part(exact / 100)))


def allowed_costs(amount: Money, *, is_warned: bool) -> Money:
    """What may be asked today of an organisation that is late: forty euro, or the whole scale."""
    whole = collection_costs(amount)
    return whole if is_warned else min(whole, LEAST)
