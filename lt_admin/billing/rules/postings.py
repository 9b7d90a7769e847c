"""What each event of billing does to the books: the amounts that move, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from lt_admin.billing.rules.quality_account import Category
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import Money
from lt_admin.ledger.rules import Account, Move

_A = Account
# By the names of QualityCategory: where the cost stands, and the fund that bears it.
COSTS: dict[str, Account] = {
    "supervision": _A.SUPERVISION,
    "outreach": _A.OUTREACH,
    "method_development": _A.METHOD_DEVELOPMENT,
    "uk_cooperation": _A.UK_COOPERATION,
    "coordination": _A.COORDINATION,
}
FUNDS: dict[str, Account] = {
    "supervision": _A.FUND_SUPERVISION,
    "outreach": _A.FUND_OUTREACH,
    "method_development": _A.FUND_METHOD_DEVELOPMENT,
    "uk_cooperation": _A.FUND_UK_COOPERATION,
    "coordination": _A.FUND_COORDINATION,
}


# Movements at Stripe that are costs as a whole; of others it keeps the fee.
STRIPE_COSTS = ("stripe_fee", "stripe_fx_fee", "network_cost", "tax_fee")


class Taxed(Protocol):
    """What of an invoice is taxed at one rate, and the tax on it."""

    category: VatCategory
    net: Money
    vat: Money


class Movement(Protocol):
    """One line of Stripe's own books."""

    kind: str
    fee: Money
    net: Money


def invoice_issued(sums: Iterable[Taxed]) -> list[Move]:
    """Owed by the commissioner, earned by us, with its VAT; of a credit invoice all is negative."""
    moves = []
    for each in sums:
        is_taxed = each.category is VatCategory.STANDARD
        moves.append(Move(_A.DEBTORS, _A.REVIEWS if is_taxed else _A.REVIEWS_UNTAXED, each.net))
        moves.append(Move(_A.DEBTORS, _A.VAT_DUE, each.vat))
    return moves


def received(amount: Money, through: Account) -> list[Move]:
    """A receipt; `through` is where the money was seen."""
    return [Move(through, _A.RECEIPTS_TO_DIVIDE, amount)]


def sent_back(amount: Money, through: Account) -> list[Move]:
    """A part of a receipt that went back to whoever paid it."""
    return [Move(_A.RECEIPTS_TO_DIVIDE, through, amount)]


def allocated(amount: Money) -> list[Move]:
    """A part of a receipt pays (a part of) an invoice."""
    return [Move(_A.RECEIPTS_TO_DIVIDE, _A.DEBTORS, amount)]


def charged(amount: Money) -> list[Move]:
    """Interest or costs of lateness, without VAT."""
    return [Move(_A.LATE_CHARGES, _A.LATENESS, amount)]


def charge_paid(amount: Money) -> list[Move]:
    """A part of a receipt pays (a part of) what lateness costs."""
    return [Move(_A.RECEIPTS_TO_DIVIDE, _A.LATE_CHARGES, amount)]


def written_off(amount: Money) -> list[Move]:
    """An amount that is not asked for any more."""
    return [Move(_A.WRITE_OFFS, _A.DEBTORS, amount)]


def kept(movement: Movement) -> Money:
    """What Stripe kept of a movement; negative when it gave a fee back."""
    return -movement.net if movement.kind in STRIPE_COSTS else movement.fee


def stripe_kept(amount: Money) -> list[Move]:
    """What Stripe keeps for its work."""
    return [Move(_A.STRIPE_COSTS, _A.STRIPE, amount)]


def payout_arrived(amount: Money) -> list[Move]:
    """An amount on the bank statement is what Stripe held for us."""
    return [Move(_A.BANK_TO_PLACE, _A.STRIPE, amount)]


def compensation(amount: Money, *, is_supervision: bool) -> list[Move]:
    """Owed to a payee; supervision is taken from the fund that it has."""
    if not is_supervision:
        return [Move(_A.COMPENSATION, _A.PAYEES, amount)]
    return [Move(_A.SUPERVISION, _A.PAYEES, amount), *_from_fund("supervision", amount)]


def contribution(parts: Mapping[Category, Money]) -> list[Move]:
    """What commissioners pay beyond the compensation goes into the funds, by category."""
    return [Move(_A.TO_FUNDS, FUNDS[name.value], amount) for name, amount in parts.items()]


def spending(category: StrEnum, amount: Money) -> list[Move]:
    """What the quality system spends, owed to a supplier and taken from its fund."""
    name = category.value
    return [Move(COSTS[name], _A.CREDITORS, amount), *_from_fund(name, amount)]


def _from_fund(name: str, amount: Money) -> list[Move]:
    return [Move(FUNDS[name], _A.FROM_FUNDS, amount)]


def undone(moves: Iterable[Move]) -> list[Move]:
    """What takes moves back."""
    return [move.back for move in moves]
