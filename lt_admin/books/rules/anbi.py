"""The figures that a foundation publishes as an ANBI, in the groups of the standard form.

FACTS.md 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.rules import Account

_A = Account
Group = tuple[Any, tuple[Account, ...]]
ASSETS: tuple[Group, ...] = (
    (
        _l("Claims"),
        (_A.DEBTORS, _A.LATE_CHARGES, _A.VAT_PAID, _A.BANK_TO_PLACE),
    ),
    (_l("Money at hand"), (_A.BANK, _A.STRIPE)),
)
FUNDS = tuple(account for account in Account if account.name.startswith("FUND_"))
LIABILITIES: tuple[Group, ...] = (
    (_l("Reserve"), (_A.RESERVE, _A.RESULT)),
    (_l("Earmarked funds: quality system"), FUNDS),
    (_l("Short-term debts"), (_A.RECEIPTS_TO_DIVIDE, _A.VAT_DUE, _A.PAYEES, _A.CREDITORS)),
)
INCOME: tuple[Group, ...] = (
    (_l("Income from learning reviews"), (_A.REVIEWS, _A.REVIEWS_UNTAXED)),
    (_l("Income from elsewhere"), (_A.LATENESS, _A.OTHER_INCOME)),
    (_l("Taken from the quality fund"), (_A.FROM_FUNDS,)),
)
QUALITY = (_A.SUPERVISION, _A.OUTREACH, _A.METHOD_DEVELOPMENT, _A.UK_COOPERATION, _A.COORDINATION)
COSTS: tuple[Group, ...] = (
    (_l("Spent on the aim: reviews"), (_A.COMPENSATION,)),
    (_l("Spent on the aim: quality system"), QUALITY),
    (_l("Costs of keeping house"), (_A.BANK_COSTS, _A.STRIPE_COSTS, _A.WRITE_OFFS)),
    (_l("Put into the quality fund"), (_A.TO_FUNDS,)),
)


@dataclass(frozen=True)
class Figure:
    """One line of the form: this year and the year before."""

    words: Any
    now: Money
    before: Money


@dataclass(frozen=True)
class Part:
    """One block of the form with its sum."""

    words: Any
    lines: tuple[Figure, ...]

    @property
    def total(self) -> Figure:
        """All of its lines together."""
        now = Money.total(line.now for line in self.lines)
        return Figure(_l("Together"), now, Money.total(line.before for line in self.lines))


Balances = Mapping[Account, Money]


def part(words: Any, groups: tuple[Group, ...], now: Balances, before: Balances) -> Part:
    """Groups of accounts as a block; amounts on their usual side are positive.

    Assets and costs are so on the debit side, liabilities and income on the credit side.
    """
    sign = 1 if groups in (ASSETS, COSTS) else -1
    lines = (
        Figure(word, _sum(accounts, now, sign), _sum(accounts, before, sign))
        for word, accounts in groups
    )
    return Part(words, tuple(lines))


def _sum(accounts: tuple[Account, ...], balances: Balances, sign: int) -> Money:
    return Money(sign * sum(balances.get(account, ZERO).cents for account in accounts))


def covered() -> set[Account]:
    """Every account that stands somewhere on the form."""
    blocks = (ASSETS, LIABILITIES, INCOME, COSTS)
    return {each for block in blocks for _word, accounts in block for each in accounts}
