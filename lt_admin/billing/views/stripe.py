"""What Stripe sends us, and the treasurer's page of what Stripe holds for us."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, public, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.gateway import BadEvent, Declined, Unreachable, configured
from lt_admin.billing.queries import checkouts, stripe_balance
from lt_admin.billing.services import checkouts as pages
from lt_admin.billing.services import stripe_events as services
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.core.web import csrf

bp = Blueprint("stripe", __name__, template_folder="../templates")


@bp.post("/stripe/webhook")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@public
def webhook() -> ResponseReturnValue:
    """Take in one event; an answer below 300 tells Stripe that it need not come again."""
    gateway = configured() or abort(404)
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = gateway.read_event(request.get_data(), signature)
    except BadEvent:
        abort(400)
    if services.receive(event):
        services.follow_up(gateway, event)
    return Response("taken in", mimetype="text/plain")


@bp.get("/stripe")
@requires(Permission.FINANCE_READ)
def overview() -> ResponseReturnValue:
    """What Stripe holds for us, its payouts and fees, and what needs a look."""
    if not stripe_balance.is_used():
        abort(404)
    facts = stripe_balance.overview()
    return show(
        stripe_balance.MOVEMENTS, stripe_balance.movements(), "billing/stripe.html", **facts
    )


@bp.post("/stripe/ask")
@requires(Permission.PAYMENT_RECORD)
def ask() -> ResponseReturnValue:
    """Ask Stripe now about everything that is undecided, as happens each night."""
    gateway = configured() or abort(404)
    try:
        services.ask_everything(gateway)
        flash(_("Stripe was asked; this is how it stands."))
    except (Unreachable, Declined):
        flash(_("Stripe does not answer right now. It is asked again tonight."), "warn")
    return redirect(url_for(".overview"))


@bp.post("/stripe/checkouts/<int:checkout_id>/seen")
@requires(Permission.PAYMENT_RECORD)
def seen(checkout_id: int) -> ResponseReturnValue:
    """Somebody saw to a payment that was not what we asked."""
    found = checkouts.find_checkout(checkout_id) or abort(404)
    pages.look_at(found, by=current_user)
    flash(_("It is off the list."))
    return redirect(url_for(".overview"))
