"""The result of a year and the balance at its end, as the ledger says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import CHART, Account, Side

Balances = Mapping[Account, Money]  # debit is positive
APPROPRIATION = (Account.TO_FUNDS, Account.FROM_FUNDS)
RESULTS = tuple(account for account in Account if not CHART[account].is_balance)
INCOME = tuple(each for each in RESULTS if each.value.startswith("8"))
COSTS = tuple(each for each in RESULTS if each not in (*INCOME, *APPROPRIATION))
ASSETS = tuple(
    each for each, sheet in CHART.items() if sheet.is_balance and sheet.side is Side.DEBIT
)
EQUITY = tuple(each for each in Account if each.value.startswith("05"))
DEBTS = tuple(
    each
    for each, sheet in CHART.items()
    if sheet.is_balance and sheet.side is Side.CREDIT and each not in EQUITY
)
_RESERVE = (Account.RESERVE, Account.RESULT)


@dataclass(frozen=True)
class Item:
    """One line of a statement of account: this year and the year before; sums have no account."""

    name: Any
    amount: Money
    before: Money
    account: Account | None = None

    @property
    def is_sum(self) -> bool:
        """Whether it adds up lines above it."""
        return self.account is None

    @property
    def change(self) -> Money:
        """How much more than the year before."""
        return self.amount - self.before


@dataclass(frozen=True)
class Year:
    """What a year did and where it ended, beside the year before it.

    `moved` and `moved_before` are the two years, `stands` and `stood` the balances at their ends;
    of the year that runs up to `until`, and the year before it as a whole.
    """

    year: int
    until: date
    moved: Balances
    moved_before: Balances
    stands: Balances
    stood: Balances

    @property
    def income(self) -> list[Item]:
        """What came in by kind, and together; without VAT."""
        return self._of_year(INCOME, _l("Income"), sign=-1)

    @property
    def costs(self) -> list[Item]:
        """What it cost by kind, and together."""
        return self._of_year(COSTS, _l("Costs"), sign=1)

    @property
    def result(self) -> Item:
        """Income less costs."""
        earned, paid = self.income[-1], self.costs[-1]
        return Item(_l("Result"), earned.amount - paid.amount, earned.before - paid.before)

    @property
    def appropriation(self) -> list[Item]:
        """What of the result goes into the funds, what comes out, and what the reserve gets."""
        into = _item(Account.TO_FUNDS, self.moved, self.moved_before, -1)
        out = _item(Account.FROM_FUNDS, self.moved, self.moved_before, -1)
        rest = _sum(_l("To the reserve"), [self.result, into, out])
        return [item for item in (into, out) if item.amount or item.before] + [rest]

    @property
    def assets(self) -> list[Item]:
        """What we have and are owed, and together."""
        return self._at_end(ASSETS, _l("Assets"), sign=1)

    @property
    def debts(self) -> list[Item]:
        """What we owe, and together."""
        return self._at_end(DEBTS, _l("Debts"), sign=-1)

    @property
    def equity(self) -> list[Item]:
        """The reserve with all results up to now, the funds, and together."""
        names = (*_RESERVE, *RESULTS)
        reserve = Item(
            CHART[Account.RESERVE].name,
            -Money.total(self.stands.get(each, ZERO) for each in names),
            -Money.total(self.stood.get(each, ZERO) for each in names),
            Account.RESERVE,
        )
        funds = self._at_end([each for each in EQUITY if each not in _RESERVE], "", sign=-1)[:-1]
        return [reserve, *funds, _sum(_l("Equity"), [reserve, *funds])]

    @property
    def sources(self) -> Item:
        """Equity and debts: as much as the assets, always."""
        return _sum(_l("Equity and debts"), [self.equity[-1], self.debts[-1]])

    def _of_year(self, accounts: Iterable[Account], name: Any, *, sign: int) -> list[Item]:
        return _listed(accounts, name, self.moved, self.moved_before, sign)

    def _at_end(self, accounts: Iterable[Account], name: Any, *, sign: int) -> list[Item]:
        return _listed(accounts, name, self.stands, self.stood, sign)


def _listed(
    accounts: Iterable[Account], name: Any, now: Balances, before: Balances, sign: int
) -> list[Item]:
    """A line for each account with an amount in either year, and their sum."""
    items = [_item(each, now, before, sign) for each in accounts]
    used = [item for item in items if item.amount or item.before]
    return [*used, _sum(name, used)]


def _item(account: Account, now: Balances, before: Balances, sign: int) -> Item:
    amount, earlier = (Money(sign * each.get(account, ZERO).cents) for each in (now, before))
    return Item(CHART[account].name, amount, earlier, account)


def _sum(name: Any, items: Sequence[Item]) -> Item:
    return Item(
        name,
        Money.total(each.amount for each in items),
        Money.total(each.before for each in items),
    )
