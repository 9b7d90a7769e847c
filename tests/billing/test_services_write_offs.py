import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.models.write_offs import WRITE_OFF_STEPS, WriteOffState
from lt_admin.billing.queries.invoice_lists import STANDING as IN_SQL
from lt_admin.billing.queries.invoice_lists import Standing, all_invoices, standing_of
from lt_admin.billing.queries.write_offs import live_write_off
from lt_admin.billing.services import write_offs
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.payments import Receipt, record_payment
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import draft, issued, one_invoice, review, worked


def proposed(invoice, by, reason="de instelling is failliet"):
    made = write_offs.propose(invoice, reason=reason, by=by)
    db_session.flush()
    return made


def pay(invoice, amount, by):
    receipt = Receipt(invoice.organisation, clock.today(), amount)
    record_payment(receipt, allocations=[(invoice, amount)], by=by)


def standing_in_sql(invoice):
    (found,) = db_session.execute(
        all_invoices().add_columns(IN_SQL).where(type(invoice).id == invoice.id)
    ).one()
    return found


def test_two_people_write_off_what_is_open(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    owed = invoice.open
    made = proposed(invoice, coordinator)
    assert (invoice.open, made.amount) == (owed, owed)  # nothing changes yet

    write_offs.approve(made, by=treasurer)

    assert (invoice.open, invoice.written_off) == (ZERO, owed)
    assert invoice.state is InvoiceState.PAID
    assert standing_of(invoice) is Standing.WRITTEN_OFF
    db_session.flush()
    assert standing_in_sql(invoice) == "written_off"


def test_nobody_decides_on_what_he_proposed(coordinator, treasurer):
    made = proposed(one_invoice(by=coordinator), treasurer)
    for deed in (write_offs.approve, write_offs.decline):
        with pytest.raises(Refused):
            deed(made, by=treasurer)
    assert made.state is WriteOffState.PROPOSED


def test_declined_leaves_the_invoice_and_another_can_be_proposed(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    write_offs.decline(proposed(invoice, coordinator), by=treasurer)
    assert (invoice.open, invoice.state) == (invoice.gross, InvoiceState.ISSUED)
    assert proposed(invoice, coordinator).state is WriteOffState.PROPOSED


def test_when_they_pay_after_all_the_amount_is_asked_again(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    made = proposed(invoice, coordinator)
    write_offs.approve(made, by=treasurer)

    write_offs.revoke(made, by=treasurer)
    pay(invoice, invoice.gross, treasurer)

    assert (invoice.open, invoice.written_off, invoice.paid) == (ZERO, ZERO, invoice.gross)
    assert standing_of(invoice) is Standing.PAID


def test_only_the_rest_of_what_was_paid_in_part_is_written_off(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    pay(invoice, Money(100), treasurer)
    made = proposed(invoice, coordinator)
    write_offs.approve(made, by=treasurer)
    assert made.amount == invoice.gross - Money(100)
    assert invoice.open == ZERO


def test_what_was_paid_after_the_proposal_is_not_written_off(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    made = proposed(invoice, coordinator)
    pay(invoice, Money(100), treasurer)
    with pytest.raises(Refused):
        write_offs.approve(made, by=treasurer)
    assert invoice.written_off == ZERO
    write_offs.decline(made, by=treasurer)


def test_a_draft_and_a_credit_invoice_are_never_written_off(coordinator):
    engagement = review((100,), by=coordinator)
    worked(engagement, 5)
    (made,) = draft(engagement, by=coordinator)
    credit = credit_invoice(one_invoice(by=coordinator), reason="x", by=coordinator)
    for each in (made, credit):
        with pytest.raises(WrongState):
            proposed(each, coordinator)


def test_it_takes_a_reason_and_something_open_and_is_proposed_once(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    with pytest.raises(Refused):
        proposed(invoice, coordinator, reason="  ")
    proposed(invoice, coordinator)
    with pytest.raises(WrongState):
        proposed(invoice, treasurer)
    paid = one_invoice(by=coordinator)
    pay(paid, paid.gross, treasurer)
    with pytest.raises(Refused):
        proposed(paid, coordinator)


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_is_given_up_is_not_credited_too(coordinator, treasurer, is_approved):
    invoice = one_invoice(by=coordinator)
    made = proposed(invoice, coordinator)
    if is_approved:
        write_offs.approve(made, by=treasurer)
    with pytest.raises(Refused):
        credit_invoice(invoice, reason="x", by=coordinator)
    (write_offs.revoke if is_approved else write_offs.decline)(made, by=treasurer)

    credit_invoice(invoice, reason="x", by=coordinator)

    assert (invoice.open, invoice.credited) == (ZERO, invoice.gross)
    assert live_write_off(invoice) is None


@pytest.mark.parametrize("state", WriteOffState)
@pytest.mark.parametrize("step", ["approve", "decline", "revoke"])
def test_every_step_that_is_not_in_the_table_is_refused(coordinator, treasurer, state, step):
    if WRITE_OFF_STEPS.allows(state, step):
        return
    made = proposed(one_invoice(by=coordinator), coordinator)
    made.state = state
    with pytest.raises(WrongState):
        getattr(write_offs, step)(made, by=treasurer)


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 200_000)),
        st.sampled_from([("propose",), ("approve",), ("decline",), ("revoke",)]),
        st.tuples(st.just("credit"), st.integers(0, 1)),
    ),
    max_size=10,
)


class Desk:
    """Somebody who does things with one invoice in any order; what is refused changes nothing."""

    def __init__(self, invoice, by, second):
        self.invoice, self.by, self.second, self.last = invoice, by, second, None

    def pay(self, cents):
        pay(self.invoice, Money(cents), self.second)

    def propose(self):
        self.last = proposed(self.invoice, self.by)

    def credit(self, place):
        lines = self.invoice.lines[place : place + 1]
        credit_invoice(self.invoice, lines=lines, reason="x", by=self.by)

    def do(self, verb, *facts):
        try:
            with db_session.begin_nested():
                if verb in ("pay", "propose", "credit"):
                    getattr(self, verb)(*facts)
                elif self.last is not None:
                    getattr(write_offs, verb)(self.last, by=self.second)
        except Refused:
            db_session.expire_all()


@given(what=deeds)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_any_order_nothing_is_given_up_and_taken_back_twice(coordinator, treasurer, what):
    engagement = review((100,), by=coordinator)
    worked(engagement, 5)
    worked(engagement, 3, step=3)
    (invoice,) = issued(engagement, by=coordinator)
    db_session.flush()
    desk = Desk(invoice, coordinator, treasurer)
    for deed in what:
        desk.do(*deed)
        assert invoice.credited + invoice.written_off <= invoice.gross
        assert invoice.written_off >= ZERO
        live = live_write_off(invoice)
        is_given_up = live is not None and live.state is WriteOffState.APPROVED
        assert invoice.written_off == (live.amount if is_given_up else ZERO)
        assert standing_in_sql(invoice) == standing_of(invoice)
