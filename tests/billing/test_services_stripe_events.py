from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa

from lt_admin.billing.gateway import Unreachable
from lt_admin.billing.models.checkouts import (
    CheckoutState,
    StripeEvent,
    StripeMovement,
    StripePayout,
)
from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.queries import checkouts as checkout_queries
from lt_admin.billing.queries import stripe_balance as queries
from lt_admin.billing.rules.stripe import Payout
from lt_admin.billing.services import checkouts as pages
from lt_admin.billing.services import stripe_events as services
from lt_admin.billing.services.stripe_balance import take_payout
from lt_admin.core import audit, clock
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import WrongState
from tests.billing.invoice_factories import one_invoice
from tests.billing.stripe_desk import HALF, movements, opened, paid_online, payments
from tests.billing.test_services_payments import paid
from tests.stripe_server import FEE, SECRET, event_of, signed

S = CheckoutState


def count(session, model):
    return session.scalar(sa.select(sa.func.count(model.id)))


def test_the_same_event_again_does_nothing(gateway, stripe, coordinator, session):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id)
    assert stripe.deliver(times=3) == [200] * 3
    assert len(payments()) == count(session, StripeEvent) == 1


def test_an_event_of_another_name_about_the_same_does_nothing(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    stripe.tell("checkout.session.completed", stripe.found("checkout.session", checkout.session_id))
    assert stripe.deliver() == [200]
    assert len(payments()) == 1


@pytest.mark.parametrize("order", [*permutations(range(2))])
@pytest.mark.parametrize("yes", [True, False])
def test_a_bank_that_thinks_says_yes_or_no_in_any_order(gateway, stripe, coordinator, order, yes):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id, outcome="pending")
    stripe.bank_says(checkout.session_id, yes=yes)
    stripe.deliver(order=lambda events: [events[n] for n in order])
    assert checkout.state is (S.PAID if yes else S.FAILED)
    assert checkout.invoice.state is (InvoiceState.PAID if yes else InvoiceState.ISSUED)


def test_money_counts_also_after_it_expired_or_failed(gateway, stripe, coordinator):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.lapse(checkout.session_id)
    stripe.deliver()
    assert (checkout.state, checkout.url) == (S.EXPIRED, "")
    stripe.pay(checkout.session_id)
    stripe.deliver()
    assert checkout.invoice.state is InvoiceState.PAID


def test_what_is_not_about_us_is_taken_and_does_nothing(stripe, session):
    stripe.tell("customer.created", {"id": "cus_1", "object": "customer"})
    stripe.tell("checkout.session.completed", _page_of_somebody_else())
    assert stripe.deliver() == [200, 200]
    assert payments() == []
    assert count(session, StripeEvent) == 2


def _page_of_somebody_else():
    return {
        "id": "cs_live_other",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 100,
        "currency": "eur",
        "metadata": {"checkout_id": "12x"},
    }


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Stripe-Signature": "nonsense"},
        signed(b"other"),
        signed(b"{}", "whsec_other"),
        signed(b"{}", SECRET, at=1),
    ],
)
def test_what_stripe_did_not_sign_is_refused(anyone, stripe, session, headers):
    assert anyone.post("/stripe/webhook", data=b"{}", headers=headers).status_code == 400
    assert count(session, StripeEvent) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"not json",
        b"[]",
        b"\xff\xfe",
        b'{"object": "v2.core.event", "id": "evt_1", "type": "v1.x", "created": "2026-01-01"}',
        b'{"id": "evt_1", "object": "event", "type": "x", "created": 1, "data": {}}',
        event_of("refund.created", {"object": "refund", "id": "re_1"}),
        event_of("refund.created", {"object": "refund", "id": "re_1", "amount": "x"}),
    ],
)
def test_signed_nonsense_and_thin_events_are_refused(stripe, body):
    assert stripe.webhook(body, signed(body)) == 400


def test_without_keys_there_is_no_address(anyone):
    assert anyone.post("/stripe/webhook", data=b"{}").status_code == 404


def test_the_day_is_the_one_in_amsterdam(gateway, stripe, coordinator):
    checkout = opened(gateway, one_invoice(by=coordinator))
    page = stripe.pay(checkout.session_id)
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    body = event_of("checkout.session.completed", page, at=int(late.timestamp()))
    assert stripe.webhook(body, signed(body)) == 200
    assert checkout.payment.received_on.isoformat() == "2026-03-02"


def test_a_payment_brings_its_fee(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    (found,) = movements()
    assert (found.amount, found.fee, found.payment_id) == (
        checkout.amount,
        Money(FEE),
        checkout.payment_id,
    )


def test_books_that_cannot_be_read_now_do_not_undo_the_payment(gateway, stripe, coordinator):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id)
    stripe.fails = [429]
    assert stripe.deliver() == [200]
    assert checkout.invoice.state is InvoiceState.PAID
    assert movements() == []
    services.ask_everything(gateway)
    assert len(movements()) == 1


def test_a_lost_event_is_found_at_night(gateway, stripe, coordinator):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id)
    stripe.outbox.clear()
    assert services.run_job() == 1
    assert checkout.invoice.state is InvoiceState.PAID


@pytest.mark.parametrize(("yes", "state"), [(True, S.PAID), (False, S.FAILED)])
def test_the_night_finds_what_a_bank_said(gateway, stripe, coordinator, yes, state):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id, outcome="pending")
    stripe.deliver()
    assert checkout.state is S.PENDING
    stripe.bank_says(checkout.session_id, yes=yes)
    stripe.outbox.clear()
    services.ask_everything(gateway)
    assert checkout.state is state


def test_the_round_is_made_once_a_day(gateway, stripe, coordinator):
    opened(gateway, one_invoice(by=coordinator))
    services.run_job()
    before = len(stripe.asked)
    assert services.run_job() == 0
    assert len(stripe.asked) == before
    with clock.at(clock.now() + timedelta(days=1)):
        services.run_job()
    assert len(stripe.asked) > before


def test_a_round_that_failed_is_made_again(gateway, stripe, coordinator):
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.pay(checkout.session_id)
    stripe.fails = [429]
    with pytest.raises(Unreachable):
        services.run_job()
    assert services.run_job() == 1


def test_without_keys_the_job_does_nothing(session):
    assert services.run_job() == 0
    assert count(session, StripeEvent) == 0


def test_a_row_that_never_got_a_page_lapses_after_a_day(gateway, stripe, coordinator):
    invoice = one_invoice(by=coordinator)
    stripe.fails = [429]
    with pytest.raises(Unreachable):
        opened(gateway, invoice)
    assert services.ask_everything(gateway) == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert services.ask_everything(gateway) == 1


def test_a_page_left_open_after_a_transfer_is_closed_at_night(
    gateway, stripe, coordinator, treasurer
):
    invoice = one_invoice(by=coordinator)
    checkout = opened(gateway, invoice)
    paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    services.ask_everything(gateway)
    assert checkout.state is S.EXPIRED


def test_a_payout_is_followed_with_what_it_consists_of(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    payout = stripe.pay_out()
    stripe.deliver()
    services.ask_everything(gateway)
    (found,) = checkout_queries.expected_payouts()
    inside = {each.kind: each.net for each in movements() if each.payout_id == found.id}
    assert inside == {"payment": checkout.amount - Money(FEE), "payout": -found.amount}
    assert (found.payout_id, found.descriptor) == (payout["id"], "LEARNING TOGETHER")
    assert Money.total(each.net for each in movements()) == ZERO


def test_a_payout_arrives_once_and_can_be_taken_back(session, treasurer):
    payout = take_payout(Payout("po_1", "paid", Money(100), clock.today(), ""))
    pages.payout_arrived(payout, on=clock.today(), by=treasurer)
    assert checkout_queries.expected_payouts() == []
    with pytest.raises(WrongState):
        pages.payout_arrived(payout, on=clock.today(), by=treasurer)
    pages.payout_expected(payout, by=treasurer)
    assert checkout_queries.expected_payouts() == [payout]


@pytest.mark.parametrize("order", [*permutations(("pending", "in_transit", "paid", "failed"))])
def test_news_of_a_payout_in_any_order_ends_alike(session, order):
    for word in order:
        found = take_payout(Payout("po_1", word, Money(100), clock.today(), ""))
    assert found.state == "failed"
    assert checkout_queries.expected_payouts() == []
    assert count(session, StripePayout) == 1


def test_the_books_are_read_once_however_often(gateway, stripe, coordinator, session):
    paid_online(stripe, gateway, by=coordinator)
    for _ in range(2):
        services.ask_everything(gateway)
    assert count(session, StripeMovement) == 1


def test_long_books_are_read_to_the_end(gateway, stripe, coordinator, session):
    checkout = paid_online(stripe, gateway, by=coordinator)
    charge = stripe.kept("payment_intent")[checkout.payment_intent]["latest_charge"]
    for _ in range(150):
        stripe._move("stripe_fee", -1, charge)
    services.ask_balance(gateway)
    assert count(session, StripeMovement) == 151
    assert queries.fees_per_month()[0].fees == Money(FEE + 150)


def test_an_odd_payment_waits_for_the_treasurer(gateway, stripe, coordinator):
    assert queries.count_odd() == 0
    checkout = opened(gateway, one_invoice(by=coordinator))
    stripe.found("checkout.session", checkout.session_id)["amount_total"] = 1
    stripe.pay(checkout.session_id)
    stripe.deliver()
    assert queries.count_odd() == 1
    pages.look_at(checkout, by=coordinator)
    assert queries.count_odd() == 0
    assert audit.has_entries()
