"""Stripe, payers and treasurers at the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from lt_admin.billing.gateway import gateway_of
from lt_admin.billing.models.checkouts import Checkout, CheckoutState, StripeEvent
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.services import checkouts, stripe_events
from lt_admin.billing.services.checkouts import Way
from lt_admin.core import audit
from lt_admin.core.db import session as db_session
from lt_admin.core.db import transaction
from tests.billing.invoice_factories import one_invoice
from tests.factories import user_with
from tests.stripe_server import KEY, SECRET, signed, stripe_server

pytestmark = pytest.mark.race
WAY = Way("http://127.0.0.1:8000/ok", "http://127.0.0.1:8000/back")


@pytest.fixture
def account(house):
    with stripe_server() as fake:
        keys = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}
        house.extensions["settings"] = replace(
            house.extensions["settings"], **keys, stripe_api_base=fake.base
        )
        house.extensions["payments"] = gateway_of(house.extensions["settings"])
        yield fake


@pytest.fixture
def invoice(house, account):
    with house.app_context(), transaction():
        return one_invoice(by=user_with("coordinator")).id


def open_it(house, number):
    gateway = house.extensions["payments"]
    found = db_session.get(Invoice, number)
    return checkouts.open_page(gateway, found, WAY, by=audit.SYSTEM)


def rows(house, kind):
    with house.app_context():
        return db_session.scalars(select(kind).order_by(kind.id)).all()


def test_two_presses_at_once_open_one_page(house, account, invoice, all_at_once):
    urls = all_at_once(4, lambda _: open_it(house, invoice))
    assert len(set(urls)) == 1
    assert str(urls[0]).startswith(account.base)
    assert [each.state for each in rows(house, Checkout)] == [CheckoutState.OPEN]
    assert len(account.kept("checkout.session")) == 1


def paid_page(house, account, invoice):
    with house.app_context():
        open_it(house, invoice)
    (row,) = rows(house, Checkout)
    account.pay(row.session_id)
    return row


def is_booked_once(house):
    (payment,) = rows(house, Payment)
    (allocation,) = rows(house, PaymentAllocation)
    (invoice,) = rows(house, Invoice)
    assert invoice.paid == payment.amount == allocation.amount == invoice.gross
    return invoice.state is InvoiceState.PAID


def test_the_same_event_at_once_books_once(house, account, invoice, all_at_once):
    paid_page(house, account, invoice)
    (body,) = account.outbox
    headers = signed(body)

    def send(_number):
        return house.test_client().post("/stripe/webhook", data=body, headers=headers).status_code

    assert all_at_once(4, send) == [200] * 4
    assert len(rows(house, StripeEvent)) == 1
    assert is_booked_once(house)


def test_the_event_the_payer_and_the_night_at_once_book_once(house, account, invoice, all_at_once):
    row = paid_page(house, account, invoice)
    (body,) = account.outbox
    gateway = house.extensions["payments"]

    def come(number):
        if number == 0:
            stripe_events.receive(gateway.read_event(body, signed(body)["Stripe-Signature"]))
        elif number == 1:
            checkouts.ask(gateway, db_session.get(Checkout, row.id))
        else:
            stripe_events.ask_everything(gateway)

    assert [each for each in all_at_once(4, come) if each is not None] == []
    assert is_booked_once(house)
