"""How commissioners share a cost: percentages, weights, or fixed amounts and a rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

WHOLE = 10_000  # a hundred percent, in hundredths


class ShareKind(StrEnum):
    """How a commissioner's share is written down."""

    PERCENT = "percent"  # value in hundredths of a percent
    WEIGHT = "weight"  # value is the weight
    FIXED = "fixed"  # value in cents
    REST = "rest"  # what the others leave


@dataclass(frozen=True)
class Share:
    """One commissioner's part as it was agreed; the unit of `value` follows from `kind`."""

    organisation_id: int
    kind: ShareKind
    value: int = 0
    contact_id: int | None = None


class Borne(Protocol):
    """A share that stands in an accepted quote: as agreed, and what it came to."""

    @property
    def kind(self) -> ShareKind: ...  # noqa: D102 - the class says it

    @property
    def value(self) -> int: ...  # noqa: D102

    @property
    def amount(self) -> Money: ...  # noqa: D102


def amounts(shares: Sequence[Share], whole: Money) -> list[Money]:
    """What each share of `whole` comes to, in the order given; together exactly `whole`.

    Odd cents by largest remainder, of equal remainders the first (DOMAIN.md 2g). Raises Refused,
    in words for whoever typed them, when the shares do not make up the whole.
    """
    _check_commissioners(shares)
    kinds = {share.kind for share in shares}
    if kinds == {ShareKind.PERCENT}:
        _check_percentages(shares)
    elif kinds != {ShareKind.WEIGHT}:
        return _fixed_and_rest(shares, whole)
    return whole.split([Fraction(share.value) for share in shares])


def weights(shares: Sequence[Borne]) -> list[Fraction]:
    """The exact part of the whole that each share bears; together one.

    Percentages and weights exactly as agreed; fixed amounts and a rest by what they came to.
    """
    fixed = any(share.kind in (ShareKind.FIXED, ShareKind.REST) for share in shares)
    parts = [share.amount.cents if fixed else share.value for share in shares]
    return [Fraction(part, sum(parts)) for part in parts]


def _check_commissioners(shares: Sequence[Share]) -> None:
    if not shares:
        raise Refused(_("Say first which organisations share the cost."))
    if len({share.organisation_id for share in shares}) < len(shares):
        raise Refused(_("An organisation can have only one share in a quote."))
    if any(share.value <= 0 for share in shares if share.kind is not ShareKind.REST):
        raise Refused(_("Each share must be more than nothing."))


def _check_percentages(shares: Sequence[Share]) -> None:
    total = sum(share.value for share in shares)
    if total != WHOLE:
        raise Refused(
            _(
                "The shares add up to %(total)s%%; they must be exactly 100%%.",
                total=f"{total // 100}.{total % 100:02d}",
            )
        )


def _fixed_and_rest(shares: Sequence[Share], whole: Money) -> list[Money]:
    rests = sum(share.kind is ShareKind.REST for share in shares)
    if any(share.kind in (ShareKind.PERCENT, ShareKind.WEIGHT) for share in shares):
        raise Refused(_("Use one kind for all shares; only fixed amounts and a rest go together."))
    if rests > 1:
        raise Refused(_("Only one organisation can take the rest."))
    left = whole.cents - sum(share.value for share in shares if share.kind is ShareKind.FIXED)
    if left < 0 or (left == 0 and rests):
        raise Refused(_("The fixed amounts leave no rest; the whole is smaller than that."))
    if left and not rests:
        raise Refused(_("The fixed amounts are not the whole yet; let one share take the rest."))
    return [Money(left if share.kind is ShareKind.REST else share.value) for share in shares]
