"""The statement of account adds up with what stands open, whatever happened."""

from datetime import date, timedelta

import pytest

from lt_admin.billing.models.payments import ReturnKind
from lt_admin.billing.models.reminders import ChargeKind
from lt_admin.billing.models.write_offs import WriteOff
from lt_admin.billing.queries.accounts import (
    account_of,
    aged_items,
    aged_together,
    ages_by_organisation,
    reader_of,
)
from lt_admin.billing.rules.accounts import Age, Entry
from lt_admin.billing.services import charges
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import Receipt, record_payment
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from tests.billing.late import late_invoice, on, pays

START = date(2026, 1, 1)


def account(invoice, since=START, until=None):
    db_session.flush()
    return account_of(invoice.organisation, since, until or clock.today())


def told(found):
    return [(line.entry, line.amount.cents // 100) for line, _balance in found.lines]


def test_invoices_and_payments_stand_in_order_with_the_balance(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        pays(invoice, 573, by=treasurer)
    with on(7, 20):
        found = account(invoice)
    assert told(found) == [(Entry.INVOICE, 1573), (Entry.PAYMENT, -573)]
    assert [balance for _line, balance in found.lines] == [Money.euros(1573), Money.euros(1000)]
    assert found.closing == found.due == Money.euros(1000)


def test_what_was_before_the_period_is_its_opening_balance(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        pays(invoice, 573, by=treasurer)
        found = account(invoice, since=date(2026, 7, 1))
    assert (found.opening, told(found)) == (Money.euros(1573), [(Entry.PAYMENT, -573)])


def test_a_period_ends_on_its_last_day(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        pays(invoice, 573, by=treasurer)
        found = account(invoice, until=date(2026, 7, 9))
    assert (found.closing, found.open) == (Money.euros(1573), Money.euros(1000))


@pytest.fixture
def eventful(coordinator, treasurer, board):
    """Invoices, a credit, payments, money back, charges, a waiver and a write-off at once."""
    invoice = late_invoice(by=coordinator)
    house = invoice.organisation
    with on(7, 10):
        costs = charges.charge(invoice, kind=ChargeKind.COSTS, by=coordinator)
        interest = charges.charge(invoice, kind=ChargeKind.INTEREST, by=coordinator)
        receipt = Receipt(house, clock.today(), Money.euros(800), "BEA")
        payment = record_payment(receipt, allocations=[(invoice, Money.euros(500))], by=treasurer)
        charges.pay_charge(payment, costs, Money.euros(15), by=treasurer)
        back = payment.give_back(Money.euros(100), ReturnKind.REFUND)
        db_session.add(back)
        charges.waive(interest, reason="klein", by=coordinator)
        off = WriteOff(
            invoice=invoice,
            amount=Money.euros(3),
            reason="cent",
            proposed_by_id=treasurer.id,
        )
        db_session.add(off)
        db_session.flush()
        off.approve(by=board)
    return invoice


def test_the_balance_is_what_is_open_with_charges_less_what_is_not_allocated(eventful):
    with on(7, 11):
        found = account(eventful)
    assert found.closing == found.due == eventful.open + Money.euros(25) - Money.euros(185)
    assert {line.entry for line, _balance in found.lines} == {
        Entry.INVOICE,
        *(Entry.COSTS, Entry.INTEREST, Entry.WAIVED, Entry.WRITE_OFF),
        *(Entry.PAYMENT, Entry.RETURN),
    }


def test_a_credit_invoice_takes_its_amount_back(coordinator):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        credit_invoice(invoice, reason="dubbel", by=coordinator)
        found = account(invoice)
    assert told(found) == [(Entry.INVOICE, 1573), (Entry.CREDIT, -1573)]
    assert found.closing == ZERO


def test_what_did_not_go_back_is_no_line(coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, 10):
        payment = pays(invoice, 573, by=treasurer)
        payment.allocations[0].undo()
        back = payment.give_back(Money.euros(100), ReturnKind.REFUND)
        db_session.add(back)
        db_session.flush()
        back.fail()
        found = account(invoice)
    assert told(found) == [(Entry.INVOICE, 1573), (Entry.PAYMENT, -573)]
    assert found.closing == found.due


def test_the_account_takes_the_same_statements_with_any_rows(coordinator, treasurer, statements):
    invoice, counts = late_invoice(by=coordinator), []
    for day in (10, 11):
        with on(7, day):
            pays(invoice, 10, by=treasurer, on_day=clock.today())
            db_session.flush()
            statements.clear()
            account(invoice)
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, Age.NOT_DUE), (1, Age.TO_30), (30, Age.TO_30), (60, Age.TO_60), (91, Age.OLDER)],
)
def test_the_list_of_all_counts_ages_as_the_account_does(coordinator, days, age):
    invoice = late_invoice(by=coordinator)
    with clock.at(clock.noon(date(2026, 7, 1) + timedelta(days=days))):
        found = account(invoice)
        of_all = ages_by_organisation()[invoice.organisation_id]
    assert of_all == found.ages
    assert of_all[age] == invoice.open


def test_the_aged_list_adds_up(coordinator):
    first, second = late_invoice(by=coordinator), late_invoice(by=coordinator, hours=5)
    with on(7, 20):
        items = aged_items()
        sums = aged_together(items)
    assert [each.to_30 for each in items] == [first.open, second.open]
    assert sums.open == sums.ages[Age.TO_30] == first.open + second.open


def test_a_statement_of_account_goes_to_who_is_still_there(coordinator):
    house = late_invoice(by=coordinator).organisation
    contact = reader_of(house)
    contact.leave(on=clock.today())
    db_session.flush()
    assert contact.for_invoice
    assert reader_of(house) is None
