"""Pages at Stripe to pay on: found, locked, and how they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.billing.models.checkouts import Checkout, CheckoutState, StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO

KEY_LIVES = timedelta(hours=23)  # Stripe remembers an idempotency key for a day
UNDECIDED = Checkout.state.in_((CheckoutState.NEW, CheckoutState.OPEN, CheckoutState.PENDING))
STATES = {
    CheckoutState.NEW: Badge(_l("begun"), "neutral", "pen"),
    CheckoutState.OPEN: Badge(_l("waits for the payer"), "info", "clock"),
    CheckoutState.PENDING: Badge(_l("waits for the bank"), "warn", "clock"),
    CheckoutState.PAID: Badge(_l("paid"), "ok", "check"),
    CheckoutState.FAILED: Badge(_l("did not succeed"), "danger", "alert"),
    CheckoutState.EXPIRED: Badge(_l("not paid"), "neutral", "minus"),
}
OUTCOMES = {
    CheckoutState.NEW: "none",
    CheckoutState.OPEN: "unpaid",
    CheckoutState.PENDING: "pending",
    CheckoutState.PAID: "part",
    CheckoutState.FAILED: "failed",
    CheckoutState.EXPIRED: "unpaid",
}
ODD = Badge(_l("needs a look"), "danger", "alert")


def is_configured() -> bool:
    """Whether payments by iDEAL or card can be taken at all."""
    return current_app.extensions["payments"] is not None


def pay_online(invoice: Invoice) -> bool:
    """Whether the commissioner is offered to pay this invoice on a page of Stripe."""
    return is_configured() and not invoice.is_credit and invoice.open > ZERO


def find_checkout(checkout_id: int) -> Checkout | None:
    """The attempt to pay with this number."""
    return session.get(Checkout, checkout_id)


def checkout_of(session_id: str, checkout_id: int | None = None) -> Checkout | None:
    """The attempt that a page at Stripe belongs to; by our number only when it has no page yet."""
    known = select(Checkout).where(Checkout.session_id == session_id)
    found = session.scalars(known).one_or_none()
    if found is None and checkout_id is not None:
        ours = session.get(Checkout, checkout_id)
        return ours if ours is not None and ours.session_id is None else None
    return found


def last_checkout(invoice: Invoice) -> Checkout | None:
    """The newest attempt to pay an invoice."""
    wanted = select(Checkout).where(Checkout.invoice_id == invoice.id)
    return session.scalars(wanted.order_by(Checkout.id.desc()).limit(1)).one_or_none()


def undecided(invoice_id: int) -> Sequence[Checkout]:
    """The attempts of which money may still come, the newest first."""
    wanted = select(Checkout).where(Checkout.invoice_id == invoice_id, UNDECIDED)
    return session.scalars(wanted.order_by(Checkout.id.desc())).all()


def all_undecided() -> list[int]:
    """The numbers of all attempts of which money may still come."""
    return list(session.scalars(select(Checkout.id).where(UNDECIDED).order_by(Checkout.id)))


def lock_invoice(invoice_id: int) -> Invoice:
    """The invoice as it is now, for this transaction alone; always before its attempts."""
    wanted = select(Invoice).where(Invoice.id == invoice_id).with_for_update(of=Invoice)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def lock(checkout: Checkout) -> Checkout:
    """The attempt as it is now, for this transaction alone, and its invoice too."""
    lock_invoice(checkout.invoice_id)
    wanted = select(Checkout).where(Checkout.id == checkout.id).with_for_update(of=Checkout)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def payment_of(intent: str | None) -> Payment | None:
    """The receipt that was booked for a payment at Stripe, locked."""
    if intent is None:
        return None
    wanted = (
        select(Payment)
        .join(Checkout, Checkout.payment_id == Payment.id)
        .where(Checkout.payment_intent == intent)
        .with_for_update(of=Payment)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def intent_of(payment: Payment) -> str | None:
    """The name at Stripe of a payment that came that way."""
    wanted = select(Checkout.payment_intent).where(Checkout.payment_id == payment.id)
    return session.scalars(wanted).one_or_none()


def expected_payouts() -> list[StripePayout]:
    """What Stripe says it sent and our bank statement does not show yet, the oldest first."""
    wanted = select(StripePayout).where(
        StripePayout.arrived_on.is_(None), StripePayout.state.not_in(("canceled", "failed"))
    )
    return list(session.scalars(wanted.order_by(StripePayout.arrives_on, StripePayout.id)))


def checkouts_of(invoice: Invoice) -> dict[str, Any]:
    """The attempts to pay an invoice, for the card on its page."""
    wanted = (
        select(Checkout)
        .where(Checkout.invoice_id == invoice.id)
        .options(joinedload(Checkout.payment))
        .order_by(Checkout.id.desc())
    )
    found = session.scalars(wanted).all() if invoice.is_issued else []
    return {"checkouts": [(each, badge_of(each)) for each in found]}


def badge_of(checkout: Checkout) -> Badge:
    """How an attempt stands."""
    return ODD if checkout.concern else STATES[checkout.state]


def has_lapsed(checkout: Checkout) -> bool:
    """Whether it never got a page, and Stripe may have forgotten the key that it asked with."""
    is_old = checkout.created_at < clock.now() - KEY_LIVES
    return checkout.state is CheckoutState.NEW and is_old


def standing_of_payment(invoice: Invoice, told: Collection[str]) -> dict[str, Any]:
    """What the page says to somebody who comes back from Stripe.

    `told` holds "asked" when Stripe was asked just now, "turned" when the payer turned back there.
    `outcome` is one of paid, part (booked, and something is open still), pending, failed, turned,
    unpaid (Stripe has no money), checking (it is to be asked) and none.
    """
    checkout = last_checkout(invoice)
    return {
        "checkout": checkout,
        "outcome": _outcome(checkout, invoice, told),
        "pay_online": pay_online(invoice),
    }


def _outcome(checkout: Checkout | None, invoice: Invoice, told: Collection[str]) -> str:
    if invoice.open <= ZERO:
        return "paid"
    if checkout is None:
        return "none"
    if checkout.state is CheckoutState.OPEN and "turned" in told:
        return "turned"
    asked = "asked" in told or checkout.state not in (CheckoutState.OPEN, CheckoutState.PENDING)
    return OUTCOMES[checkout.state] if asked else "checking"
