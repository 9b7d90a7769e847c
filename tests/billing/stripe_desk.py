"""What tests about paying online do again and again."""

from __future__ import annotations

from sqlalchemy import select

from lt_admin.billing.models.checkouts import Checkout, StripeMovement
from lt_admin.billing.models.payments import Payment, PaymentReturn
from lt_admin.billing.services.checkouts import Way, open_page
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.money import Money
from tests.billing.invoice_factories import one_invoice

WAY = Way(
    "http://127.0.0.1:8000/invoice/abc/paid", "http://127.0.0.1:8000/invoice/abc/paid?turned=back"
)
HALF = Money.euros("786.50")  # of an invoice of ten hours, with VAT


def opened(gateway, invoice, way=WAY):
    """Press the button to pay; the newest attempt."""
    open_page(gateway, invoice, way, by=audit.SYSTEM)
    return checkouts(invoice)[-1]


def checkouts(invoice):
    wanted = select(Checkout).where(Checkout.invoice_id == invoice.id).order_by(Checkout.id)
    return session.scalars(wanted).all()


def payments():
    return session.scalars(select(Payment).order_by(Payment.id)).all()


def returns():
    return session.scalars(select(PaymentReturn).order_by(PaymentReturn.id)).all()


def movements():
    return session.scalars(select(StripeMovement).order_by(StripeMovement.id)).all()


def paid_online(stripe, gateway, *, by, invoice=None):
    """An invoice that was paid on a page of Stripe; the attempt, with its payment."""
    invoice = invoice or one_invoice(by=by)
    checkout = opened(gateway, invoice)
    stripe.pay(checkout.session_id)
    assert stripe.deliver() == [200]
    return checkout
