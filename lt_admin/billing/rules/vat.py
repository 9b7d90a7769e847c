"""VAT on an invoice: per rate, on the sum of its lines (PEERS: never line by line)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from lt_admin.core.money import Money


class Taxed(Protocol):
    """A line with its VAT: the letter of EN 16931 and the rate in hundredths of a percent."""

    @property
    def vat_category(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def vat_percent(self) -> int: ...  # noqa: D102

    @property
    def net(self) -> Money: ...  # noqa: D102


@dataclass(frozen=True)
class VatSum:
    """What is taxed at one rate, and the tax on it."""

    category: str
    percent: int
    net: Money
    vat: Money


def vat_sums(lines: Iterable[Taxed]) -> list[VatSum]:
    """One sum per rate, in the order of the lines, the tax rounded half up to the cent."""
    nets: dict[tuple[str, int], Money] = {}
    for line in lines:
        key = (line.vat_category, line.vat_percent)
        nets[key] = nets.get(key, Money(0)) + line.net
    return [
        VatSum(category, percent, net, net.part(Fraction(percent, 10_000)))
        for (category, percent), net in nets.items()
    ]


def vat_sums_taken_back(standing: Iterable[Taxed], left: Iterable[Taxed]) -> list[VatSum]:
    """The (negative) sums of a credit invoice after which `left` remains of `standing`.

    Its tax is the difference between the two, so that crediting an invoice line by line takes
    back exactly the tax that was asked; it may be a cent beside the rate times the sum.
    """
    after = {(rest.category, rest.percent): rest for rest in vat_sums(left)}
    nothing = VatSum("", 0, Money(0), Money(0))
    taken = [(now, after.get((now.category, now.percent), nothing)) for now in vat_sums(standing)]
    return [
        VatSum(now.category, now.percent, rest.net - now.net, rest.vat - now.vat)
        for now, rest in taken
        if rest.net != now.net or rest.vat != now.vat
    ]
