"""Paying an invoice by iDEAL or card, behind the link in the mail; Stripe hosts the page itself."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import public
from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.queries import find_link
from lt_admin.billing.gateway import Declined, PaymentGateway, Unreachable, configured
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries import checkouts as queries
from lt_admin.billing.queries import invoice_letters
from lt_admin.billing.services import checkouts as services
from lt_admin.core import audit, links
from lt_admin.core.web import limiter

bp = Blueprint("checkouts", __name__, template_folder="../templates")


def _opened(token: str) -> Invoice:
    """The invoice behind a link that still works, with the page in its language."""
    link = find_link(token, LinkPurpose.READ_INVOICE) or abort(404)
    invoice = invoice_letters.invoice_of(link) or abort(404)
    g.language = invoice.language
    if not invoice_letters.is_readable(link):
        abort(410)
    return invoice


def _gateway() -> PaymentGateway:
    return configured() or abort(404)


@bp.post("/invoice/<string:token>/pay")
@public
@limiter.limit("30 per hour")
def pay(token: str) -> ResponseReturnValue:
    """Go to a page of Stripe that asks exactly what is open."""
    gateway, invoice = _gateway(), _opened(token)
    here = url_for(".paid", token=token)
    back = url_for(".paid", token=token, turned="back")
    way = services.Way(links.address(here), links.address(back))
    try:
        url = services.open_page(gateway, invoice, way, by=audit.SYSTEM)
    except (Unreachable, Declined) as refused:
        flash(str(refused), "warn")
        return redirect(url_for("invoice_letters.letter", token=token), 303)
    return redirect(url or here, 303)


@bp.get("/invoice/<string:token>/paid")
@public
def paid(token: str) -> str:
    """How the payment stands, as far as we know; the button on it asks Stripe."""
    invoice = _opened(token)
    facts = queries.standing_of_payment(invoice, request.args.keys())
    whom = invoice_letters.whom_to_call(invoice)
    return render_template("billing/paid.html", token=token, invoice=invoice, **facts, **whom)


@bp.post("/invoice/<string:token>/paid")
@public
@limiter.limit("120 per hour")
def ask(token: str) -> ResponseReturnValue:
    """Let Stripe say how it stands: whether or not its own message came through."""
    gateway, invoice = _gateway(), _opened(token)
    checkout = queries.last_checkout(invoice)
    if checkout is not None:
        try:
            services.ask_now(gateway, checkout)
        except (Unreachable, Declined) as refused:
            flash(str(refused), "warn")
    return redirect(url_for(".paid", token=token, asked="1"), 303)
