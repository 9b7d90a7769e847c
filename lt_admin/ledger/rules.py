"""The chart of accounts, on the codes of RGS 3.7 (FACTS.md 10), and what a posting may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused


class Account(StrEnum):
    """One account of the ledger, by our own number."""

    RESERVE = "0500"
    FUND_SUPERVISION = "0511"
    FUND_OUTREACH = "0512"
    FUND_METHOD_DEVELOPMENT = "0513"
    FUND_UK_COOPERATION = "0514"
    FUND_COORDINATION = "0515"
    RESULT = "0590"
    BANK = "1100"
    STRIPE = "1150"
    BANK_TO_PLACE = "1190"
    DEBTORS = "1300"
    LATE_CHARGES = "1305"
    RECEIPTS_TO_DIVIDE = "1310"
    VAT_DUE = "1500"
    VAT_PAID = "1510"
    PAYEES = "1600"
    CREDITORS = "1610"
    COMPENSATION = "4000"
    SUPERVISION = "4110"
    OUTREACH = "4120"
    METHOD_DEVELOPMENT = "4130"
    UK_COOPERATION = "4140"
    COORDINATION = "4150"
    BANK_COSTS = "4500"
    STRIPE_COSTS = "4510"
    WRITE_OFFS = "4600"
    TO_FUNDS = "4900"
    FROM_FUNDS = "4910"
    REVIEWS = "8000"
    REVIEWS_UNTAXED = "8010"
    LATENESS = "8400"
    OTHER_INCOME = "8900"


class Side(StrEnum):
    """On which side an account usually stands."""

    DEBIT = "D"
    CREDIT = "C"


@dataclass(frozen=True)
class Sheet:
    """What an account is: its RGS code, whether it stands on the balance sheet, and its name."""

    rgs: str
    is_balance: bool
    side: Side
    name: Any


_D, _C = Side.DEBIT, Side.CREDIT
CHART: dict[Account, Sheet] = {
    Account.RESERVE: Sheet("BEivOvrOrs", True, _C, _l("Reserve")),
    Account.FUND_SUPERVISION: Sheet("BEivBefBef", True, _C, _l("Quality fund: supervision")),
    Account.FUND_OUTREACH: Sheet("BEivBefBef", True, _C, _l("Quality fund: outreach")),
    Account.FUND_METHOD_DEVELOPMENT: Sheet(
        "BEivBefBef", True, _C, _l("Quality fund: method development")
    ),
    Account.FUND_UK_COOPERATION: Sheet(
        "BEivBefBef", True, _C, _l("Quality fund: British partnership")
    ),
    Account.FUND_COORDINATION: Sheet("BEivBefBef", True, _C, _l("Quality fund: coordination")),
    Account.RESULT: Sheet("BEivOreRvh", True, _C, _l("Result of the year")),
    Account.BANK: Sheet("BLimBanRba", True, _D, _l("Bank")),
    Account.STRIPE: Sheet("BLimKruCra", True, _D, _l("Held by Stripe")),
    Account.BANK_TO_PLACE: Sheet("BVorTusTon", True, _D, _l("Bank amounts without a place yet")),
    Account.DEBTORS: Sheet("BVorDebHad", True, _D, _l("Debtors")),
    Account.LATE_CHARGES: Sheet("BVorDebHad", True, _D, _l("Debtors: interest and costs")),
    Account.RECEIPTS_TO_DIVIDE: Sheet("BVorDebTus", True, _D, _l("Receipts to divide")),
    Account.VAT_DUE: Sheet("BSchBepBla", True, _C, _l("VAT to pay")),
    Account.VAT_PAID: Sheet("BVorVbkTvo", True, _D, _l("VAT to get back")),
    Account.PAYEES: Sheet("BSchCreHac", True, _C, _l("Payees")),
    Account.CREDITORS: Sheet("BSchCreHac", True, _C, _l("Creditors")),
    Account.COMPENSATION: Sheet("WKprKuwKuw", False, _D, _l("Compensation of reviewers")),
    Account.SUPERVISION: Sheet("WBedEemWdd", False, _D, _l("Supervision")),
    Account.OUTREACH: Sheet("WBedEemWdd", False, _D, _l("Outreach")),
    Account.METHOD_DEVELOPMENT: Sheet("WBedEemWdd", False, _D, _l("Method development")),
    Account.UK_COOPERATION: Sheet("WBedEemWdd", False, _D, _l("British partnership")),
    Account.COORDINATION: Sheet("WBedEemWdd", False, _D, _l("Coordination")),
    Account.BANK_COSTS: Sheet("WBedAdlBan", False, _D, _l("Bank costs")),
    Account.STRIPE_COSTS: Sheet("WBedAdlBan", False, _D, _l("Costs of Stripe")),
    Account.WRITE_OFFS: Sheet("WBedVkkAdd", False, _D, _l("Written off")),
    Account.TO_FUNDS: Sheet("BEivBefBef", False, _D, _l("Put into the quality fund")),
    Account.FROM_FUNDS: Sheet("BEivBefBef", False, _C, _l("Taken from the quality fund")),
    Account.REVIEWS: Sheet("WOmzNodOdh", False, _C, _l("Learning reviews")),
    Account.REVIEWS_UNTAXED: Sheet("WOmzNodNod", False, _C, _l("Learning reviews without VAT")),
    Account.LATENESS: Sheet("WFbeRlmInc", False, _C, _l("Interest and costs of lateness")),
    Account.OTHER_INCOME: Sheet("WOvbOvoOvo", False, _C, _l("Other income")),
}


@dataclass(frozen=True)
class Move:
    """An amount that goes from one account to another; balanced by its shape."""

    debit: Account
    credit: Account
    amount: Money

    @property
    def positive(self) -> Move:
        """The same with an amount above zero: a negative one goes the other way."""
        if self.amount >= ZERO:
            return self
        return Move(self.credit, self.debit, -self.amount)

    @property
    def back(self) -> Move:
        """What undoes it."""
        return Move(self.credit, self.debit, self.amount)

    @property
    def sides(self) -> dict[str, Any]:
        """The columns of a posting."""
        return {"debit": self.debit, "credit": self.credit, "amount": self.amount}


def tidy(moves: Iterable[Move]) -> list[Move]:
    """The moves that move something, each with an amount above zero."""
    return [move.positive for move in moves if move.amount != ZERO]


@dataclass(frozen=True)
class OpeningRow:
    """What an account stood at when the books began: on one side, and never below zero."""

    account: Account
    debit: Money = ZERO
    credit: Money = ZERO


def opening_moves(rows: Sequence[OpeningRow]) -> list[Move]:
    """The balances as amounts that go from the credit accounts to the debit ones, in order.

    Raises Refused when they do not balance, or are no balances of the balance sheet.
    """
    _check_opening(rows)
    debits = [(row.account, row.debit) for row in rows if row.debit]
    credits_ = [(row.account, row.credit) for row in rows if row.credit]
    return list(_paired(debits, credits_))


def _check_opening(rows: Sequence[OpeningRow]) -> None:
    for row in rows:
        if not CHART[row.account].is_balance:
            raise Refused(
                _("%(account)s is no account of the balance sheet.", account=row.account.value)
            )
        if min(row.debit, row.credit) < ZERO or (row.debit and row.credit):
            raise Refused(
                _("%(account)s stands on one side, above zero.", account=row.account.value)
            )
    if len({row.account for row in rows}) < len(rows):
        raise Refused(_("Each account stands there once."))
    if Money.total(row.debit for row in rows) != Money.total(row.credit for row in rows):
        raise Refused(_("Debit and credit are not the same together."))


Amounts = list[tuple[Account, Money]]


def _paired(debits: Amounts, credits_: Amounts) -> Iterator[Move]:
    """Let each debit be met by the credits that are left, first come first served."""
    left = list(credits_)
    for debit, amount in debits:
        open_ = amount
        while open_:
            credit, has = left.pop(0)
            part = min(open_, has)
            yield Move(debit, credit, part)
            open_ -= part
            left[:0] = [(credit, has - part)] if has > part else []
