"""What the sub-ledgers say, to compare with the books."""

from __future__ import annotations

from sqlalchemy import func, select

from lt_admin.bank.models.statements import BankEntry
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentReturn
from lt_admin.billing.models.reminders import LateCharge
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger import queries
from lt_admin.ledger.models import LedgerPosting
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.batches import BatchLine, LineState
from lt_admin.payouts.models.bills import PAYABLE, Bill

A = Account


def balances():
    """Every account as the books have it today."""
    session.flush()
    return dict.fromkeys(Account, ZERO) | queries.balances(clock.today())


def debtors():
    sent = select(Invoice).where(Invoice.state != InvoiceState.DRAFT)
    return Money.total(each.open for each in session.scalars(sent))


def receipts():
    """What is with us and pays nothing; a refund that was asked for is still with us."""
    waiting = [each for each in session.scalars(select(PaymentReturn)) if not each.has_gone]
    asked = Money.total(each.amount for each in waiting if each.state == "asked")
    return Money.total(each.rest for each in session.scalars(select(Payment))) + asked


def payables():
    """What payees are owed: their statements with the VAT of their bills, less what went."""
    owed = session.scalars(select(PaymentStatement.amount)).all()
    taxed = session.scalars(select(Bill.vat).where(Bill.state.in_(PAYABLE))).all()
    went = session.scalars(select(BatchLine.amount).where(BatchLine.state == LineState.PAID))
    return Money.total([*owed, *taxed]) - Money.total(went)


def sub_ledgers():
    """Those accounts that a sub-ledger explains to the cent; debit is positive."""
    entries = session.scalars(select(BankEntry)).all()
    return {
        A.DEBTORS: debtors(),
        A.LATE_CHARGES: Money.total(each.open for each in session.scalars(select(LateCharge))),
        A.RECEIPTS_TO_DIVIDE: -receipts(),
        A.BANK_TO_PLACE: -Money.total(each.rest for each in entries),
        A.PAYEES: -payables(),
    }


def agree():
    """The books balance, and say what the sub-ledgers say."""
    found = balances()
    told = sub_ledgers()
    assert {account: found[account] for account in told} == told
    assert Money.total(found.values()) == ZERO
    assert session.scalar(select(func.min(LedgerPosting.amount))) != ZERO
