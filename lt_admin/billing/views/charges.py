"""What lateness costs, on pages: charged and waived by a person, and paid from payments."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.payments import AllocateForm
from lt_admin.billing.forms.reminders import ChargeForm, WaiveForm
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.reminders import ChargeKind, LateCharge
from lt_admin.billing.queries import charges as queries
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.queries.payments import find_payment
from lt_admin.billing.services import charges as services
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

bp = Blueprint("charges", __name__, template_folder="../templates")
KIND = "<any(costs, interest):kind>"


def _invoice(invoice_id: int) -> Invoice:
    return find_invoice(invoice_id) or abort(404)


def _charge(charge_id: int) -> LateCharge:
    return queries.find_charge(charge_id) or abort(404)


def _to_invoice(invoice_id: int) -> ResponseReturnValue:
    return redirect(url_for("invoices.invoice", invoice_id=invoice_id))


def _to_payment(payment_id: int) -> ResponseReturnValue:
    return redirect(url_for("payments.payment", payment_id=payment_id))


@bp.route(f"/invoices/<int:invoice_id>/charge/{KIND}", methods=["GET", "POST"])
@requires(Permission.REMINDER_MANAGE)
def charge(invoice_id: int, kind: str) -> ResponseReturnValue:
    """Charge what the law would allow today, after it was shown."""
    invoice, form, asked = _invoice(invoice_id), ChargeForm(), ChargeKind(kind)
    if request.method == "POST" and form.is_sent_well():
        with form.refusals():
            seen = Money(form.expected.data)
            made = services.charge(invoice, kind=asked, expected=seen, by=current_user)
            flash(_("Charged. The next reminder asks for it too."))
            return _to_invoice(made.invoice_id)
    return _charge_page(invoice, asked, form), form.status


def _charge_page(invoice: Invoice, kind: ChargeKind, form: ChargeForm) -> str:
    late = queries.late_of(invoice)
    allowed = queries.allowed_of(late, clock.today()).get(kind)
    facts = {"invoice": invoice, "kind": kind, "words": queries.CHARGES, "form": form}
    return render_template("billing/reminder_charge.html", allowed=allowed, late=late, **facts)


@bp.route("/charges/<int:charge_id>/waive", methods=["GET", "POST"])
@requires(Permission.REMINDER_MANAGE)
def waive(charge_id: int) -> ResponseReturnValue:
    """Ask no more for what is open of a charge."""
    found, form = _charge(charge_id), WaiveForm()
    if form.is_sent_well():
        with form.refusals():
            services.waive(found, reason=form.reason.data or "", by=current_user)
            flash(_("Waived: it is not asked for any more."))
            return _to_invoice(found.invoice_id)
    facts = {"charge": found, "words": queries.CHARGES}
    return render_template("billing/reminder_waive.html", form=form, **facts), form.status


@bp.post("/payments/<int:payment_id>/charges/<int:charge_id>")
@requires(Permission.PAYMENT_RECORD)
def pay(payment_id: int, charge_id: int) -> ResponseReturnValue:
    """Let a part of a payment pay (a part of) what lateness costs."""
    payment, form = find_payment(payment_id) or abort(404), AllocateForm()
    if not form.is_sent_well():
        raise Refused(" ".join(message for _field, message in form.complaints))
    services.pay_charge(payment, _charge(charge_id), form.amount.data, by=current_user)
    return _to_payment(payment_id)


@bp.post("/payments/charges/<int:allocation_id>/undo")
@requires(Permission.PAYMENT_RECORD)
def undo(allocation_id: int) -> ResponseReturnValue:
    """Take a part of a payment off a charge again."""
    found = queries.find_charge_allocation(allocation_id) or abort(404)
    services.undo_charge_allocation(found, by=current_user)
    flash(_("The amount is free again; let it pay another invoice, or give it back."))
    return _to_payment(found.payment_id)
