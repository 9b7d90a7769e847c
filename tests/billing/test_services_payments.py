import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import Receipt, allocate, record_payment, undo_allocation
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import draft, issued, one_invoice, review, worked

HALF = Money.euros("786.50")  # of 10 hours with VAT


def paid(invoice, amount, by, **facts):
    standard = {"organisation": invoice.organisation, "received_on": clock.today()}
    known = standard | {"amount": amount, "reference": "BEA 12"} | facts
    allocations = known.pop("allocations", ())
    return record_payment(Receipt(**known), allocations=allocations, by=by)


def two_invoices(by):
    """Two invoices of the same organisation, 1,573.00 each."""
    engagement = review((100,), by=by)
    made = []
    for _ in range(2):
        worked(engagement, 10)
        made += issued(engagement, by=by)
    return made


def test_one_receipt_pays_two_invoices(coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(
        first,
        first.gross + second.gross,
        treasurer,
        allocations=[(first, first.gross), (second, second.gross)],
    )
    assert [first.state, second.state] == [InvoiceState.PAID] * 2
    assert payment.rest == ZERO


def test_one_invoice_is_paid_in_parts(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    assert invoice.state is InvoiceState.ISSUED
    assert invoice.open == HALF
    paid(invoice, HALF, treasurer, reference="BEA 13", allocations=[(invoice, HALF)])
    assert invoice.state is InvoiceState.PAID


def test_too_much_leaves_a_rest_that_pays_another_invoice(coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(first, first.gross + HALF, treasurer, allocations=[(first, first.gross)])
    assert payment.rest == HALF
    allocate(payment, second, HALF, by=treasurer)
    assert payment.rest == ZERO
    assert second.open == HALF


def test_an_allocation_is_undone_and_moved(coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(first, first.gross, treasurer, allocations=[(first, first.gross)])
    undo_allocation(payment.allocations[0], by=treasurer)
    assert (first.state, first.open, payment.rest) == (
        InvoiceState.ISSUED,
        first.gross,
        first.gross,
    )
    allocate(payment, second, second.gross, by=treasurer)
    assert second.state is InvoiceState.PAID


def test_an_allocation_is_undone_once(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    undo_allocation(payment.allocations[0], by=treasurer)
    with pytest.raises(WrongState):
        undo_allocation(payment.allocations[0], by=treasurer)


@pytest.mark.parametrize("cents", [0, -1, 200_000])
def test_never_more_than_the_payment_has_left(coordinator, treasurer, cents):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, HALF, treasurer)
    with pytest.raises(Refused):
        allocate(payment, invoice, Money(cents), by=treasurer)


def test_never_more_than_is_open(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, invoice.gross + HALF, treasurer)
    with pytest.raises(Refused, match="open"):
        allocate(payment, invoice, payment.amount, by=treasurer)


def test_a_payment_pays_invoices_of_its_own_organisation(coordinator, treasurer):
    mine, other = one_invoice(by=coordinator), one_invoice(by=coordinator)
    with pytest.raises(Refused, match=r"organisation|organisatie"):
        allocate(paid(mine, HALF, treasurer), other, HALF, by=treasurer)


def test_a_draft_cannot_be_paid(coordinator, treasurer):
    engagement = review((100,), by=coordinator)
    worked(engagement, 10)
    (made,) = draft(engagement, by=coordinator)
    with pytest.raises(WrongState):
        allocate(paid(made, HALF, treasurer), made, HALF, by=treasurer)


def test_a_credit_invoice_cannot_be_paid(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    back = credit_invoice(invoice, reason="x", by=coordinator)
    for each in (invoice, back):
        with pytest.raises(Refused):
            allocate(paid(each, HALF, treasurer), each, HALF, by=treasurer)


def test_exactly_the_same_receipt_is_refused(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, HALF, treasurer)
    with pytest.raises(Refused, match=r"already|al geboekt"):
        paid(invoice, HALF, treasurer)


@pytest.mark.parametrize(
    "facts", [{"amount": ZERO}, {"received_on": clock.today() + timedelta(days=1)}]
)
def test_nothing_and_the_future_are_no_payment(coordinator, treasurer, facts):
    invoice = one_invoice(by=coordinator)
    with pytest.raises(Refused):
        paid(invoice, **{"amount": HALF, "by": treasurer} | facts)


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(0, 1), st.integers(1, 200_000)),
        st.tuples(st.just("allocate"), st.integers(0, 3), st.integers(0, 1), st.integers(1, 9_999)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("credit"), st.integers(0, 1), st.integers(0, 1)),
    ),
    max_size=12,
)


class Desk:
    """A treasurer and a coordinator at work; what is refused leaves everything as it was."""

    def __init__(self, coordinator, treasurer):
        self.coordinator, self.treasurer = coordinator, treasurer
        engagement = review((60, 40), by=coordinator)
        worked(engagement, 10)
        worked(engagement, 5, step=3)
        self.invoices = issued(engagement, by=coordinator)
        self.payments, self.credits = [], []

    def pay(self, number, cents):
        invoice = self.invoices[number]
        part = min(cents, max(invoice.open.cents, 0))
        parts = [(invoice, Money(part))] if part else []
        self.payments.append(paid(invoice, Money(cents), self.treasurer, allocations=parts))

    def allocate(self, payment, number, cents):
        if payment < len(self.payments):
            allocate(self.payments[payment], self.invoices[number], Money(cents), by=self.treasurer)

    def undo(self, payment, number):
        if payment < len(self.payments) and number < len(self.payments[payment].allocations):
            undo_allocation(self.payments[payment].allocations[number], by=self.treasurer)

    def credit(self, number, line):
        invoice = self.invoices[number]
        lines = [invoice.lines[line]]
        self.credits.append(credit_invoice(invoice, lines=lines, reason="x", by=self.coordinator))

    def check(self):
        for invoice in self.invoices:
            live = [
                each.amount
                for payment in self.payments
                for each in payment.allocations
                if each.invoice is invoice and each.undone_at is None
            ]
            taken = [each.gross for each in self.credits if each.refers_to is invoice]
            assert invoice.open == invoice.gross - Money.total(live) + Money.total(taken)
            assert (invoice.state is InvoiceState.ISSUED) == (
                invoice.open > ZERO
            ) or invoice.state is InvoiceState.CREDITED
        assert all(ZERO <= payment.rest <= payment.amount for payment in self.payments)


@given(what=deeds)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_open_is_gross_minus_payments_and_credits_whatever_happens(coordinator, treasurer, what):
    desk = Desk(coordinator, treasurer)
    for verb, *facts in what:
        with contextlib.suppress(Refused), db_session.begin_nested():
            getattr(desk, verb)(*facts)
        desk.check()
