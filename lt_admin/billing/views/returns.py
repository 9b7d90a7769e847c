"""Giving back what was paid too much: through Stripe by itself, a transfer by the bank."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.returns import ReturnForm
from lt_admin.billing.gateway import Declined, PaymentGateway, Unreachable, configured
from lt_admin.billing.models.payments import Payment, PaymentReturn
from lt_admin.billing.queries import returns as queries
from lt_admin.billing.queries.payments import find_payment
from lt_admin.billing.services import returns as services
from lt_admin.core import clock
from lt_admin.core.db import transaction
from lt_admin.core.i18n import gettext as _

bp = Blueprint("returns", __name__, template_folder="../templates")


def _to(payment: Payment) -> ResponseReturnValue:
    return redirect(url_for("payments.payment", payment_id=payment.id))


def _own(return_id: int) -> PaymentReturn:
    """A return that a person decides on: what went to Stripe is decided there."""
    found = queries.find_return(return_id) or abort(404)
    return found if queries.is_by_hand(found) else abort(404)


@bp.route("/payments/<int:payment_id>/return", methods=["GET", "POST"])
@requires(Permission.REFUND_MAKE)
def new(payment_id: int) -> ResponseReturnValue:
    """Decide that what pays nothing goes back to whoever paid it."""
    found = find_payment(payment_id) or abort(404)
    form = ReturnForm.of(found)
    if form.is_sent_well():
        with form.refusals("amount"):
            _give_back(found, form)
            return _to(found)
    facts = {"payment": found, "by_stripe": queries.goes_by_stripe(found)}
    return render_template("billing/payment_return.html", form=form, **facts), form.status


def _give_back(payment: Payment, form: ReturnForm) -> None:
    """Decided and committed first, asked of Stripe after that."""
    facts = {"amount": form.amount.data, "reason": form.reason.data or ""}
    with transaction():
        made = services.ask_return(payment, **facts, by=current_user)
    gateway = configured() if queries.goes_by_stripe(payment) else None
    if gateway is not None:
        _send(gateway, made)
    else:
        flash(_("Transfer it back; when the bank statement shows it, it is done."))


def _send(gateway: PaymentGateway, made: PaymentReturn) -> None:
    try:
        services.send_refund(gateway, made)
        flash(_("Stripe gives it back to the account or card that paid."))
    except Declined:
        flash(_("Stripe does not give this back; the payment has its rest again."), "danger")
    except Unreachable:
        flash(_("Stripe does not answer right now. It is asked again tonight."), "warn")


@bp.post("/returns/<int:return_id>/done")
@requires(Permission.REFUND_MAKE)
def done(return_id: int) -> ResponseReturnValue:
    """It was transferred, today."""
    found = _own(return_id)
    services.done(found, on=clock.today(), by=current_user)
    return _to(found.payment)


@bp.post("/returns/<int:return_id>/cancel")
@requires(Permission.REFUND_MAKE)
def cancel(return_id: int) -> ResponseReturnValue:
    """It does not go back after all."""
    found = _own(return_id)
    services.failed(found, by=current_user)
    flash(_("The payment has it again; let it pay an invoice, or give it back later."))
    return _to(found.payment)
