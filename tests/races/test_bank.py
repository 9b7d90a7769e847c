"""The same money on the bank at the same moment: taken in once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.policy import Role
from lt_admin.bank.models.statements import BankEntry, BankFile, EntryState
from lt_admin.bank.queries.files import controls, find_file
from lt_admin.bank.services import files
from lt_admin.bank.services.bookings import book_payment, set_aside
from lt_admin.bank.services.files import Outcome
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.core import audit
from lt_admin.core.db import session, transaction
from lt_admin.core.money import ZERO
from tests.bank.camt_files import credit, statement
from tests.bank.factories import amount_of, invoice_of
from tests.billing.invoice_factories import foundation
from tests.factories import user_with
from tests.ledger.books import agree

pytestmark = pytest.mark.race


def prepared(house, names=("1",), **facts):
    """An invoice, and files that hold its payment and more; the ids of the files."""
    with house.app_context(), transaction():
        foundation()
        invoice = invoice_of(by=user_with(Role.COORDINATOR))
        pays = credit(amount_of(invoice.gross), structured=invoice.payment_reference)
        more = [pays, credit("5.00"), credit("5.00")]
        made = [files.read_file(name, statement(more, name=name), audit.SYSTEM) for name in names]
        session.flush()
        return [each.id for each in made]


def confirm(file_id):
    with transaction():
        return files.confirm(find_file(file_id), audit.SYSTEM)


def check(house, *, entries=3, payments=1):
    with house.app_context():
        assert session.scalars(select(func.count(BankEntry.id))).one() == entries
        assert session.scalars(select(func.count(Payment.id))).one() == payments
        assert all(each.gap == ZERO for each in controls())
        assert session.scalars(select(Invoice)).one().open == ZERO
        agree()


def test_one_file_confirmed_by_many_is_taken_in_once(house, all_at_once):
    (file_id,) = prepared(house)
    outcomes = all_at_once(4, lambda _number: confirm(file_id))
    assert sum(isinstance(each, Outcome) for each in outcomes) == 1, outcomes
    check(house)


def test_files_with_the_same_entries_bring_them_once(house, all_at_once):
    ids = prepared(house, names=("1", "2", "3"))
    outcomes = all_at_once(3, lambda number: confirm(ids[number]))
    assert sorted(each.entries for each in outcomes) == [0, 0, 3]
    assert sorted(each.seen for each in outcomes) == [0, 3, 3]
    check(house)


def test_one_file_sent_by_many_is_one_file(house, all_at_once):
    with house.app_context(), transaction():
        foundation()

    def send(_number):
        with transaction():
            return files.read_file("x", statement([credit("5.00")]), audit.SYSTEM).id

    assert len(set(all_at_once(4, send))) == 1
    with house.app_context():
        assert session.scalars(select(func.count(BankFile.id))).one() == 1


def test_an_entry_gets_one_place_of_two_people(house, all_at_once):
    (file_id,) = prepared(house)
    with house.app_context():
        confirm(file_id)

    def place(number):
        with transaction():
            wanted = select(BankEntry).where(BankEntry.state == EntryState.OPEN)
            entry = session.scalars(wanted.order_by(BankEntry.id)).first()
            payer = session.scalars(select(Invoice)).one().organisation
            if number:
                return set_aside(entry, reason="dubbel", by=audit.SYSTEM)
            return book_payment(entry, [], payer=payer, by=audit.SYSTEM)

    all_at_once(2, place)
    with house.app_context():
        assert all(each.gap == ZERO for each in controls())
