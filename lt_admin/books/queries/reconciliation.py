"""The ledger beside every other source that knows the same: to the cent, now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, type_coerce

from lt_admin.bank.models.statements import BankEntry, EntryState
from lt_admin.bank.queries.claims import OPEN
from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentReturn, ReturnKind, ReturnState
from lt_admin.billing.models.reminders import LateCharge
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.books.queries.clearing import bank, stripe
from lt_admin.books.rules.reconciliation import Check, by_name
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import MoneyCents
from lt_admin.ledger.models import LedgerEntry, LedgerPosting
from lt_admin.ledger.rules import Account
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.payouts.models.bills import PAYABLE, Bill
from lt_admin.reviewers.models.people import Payee

Sums = dict[str, Money]


def checks() -> list[Check]:
    """Every account that something else knows too, in order."""
    found = (bank, stripe, to_place, debtors, late_charges, receipts, payees)
    return [check() for check in found]


def differences() -> int:
    """How many accounts differ from what else knows them."""
    return sum(1 for check in checks() if check.difference != ZERO)


def _euros(figure: Any) -> Any:
    return type_coerce(figure, MoneyCents())


def _ledger(account: Account, by: Any) -> Sums:
    """What stands on an account, in parts; debit is positive."""
    sums: Sums = {}
    for mine, sign in ((LedgerPosting.debit, 1), (LedgerPosting.credit, -1)):
        wanted = (
            select(by, func.sum(LedgerPosting.amount))
            .join(LedgerEntry, LedgerPosting.entry_id == LedgerEntry.id)
            .where(mine == account)
            .group_by(by)
        )
        for part, amount in session.execute(wanted):
            signed = amount if sign > 0 else -amount
            sums[str(part)] = sums.get(str(part), ZERO) + signed
    return sums


def _other(wanted: Any, *, is_credit: bool = False) -> Sums:
    """(name, amount) rows as sums; amounts that we owe stand on the credit side."""
    sums: Sums = {}
    for name, amount in session.execute(wanted):
        signed = -amount if is_credit else amount
        sums[str(name)] = sums.get(str(name), ZERO) + signed
    return {name: amount for name, amount in sums.items() if amount}


def _by_party(account: Account, wanted: Any, *, is_credit: bool = False) -> Check:
    other = _other(wanted, is_credit=is_credit)
    return by_name(account, _ledger(account, LedgerEntry.party), other)


def debtors() -> Check:
    """What is open on invoices, by organisation; below nothing where too much was paid."""
    wanted = (
        select(Organisation.name, OPEN)
        .join(Invoice, Invoice.organisation_id == Organisation.id)
        .where(Invoice.kind == InvoiceKind.INVOICE, Invoice.state != InvoiceState.DRAFT)
        .where(OPEN != ZERO)
    )
    return _by_party(Account.DEBTORS, wanted)


def late_charges() -> Check:
    """What is open of interest and costs, by organisation."""
    wanted = (
        select(Organisation.name, _euros(LateCharge.amount - LateCharge.paid))
        .select_from(LateCharge)
        .join(Invoice, Invoice.id == LateCharge.invoice_id)
        .join(Organisation, Organisation.id == Invoice.organisation_id)
        .where(LateCharge.waived_on.is_(None))
    )
    return _by_party(Account.LATE_CHARGES, wanted)


def receipts() -> Check:
    """What came in and pays nothing yet, with refunds that are asked for and did not go yet."""
    rest = _euros(Payment.amount - Payment.allocated - Payment.returned)
    payer = Organisation.id == Payment.organisation_id
    unused = select(Organisation.name, rest).join(Payment, payer).where(rest != ZERO)
    going = (
        select(Organisation.name, PaymentReturn.amount)
        .select_from(PaymentReturn)
        .join(Payment, Payment.id == PaymentReturn.payment_id)
        .join(Organisation, payer)
        .where(PaymentReturn.state == ReturnState.ASKED, PaymentReturn.kind == ReturnKind.REFUND)
    )
    other = _other(unused, is_credit=True)
    for name, amount in _other(going, is_credit=True).items():
        other[name] = other.get(name, ZERO) + amount
    ledger = _ledger(Account.RECEIPTS_TO_DIVIDE, LedgerEntry.party)
    return by_name(Account.RECEIPTS_TO_DIVIDE, ledger, other)


def to_place() -> Check:
    """What waits on the work list or was set aside, by the day on the bank statement."""
    rest = _euros(BankEntry.amount - BankEntry.booked)
    wanted = select(BankEntry.booked_on, rest).where(BankEntry.state != EntryState.BOOKED)
    other = _other(wanted, is_credit=True)
    ledger = _ledger(Account.BANK_TO_PLACE, LedgerEntry.happened_on)
    return by_name(Account.BANK_TO_PLACE, ledger, other)


def payees() -> Check:
    """Statements that were not paid yet, with the VAT of their bills, by payee."""
    bill = (Bill.statement_id == PaymentStatement.id) & Bill.state.in_(PAYABLE)
    wanted = (
        select(Payee.name, func.coalesce(Bill.gross, PaymentStatement.amount))
        .select_from(PaymentStatement)
        .join(Payee, Payee.id == PaymentStatement.payee_id)
        .outerjoin(Bill, bill)
        .where(PaymentStatement.state == StatementState.ISSUED)
    )
    return _by_party(Account.PAYEES, wanted, is_credit=True)
