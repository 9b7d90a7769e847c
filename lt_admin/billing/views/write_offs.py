"""The pages of a write-off: one person proposes, another decides."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.write_offs import WriteOffForm
from lt_admin.billing.models.write_offs import WriteOff
from lt_admin.billing.queries import write_offs as queries
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.services import write_offs as services
from lt_admin.core.i18n import gettext as _

bp = Blueprint("write_offs", __name__, template_folder="../templates")


def _write_off(write_off_id: int) -> WriteOff:
    return queries.find_write_off(write_off_id) or abort(404)


def _to_invoice(write_off: WriteOff) -> ResponseReturnValue:
    return redirect(url_for("invoices.invoice", invoice_id=write_off.invoice_id))


@bp.route("/invoices/<int:invoice_id>/write-off", methods=["GET", "POST"])
@requires(Permission.WRITE_OFF_PROPOSE)
def propose(invoice_id: int) -> ResponseReturnValue:
    """Propose to give up what is open on an invoice."""
    found, form = find_invoice(invoice_id) or abort(404), WriteOffForm()
    if form.is_sent_well():
        with form.refusals():
            made = services.propose(found, reason=form.why, by=current_user)
            flash(_("The write-off is proposed; the treasurer or the board decides."))
            return _to_invoice(made)
    return render_template("billing/write_off_new.html", invoice=found, form=form), form.status


@bp.get("/write-offs/<int:write_off_id>")
@requires(Permission.WRITE_OFF_DECIDE)
def decide(write_off_id: int) -> str:
    """What is proposed, and why: to agree or not."""
    found = _write_off(write_off_id)
    badge = queries.WRITE_OFF_BADGES[found.state]
    return render_template("billing/write_off.html", write_off=found, badge=badge)


@bp.post("/write-offs/<int:write_off_id>/approve")
@requires(Permission.WRITE_OFF_DECIDE)
def approve(write_off_id: int) -> ResponseReturnValue:
    """Agree, as a second person."""
    found = _write_off(write_off_id)
    services.approve(found, by=current_user)
    flash(_("Written off: invoice %(number)s asks for nothing more.", number=found.invoice.number))
    return _to_invoice(found)


@bp.post("/write-offs/<int:write_off_id>/decline")
@requires(Permission.WRITE_OFF_DECIDE)
def decline(write_off_id: int) -> ResponseReturnValue:
    """Do not agree, as a second person."""
    found = _write_off(write_off_id)
    services.decline(found, by=current_user)
    flash(_("Not written off: invoice %(number)s stays as it was.", number=found.invoice.number))
    return _to_invoice(found)


@bp.post("/write-offs/<int:write_off_id>/revoke")
@requires(Permission.WRITE_OFF_DECIDE)
def revoke(write_off_id: int) -> ResponseReturnValue:
    """Ask for the amount again."""
    found = _write_off(write_off_id)
    services.revoke(found, by=current_user)
    flash(_("Invoice %(number)s is open again.", number=found.invoice.number))
    return _to_invoice(found)
