"""Money on its way back: found, and locked together with the receipt it came from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lt_admin.billing.models.checkouts import Checkout
from lt_admin.billing.models.payments import (
    Payment,
    PaymentAllocation,
    PaymentMethod,
    PaymentReturn,
    ReturnKind,
    ReturnState,
)
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l

KINDS = {
    ReturnKind.REFUND: _l("given back"),
    ReturnKind.REVERSAL: _l("taken back by the bank"),
    ReturnKind.DISPUTE: _l("disputed by the payer"),
}
STATES = {
    ReturnState.ASKED: Badge(_l("on its way"), "warn", "clock"),
    ReturnState.DONE: Badge(_l("gone back"), "ok", "check"),
    ReturnState.FAILED: Badge(_l("did not go back"), "neutral", "back"),
}


def find_return(return_id: int) -> PaymentReturn | None:
    """The return with this number."""
    return session.get(PaymentReturn, return_id)


def lock_payment(payment_id: int) -> Payment:
    """The receipt as it is now, for this transaction alone."""
    wanted = select(Payment).where(Payment.id == payment_id).with_for_update(of=Payment)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def return_by_stripe(stripe_id: str) -> PaymentReturn | None:
    """The return that Stripe knows by this name."""
    wanted = select(PaymentReturn).where(PaymentReturn.stripe_id == stripe_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def return_without_name(return_id: int, payment: Payment) -> PaymentReturn | None:
    """Our own return of this receipt, of which Stripe's name is not known yet."""
    wanted = select(PaymentReturn).where(
        PaymentReturn.id == return_id,
        PaymentReturn.payment_id == payment.id,
        PaymentReturn.stripe_id.is_(None),
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def unsent_refunds() -> Sequence[PaymentReturn]:
    """What we decided to give back through Stripe, without knowing that Stripe knows."""
    wanted = (
        select(PaymentReturn)
        .join(Payment, Payment.id == PaymentReturn.payment_id)
        .join(Checkout, Checkout.payment_id == Payment.id)
        .where(PaymentReturn.state == ReturnState.ASKED, PaymentReturn.stripe_id.is_(None))
        .where(PaymentReturn.kind == ReturnKind.REFUND, Payment.method == PaymentMethod.STRIPE)
    )
    return session.scalars(wanted.order_by(PaymentReturn.id)).all()


def live_allocations(payment: Payment) -> Sequence[PaymentAllocation]:
    """What a receipt pays now, the newest first."""
    wanted = select(PaymentAllocation).where(
        PaymentAllocation.payment_id == payment.id, PaymentAllocation.undone_at.is_(None)
    )
    return session.scalars(wanted.order_by(PaymentAllocation.id.desc())).all()


def undone_allocations(payment: Payment) -> Sequence[PaymentAllocation]:
    """What a receipt paid before and was taken off again, the newest first."""
    wanted = select(PaymentAllocation).where(
        PaymentAllocation.payment_id == payment.id, PaymentAllocation.undone_at.is_not(None)
    )
    return session.scalars(wanted.order_by(PaymentAllocation.id.desc())).all()


def returns_of(payment: Payment) -> list[tuple[PaymentReturn, object, Badge, bool]]:
    """What went back of a receipt, each with its words, and whether a person decides on it."""
    return [
        (each, KINDS[each.kind], STATES[each.state], is_by_hand(each)) for each in payment.returns
    ]


def goes_by_stripe(payment: Payment) -> bool:
    """Whether a return of this receipt is something for Stripe to do."""
    return payment.method is PaymentMethod.STRIPE


def is_by_hand(payment_return: PaymentReturn) -> bool:
    """Whether a person decides on it: a transfer back that still waits."""
    is_refund = payment_return.kind is ReturnKind.REFUND
    waits = payment_return.state is ReturnState.ASKED
    return is_refund and waits and not goes_by_stripe(payment_return.payment)
