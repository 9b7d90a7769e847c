"""The books while several people write in them, and while somebody closes a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.billing.services.payments import Receipt, allocate, record_payment, undo_allocation
from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPeriod, PeriodState
from lt_admin.ledger.rules import Account, Move, OpeningRow
from lt_admin.ledger.services import Occasion, close_period, open_books, post, post_many
from tests.billing.invoice_factories import one_invoice
from tests.factories import user_with
from tests.ledger.books import agree

pytestmark = pytest.mark.race
PART = Money.euros(100)
MONTH = date(2025, 5, 1)


@pytest.fixture
def invoice(house):
    with house.app_context(), transaction():
        return one_invoice(by=user_with(Role.BOARD)).id


def somebody():
    return session.scalars(select(User).order_by(User.id)).first()


def pays_a_part(invoice_id, number):
    """A part of a payment of its own, taken off again by every second one."""
    with transaction():
        invoice, by = session.get(Invoice, invoice_id), somebody()
        receipt = Receipt(invoice.organisation, clock.today(), PART, f"BEA {number}")
        payment = record_payment(receipt, by=by)
    with transaction():
        invoice, payment = session.get(Invoice, invoice_id), session.get(Payment, payment.id)
        made = allocate(payment, invoice, PART, by=by)
        if number % 2:
            undo_allocation(made, by=by)


def test_many_who_pay_one_invoice_leave_books_that_agree(house, invoice, all_at_once):
    all_at_once(6, lambda number: pays_a_part(invoice, number))

    with house.app_context():
        assert len(session.scalars(select(Payment)).all()) == 6
        agree()


def occasion(on, number):
    by = somebody()
    return Occasion("invoice:issued", by, on, Journal.MEMORIAL, f"Boeking {number}")


def writes(number):
    """Of half of them one entry at a time, of the others several in one go."""
    moves = [Move(Account.DEBTORS, Account.REVIEWS, PART)]
    days = [MONTH + timedelta(days=40 - number), MONTH + timedelta(days=number)]
    with transaction():
        told = [(occasion(day, number), moves) for day in days]
        if number % 2:
            post_many(told, by="system")
        else:
            for each, moved in told:
                post(each, moved, by="system")


def closes():
    with transaction():
        return close_period(MONTH.year, MONTH.month, by=somebody())


def test_whoever_writes_while_a_month_closes_writes_before_or_after(house, all_at_once):
    with house.app_context(), transaction():
        user_with(Role.BOARD)
    done = all_at_once(8, lambda number: writes(number) if number else closes())

    with house.app_context():
        assert [each for each in done[1:] if each is not None] == []
        entries = session.scalars(select(LedgerEntry)).all()
        assert len(entries) == 14
        assert all(entry.booked_on >= entry.happened_on for entry in entries)
        of_month = (LedgerPeriod.year == MONTH.year) & (LedgerPeriod.month == MONTH.month)
        found = session.scalars(select(LedgerPeriod).where(of_month))
        closed = found.one()
        assert closed.state is PeriodState.CLOSED
        inside = [each for each in entries if each.booked_on.month == MONTH.month]
        assert all(each.made_at <= closed.closed_at for each in inside)


def opens(_number):
    rows = [OpeningRow(Account.BANK, debit=PART), OpeningRow(Account.RESERVE, credit=PART)]
    with transaction():
        return open_books(rows, on=MONTH, by=somebody())


def test_the_books_are_opened_once(house, all_at_once):
    with house.app_context(), transaction():
        user_with(Role.BOARD)
    done = all_at_once(4, opens)

    assert sorted(isinstance(each, Refused) for each in done) == [False, True, True, True], done
    with house.app_context():
        assert len(session.scalars(select(LedgerEntry)).all()) == 1
