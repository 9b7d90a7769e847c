"""The pages of payments: what came in, what it pays, and who still owes what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.payments import AllocateForm, PaymentForm
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentAllocation
from lt_admin.billing.queries import payments as queries
from lt_admin.billing.queries import stripe_balance
from lt_admin.billing.queries.invoice_records import badge_of
from lt_admin.billing.queries.invoices import find_invoice, find_organisation
from lt_admin.billing.queries.returns import returns_of
from lt_admin.billing.services import payments as services
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show

bp = Blueprint("payments", __name__, template_folder="../templates")


def _payment(payment_id: int) -> Payment:
    return queries.find_payment(payment_id) or abort(404)


def _to(payment: Payment) -> ResponseReturnValue:
    return redirect(url_for(".payment", payment_id=payment.id))


@bp.get("/payments")
@requires(Permission.INVOICE_READ)
def payments() -> ResponseReturnValue:
    """Every payment, those with a rest on top."""
    facts = {"has_stripe": stripe_balance.is_used()}
    return show(queries.PAYMENTS, queries.all_payments(), "billing/payments.html", **facts)


@bp.get("/open-items")
@requires(Permission.INVOICE_READ)
def open_items() -> str:
    """What every organisation still owes, has overpaid, or paid without saying what for."""
    items = queries.open_items()
    sums = queries.together(items)
    return render_template("billing/open_items.html", items=items, sums=sums)


@bp.get("/open-items/<int:organisation_id>")
@requires(Permission.INVOICE_READ)
def open_items_of(organisation_id: int) -> str:
    """The statement of account of one organisation."""
    found = find_organisation(organisation_id) or abort(404)
    facts = queries.account_of(found)
    return render_template("billing/open_items_of.html", badge_of=badge_of, **facts)


@bp.route("/payments/new", methods=["GET", "POST"])
@requires(Permission.PAYMENT_RECORD)
def new() -> ResponseReturnValue:
    """Write down a receipt; it goes over the open invoices unless somebody says otherwise."""
    invoice = _asked_invoice()
    form = PaymentForm.of(invoice)
    if form.is_sent_well():
        with form.refusals():
            return _to(_record(form, invoice))
    return render_template("billing/payment_new.html", form=form, invoice=invoice), form.status


def _asked_invoice() -> Invoice | None:
    number = request.args.get("invoice", type=int)
    return None if number is None else find_invoice(number) or abort(404)


def _record(form: PaymentForm, first: Invoice | None) -> Payment:
    amount, organisation_id = form.amount.data, form.organisation.data
    parts = queries.spread(amount, organisation_id, first) if form.settles.data else []
    payer = find_organisation(organisation_id) or abort(404)
    receipt = services.Receipt(payer, form.received_on.data, amount, form.reference.data or "")
    return services.record_payment(receipt, allocations=parts, by=current_user)


@bp.get("/payments/<int:payment_id>")
@requires(Permission.INVOICE_READ)
def payment(payment_id: int) -> str:
    """One payment: what it pays, and what its rest could pay."""
    found = _payment(payment_id)
    return _page(found, AllocateForm(formdata=None), None)


@bp.post("/payments/<int:payment_id>/pay/<int:invoice_id>")
@requires(Permission.PAYMENT_RECORD)
def allocate(payment_id: int, invoice_id: int) -> ResponseReturnValue:
    """Let a part of the payment pay an invoice."""
    found, invoice = _payment(payment_id), find_invoice(invoice_id) or abort(404)
    form = AllocateForm()
    if form.is_sent_well():
        with form.refusals("amount"):
            services.allocate(found, invoice, form.amount.data, by=current_user)
            return _to(found)
    return _page(found, form, invoice), form.status


def _page(payment: Payment, form: AllocateForm, invoice: Invoice | None) -> str:
    facts: dict[str, Any] = {"payment": payment, "form": form, "typed_for": invoice}
    facts |= {"returns": returns_of(payment), "method": queries.METHODS[payment.method]}
    return render_template("billing/payment.html", **facts, offers=queries.offers_for(payment))


@bp.post("/payments/allocations/<int:allocation_id>/undo")
@requires(Permission.PAYMENT_RECORD)
def undo(allocation_id: int) -> ResponseReturnValue:
    """Take a part of a payment off an invoice again."""
    found: PaymentAllocation = queries.find_allocation(allocation_id) or abort(404)
    services.undo_allocation(found, by=current_user)
    flash(_("The amount is free again; let it pay another invoice, or give it back."))
    return _to(found.payment)
