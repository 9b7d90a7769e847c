from datetime import timedelta

import pytest
import sqlalchemy as sa

from lt_admin.billing.gateway import Broken, Declined, Unreachable
from lt_admin.billing.models.checkouts import (
    CHECKOUT_STEPS,
    Checkout,
    CheckoutState,
)
from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.models.payments import PaymentMethod
from lt_admin.billing.queries import checkouts as queries
from lt_admin.billing.rules.stripe import Page
from lt_admin.billing.services import checkouts as services
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.core import audit, clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import WrongState
from tests.billing.invoice_factories import one_invoice
from tests.billing.stripe_desk import HALF, WAY, checkouts, opened, paid_online, payments
from tests.billing.test_services_payments import paid

S = CheckoutState
STEPS = ("open", "wait", "pay", "fail", "expire")


def created(stripe):
    return [asked for method, path, asked in stripe.asked if path.endswith("/sessions")]


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("step", STEPS)
def test_no_step_outside_the_table(state, step):
    checkout = Checkout(state=state, url="x")
    if (state, step) in CHECKOUT_STEPS.table:
        checkout.step(step)
        assert bool(checkout.url) is (checkout.state in (S.NEW, S.OPEN))
    else:
        with pytest.raises(WrongState):
            checkout.step(step)
        assert checkout.state is state


def test_the_page_asks_exactly_what_is_open(gateway, stripe, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    checkout = opened(gateway, invoice)
    (asked,) = created(stripe)
    assert asked["line_items"][0]["price_data"]["unit_amount"] == "78650"
    assert "payment_method_types" not in asked
    assert (asked["locale"], asked["success_url"]) == ("nl", WAY.done_url)
    assert checkout.state is S.OPEN
    assert checkout.url.startswith(stripe.base)


def test_pressing_again_leads_to_the_same_page(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    first, second = (services.open_page(gateway, invoice, WAY, by=audit.SYSTEM) for _ in range(2))
    assert first == second
    assert len(created(stripe)) == 1


def test_a_crash_before_the_question_asks_again_with_the_same_key(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    stripe.fails = [429]
    with pytest.raises(Unreachable):
        opened(gateway, invoice)
    (row,) = checkouts(invoice)
    assert row.state is S.NEW
    assert opened(gateway, invoice) is row
    assert list(stripe.answers) == [f"checkout-{row.id}"]


def test_a_crash_after_the_answer_finds_the_same_page(gateway, stripe, coordinator, session):
    invoice = one_invoice(by=coordinator)
    row = opened(gateway, invoice)
    known = row.session_id
    facts = {"state": S.NEW, "session_id": None, "url": ""}
    session.execute(sa.update(Checkout).values(**facts))
    session.refresh(row)
    assert opened(gateway, invoice).session_id == known
    assert len(stripe.kept("checkout.session")) == 1


@pytest.mark.parametrize("way", [WAY, services.Way("http://127.0.0.1:8000/other", WAY.back_url)])
def test_a_key_that_was_used_for_something_else_is_given_up(gateway, stripe, coordinator, way):
    invoice = one_invoice(by=coordinator)
    stripe.answers["checkout-1"] = ("/v1/checkout/sessions", b"something else", {})
    number = (checkouts(invoice) or [None])[-1]
    assert number is None
    checkout = opened(gateway, invoice, way)
    assert checkout.state is S.OPEN
    assert all(each.state is S.EXPIRED for each in checkouts(invoice)[:-1])


def test_a_failure_at_stripe_gives_the_key_up_too(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    stripe.fails = [500] * 3
    with pytest.raises(Broken):
        opened(gateway, invoice)
    assert [each.state for each in checkouts(invoice)] == [S.EXPIRED]
    assert opened(gateway, invoice).state is S.OPEN


def test_what_stripe_declines_is_said_and_given_up(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    stripe.fails = [400]
    with pytest.raises(Declined):
        opened(gateway, invoice)
    assert [each.state for each in checkouts(invoice)] == [S.EXPIRED]


def test_a_row_of_yesterday_does_not_ask_with_its_old_key(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    stripe.fails = [429]
    with clock.at(clock.now() - timedelta(days=1)), pytest.raises(Unreachable):
        opened(gateway, invoice)
    assert len({opened(gateway, invoice), *checkouts(invoice)}) == 2


def test_a_page_for_another_amount_is_closed(gateway, stripe, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    first = opened(gateway, invoice)
    paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    second = opened(gateway, invoice)
    assert (first.state, second.state, second.amount) == (S.EXPIRED, S.OPEN, HALF)
    assert stripe.found("checkout.session", first.session_id)["status"] == "expired"


def test_whoever_paid_already_is_not_asked_again(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    stripe.pay(checkout.session_id)  # and the event is lost
    assert services.open_page(gateway, invoice, WAY, by=audit.SYSTEM) == ""
    assert invoice.state is InvoiceState.PAID


def test_whose_bank_still_thinks_is_not_asked_again(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    stripe.pay(checkout.session_id, outcome="pending")
    assert services.open_page(gateway, invoice, WAY, by=audit.SYSTEM) == ""
    assert (checkout.state, invoice.open) == (S.PENDING, invoice.gross)


def test_nothing_open_is_no_page(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    credit = credit_invoice(invoice, reason="x", by=coordinator)
    for each in (invoice, credit):
        assert services.open_page(gateway, each, WAY, by=audit.SYSTEM) == ""
    assert created(stripe) == []


def test_a_paid_page_is_a_payment_of_the_day(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    payment, invoice = checkout.payment, checkout.invoice
    assert (payment.method, payment.received_on) == (PaymentMethod.STRIPE, clock.today())
    assert (payment.amount, payment.rest) == (invoice.gross, ZERO)
    assert (invoice.state, checkout.state) == (InvoiceState.PAID, S.PAID)
    assert (payment.recorded_by_id, payment.reference) == (None, checkout.payment_intent)


def test_paid_meanwhile_by_transfer_the_rest_stays_visible(gateway, stripe, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    stripe.pay(checkout.session_id)
    stripe.deliver()
    assert (checkout.payment.allocated, checkout.payment.rest) == (HALF, HALF)
    assert invoice.state is InvoiceState.PAID


@pytest.mark.parametrize("facts", [{"amount_total": 100}, {"currency": "usd"}])
def test_what_we_did_not_ask_is_never_booked(gateway, stripe, coordinator, facts):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    stripe.found("checkout.session", checkout.session_id).update(facts)
    stripe.pay(checkout.session_id)
    stripe.deliver()
    assert (payments(), invoice.open) == ([], invoice.gross)
    assert checkout.concern in ("1.00 eur", "1573.00 usd")


def test_somebody_sees_to_an_odd_payment_once(treasurer, coordinator, session):
    invoice = one_invoice(by=coordinator)
    odd = Checkout(invoice=invoice, amount=Money(1), state=S.PAID, concern="1.00 usd", url="")
    session.add(odd)
    services.look_at(odd, by=treasurer)
    with pytest.raises(WrongState):
        services.look_at(odd, by=treasurer)


def test_a_page_that_stripe_does_not_know_lapses(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    stripe.kept("checkout.session").clear()
    services.ask(gateway, checkout)
    assert checkout.state is S.EXPIRED


def test_a_new_row_takes_no_page_of_another_invoice(coordinator, session):
    invoice = one_invoice(by=coordinator)
    row = Checkout(invoice=invoice, amount=invoice.gross, url="")
    session.add(row)
    session.flush()
    page = Page("cs_1", "complete", True, invoice.gross, "eur", checkout_id=row.id, number="X")
    services.settle(row, page, on=clock.today())
    assert row.state is S.NEW


def test_the_pay_button_needs_keys_and_something_open(app, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    assert queries.pay_online(invoice)
    credit = credit_invoice(invoice, reason="x", by=coordinator)
    assert not queries.pay_online(invoice)
    assert not queries.pay_online(credit)
    app.extensions["payments"] = None
    assert not queries.pay_online(one_invoice(by=coordinator))


def test_every_step_stands_in_the_audit_log(gateway, stripe, coordinator, session):
    checkout = paid_online(stripe, gateway, by=coordinator)
    wanted = sa.select(AuditEntry.event, AuditEntry.actor).where(
        AuditEntry.subject == audit.name_of(checkout)
    )
    told = [tuple(row) for row in session.execute(wanted.order_by(AuditEntry.id))]
    assert told == [("checkout:opened", "system"), ("checkout:paid", "system")]
