"""Two sources that must say the same, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import Account


@dataclass(frozen=True)
class Row:
    """One part of both figures; `words` is a name, or lazy words."""

    words: Any
    ledger: Money
    other: Money

    @property
    def difference(self) -> Money:
        """Ledger less the other source."""
        return self.ledger - self.other


@dataclass(frozen=True)
class Check:
    """One account against what else knows it, in parts; both signed as the ledger is."""

    account: Account
    rows: tuple[Row, ...]

    @property
    def ledger(self) -> Money:
        """What the ledger says."""
        return Money.total(row.ledger for row in self.rows)

    @property
    def other(self) -> Money:
        """What the other source says."""
        return Money.total(row.other for row in self.rows)

    @property
    def difference(self) -> Money:
        """Ledger less the other source: nothing when all is well."""
        return self.ledger - self.other

    @property
    def causes(self) -> list[Row]:
        """The parts that differ while the whole does too, the largest first.

        Parts that only cancel out are a name that changed, and say nothing.
        """
        if self.difference == ZERO:
            return []
        apart = [row for row in self.rows if row.difference != ZERO]
        return sorted(apart, key=lambda row: (-abs(row.difference.cents), str(row.words)))


def by_name(account: Account, ledger: Mapping[str, Money], other: Mapping[str, Money]) -> Check:
    """A check in parts of the same name; what has no name in the ledger stays without."""
    names = sorted({*ledger, *other})
    return Check(
        account,
        tuple(Row(name, ledger.get(name, ZERO), other.get(name, ZERO)) for name in names),
    )
