"""Over the whole story the books balance on every day, and say what the sub-ledgers say."""

from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import select

from lt_admin.bank.models.statements import BankBooking, BankEntry
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.models.reminders import ChargeAllocation, LateCharge
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger import queries
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.rules import Account
from tests.ledger.books import agree

A = Account


def everything(kind):
    return db.scalars(select(kind)).all()


def on_and_off(kind, sign):
    """What was made, and undone, each on its day."""
    for each in everything(kind):
        yield clock.day_of(each.made_at), sign * each.amount.cents
        if each.undone_at is not None:
            yield clock.day_of(each.undone_at), -sign * each.amount.cents


def audited(event, sign):
    """What the log says of an event, in cents."""
    for each in db.scalars(select(AuditEntry).where(AuditEntry.event == event)):
        yield clock.day_of(each.at), sign * int(each.facts["cents"])


def debtors():
    for each in everything(Invoice):
        if each.is_issued:
            yield each.issued_on, each.gross.cents
    yield from on_and_off(PaymentAllocation, -1)
    yield from audited("write_off:approved", -1)
    yield from audited("write_off:revoked", 1)


def late_charges():
    for each in everything(LateCharge):
        yield clock.day_of(each.created_at), each.amount.cents
        if each.waived_on is not None:
            yield each.waived_on, (each.paid - each.amount).cents
    yield from on_and_off(ChargeAllocation, -1)


def receipts():
    for each in everything(Payment):
        yield clock.day_of(each.created_at), -each.amount.cents
    yield from on_and_off(PaymentAllocation, 1)
    yield from on_and_off(ChargeAllocation, 1)
    yield from audited("return:done", 1)


def bank_to_place():
    for each in everything(BankEntry):
        yield clock.day_of(each.statement.file.confirmed_at), -each.amount.cents
    yield from on_and_off(BankBooking, 1)


SUB_LEDGERS = {
    A.DEBTORS: debtors,
    A.LATE_CHARGES: late_charges,
    A.RECEIPTS_TO_DIVIDE: receipts,
    A.BANK_TO_PLACE: bank_to_place,
}


def moved(account):
    """What each day's entries did to an account, by the day on which they were written."""
    found = defaultdict(int)
    for entry in everything(LedgerEntry):
        for posting in entry.postings:
            sign = (posting.debit is account) - (posting.credit is account)
            found[clock.day_of(entry.made_at)] += sign * posting.amount.cents
    return {day: cents for day, cents in found.items() if cents}


@pytest.mark.parametrize("account", SUB_LEDGERS)
def test_every_day_the_books_moved_as_the_sub_ledger_did(account):
    told = defaultdict(int)
    for day, cents in SUB_LEDGERS[account]():
        told[day] += cents

    assert moved(account) == {day: cents for day, cents in told.items() if cents}


def test_the_books_balance_at_the_end_of_every_day():
    days = db.scalars(select(LedgerEntry.booked_on).distinct()).all()

    assert len(days) > 50
    assert {Money.total(queries.balances(day).values()) for day in days} == {ZERO}


def test_at_the_end_the_sub_ledgers_are_what_the_books_say():
    agree()


def test_each_statement_of_a_payee_is_owed_as_it_was_made():
    wanted = select(LedgerEntry).where(LedgerEntry.event == "statement:issued")
    owed = [
        posting.amount
        for entry in db.scalars(wanted)
        for posting in entry.postings
        if posting.credit is A.PAYEES
    ]
    assert Money.total(owed) == Money.total(each.amount for each in everything(PaymentStatement))


def test_every_entry_names_what_it_is_about():
    for entry in everything(LedgerEntry):
        assert entry.words
        assert ":" in entry.subject
        assert entry.happened_on <= clock.day_of(entry.made_at)


def test_contributions_are_all_in_the_funds():
    for account in (A.TO_FUNDS, A.REVIEWS, A.COMPENSATION):
        assert queries.balances(clock.today())[account] != ZERO
