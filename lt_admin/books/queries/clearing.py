"""Bank and Stripe beside the ledger: in parts that say where a difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from lt_admin.bank.models.statements import BankEntry, BankStatement
from lt_admin.billing.models.checkouts import StripeMovement, StripePayout
from lt_admin.billing.rules.postings import STRIPE_COSTS
from lt_admin.books.rules.reconciliation import Check, Row
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPosting
from lt_admin.ledger.rules import Account

PAYOUTS = ("payout", "payout_failure", "payout_cancel")


def bank() -> Check:
    """The account at the bank: closing of the last statement of each of our accounts."""
    opening, closing, known = _statements()
    entries = _sum(BankEntry.amount)
    moved = _by_counter(Account.BANK)
    opened = moved.pop("opening", ZERO)
    placed = moved.pop(Account.BANK_TO_PLACE.value, ZERO)
    by_hand = Money.total(moved.values())
    rows = (
        Row(_l("Where the statements begin"), opened, opening),
        Row(_l("Amounts on statements"), placed, entries),
        Row(_l("Statements that are missing in between"), ZERO, closing - opening - known),
        Row(_l("Written down without a statement"), by_hand, ZERO),
    )
    return Check(Account.BANK, rows)


def stripe() -> Check:
    """What Stripe holds for us, with payouts on their way to the bank."""
    moved = _by_counter(Account.STRIPE)
    fees = moved.pop(Account.STRIPE_COSTS.value, ZERO)
    sent = moved.pop(Account.BANK_TO_PLACE.value, ZERO)
    is_fee, is_payout = StripeMovement.kind.in_(STRIPE_COSTS), StripeMovement.kind.in_(PAYOUTS)
    paid = _sum(StripeMovement.amount, ~is_fee, ~is_payout)
    kept = _sum(StripeMovement.fee, ~is_fee) - _sum(StripeMovement.net, is_fee)
    arrived = _sum(StripePayout.amount, StripePayout.arrived_on.is_not(None))
    rows = (
        Row(_l("Payments, less what went back"), Money.total(moved.values()), paid),
        Row(_l("Fees"), fees, -kept),
        Row(_l("Payouts that arrived at the bank"), sent, -arrived),
    )
    return Check(Account.STRIPE, rows)


def _sum(column: Any, *conditions: Any) -> Money:
    return session.scalars(select(func.sum(column)).where(*conditions)).one() or ZERO


def _statements() -> tuple[Money, Money, Money]:
    """Opening of the first and closing of the last statement of each account, and all entries.

    What an earlier file brought is on both statements, and counts once.
    """
    wanted = select(BankStatement.iban, BankStatement.opening, BankStatement.closing).order_by(
        BankStatement.iban, BankStatement.until_on, BankStatement.id
    )
    accounts: dict[str, list[Any]] = {}
    for row in session.execute(wanted):
        accounts.setdefault(row.iban, []).append(row)
    ends: Sequence[Any] = [(rows[0].opening, rows[-1].closing) for rows in accounts.values()]
    opening = Money.total(first for first, _last in ends)
    closing = Money.total(last for _first, last in ends)
    return opening, closing, _sum(BankEntry.amount)


def _by_counter(account: Account) -> dict[str, Money]:
    """What stands on an account, by the account at the other end; an opening balance apart."""
    sums: dict[str, Money] = {}
    sides = (LedgerPosting.debit, LedgerPosting.credit)
    for mine, other in (sides, sides[::-1]):
        wanted = (
            select(other, LedgerEntry.journal, func.sum(LedgerPosting.amount))
            .join(LedgerEntry, LedgerPosting.entry_id == LedgerEntry.id)
            .where(mine == account)
            .group_by(other, LedgerEntry.journal)
        )
        for counter, journal, amount in session.execute(wanted):
            key = "opening" if journal is Journal.OPENING else counter.value
            signed = amount if mine is LedgerPosting.debit else -amount
            sums[key] = sums.get(key, ZERO) + signed
    return sums
