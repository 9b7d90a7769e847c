"""The pages of reminders: what goes, what waits, what went; and the holds."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.reminders import HoldForm
from lt_admin.billing.mails.reminders import file_name
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries import reminder_records as records
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.queries.invoices import find_invoice
from lt_admin.billing.services import reminder_letters as letters
from lt_admin.billing.services import reminders as services
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show

bp = Blueprint("reminders", __name__, template_folder="../templates")


def _invoice(invoice_id: int) -> Invoice:
    return find_invoice(invoice_id) or abort(404)


def _to(invoice_id: int) -> ResponseReturnValue:
    return redirect(url_for("invoices.invoice", invoice_id=invoice_id))


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@bp.get("/reminders")
@requires(Permission.INVOICE_READ)
def reminders() -> str:
    """What goes today with its letters, what goes this week, and what waits for what."""
    facts = records.overview()
    shown = letters.letters_of(facts["due"])
    facts |= {"levels": queries.levels_by_number(), "words": records.WAITS}
    return render_template("billing/reminders.html", letters=shown, **facts)


@bp.post("/reminders/send")
@requires(Permission.REMINDER_MANAGE)
def send() -> ResponseReturnValue:
    """Send the picked reminders that are due today."""
    sent = services.send_picked(request.form.getlist("invoice", type=int), by=current_user)
    words = ngettext("One reminder is on its way.", "%(num)d reminders are on their way.", sent)
    flash(words if sent else _("No reminder was sent: tick those that should go."))
    return redirect(url_for(".reminders"))


@bp.get("/reminders/sent")
@requires(Permission.INVOICE_READ)
def sent() -> ResponseReturnValue:
    """Every reminder that went, to search, narrow and export."""
    return show(records.SENT, records.all_sent(), "billing/reminders_sent.html")


@bp.get("/reminders/<int:reminder_id>/paper")
@requires(Permission.INVOICE_READ)
def paper(reminder_id: int) -> ResponseReturnValue:
    """The letter as it went."""
    found = queries.find_reminder(reminder_id) or abort(404)
    return _pdf(found.pdf or b"", file_name(found))


@bp.get("/invoices/<int:invoice_id>/reminder")
@requires(Permission.INVOICE_READ)
def preview(invoice_id: int) -> ResponseReturnValue:
    """The letter of the next reminder as it would go today."""
    made = letters.next_letter(_invoice(invoice_id)) or abort(404)
    return _pdf(made[1], file_name(made[0]))


@bp.route("/invoices/<int:invoice_id>/hold", methods=["GET", "POST"])
@requires(Permission.REMINDER_MANAGE)
def hold(invoice_id: int) -> ResponseReturnValue:
    """Let reminders of an invoice wait until a day."""
    invoice, form = _invoice(invoice_id), HoldForm.usual()
    if form.is_sent_well():
        with form.refusals("until"):
            facts = {"reason": form.reason.data or "", "until": form.until.data}
            services.hold(invoice, **facts, by=current_user)
            flash(_("Reminders of %(number)s wait.", number=invoice.number))
            return _to(invoice_id)
    return render_template("billing/reminder_hold.html", form=form, invoice=invoice), form.status


@bp.post("/reminders/holds/<int:hold_id>/lift")
@requires(Permission.REMINDER_MANAGE)
def lift(hold_id: int) -> ResponseReturnValue:
    """Let reminders go on before the day that the hold names."""
    found = queries.find_hold(hold_id) or abort(404)
    services.lift(found, by=current_user)
    flash(_("Reminders of %(number)s go on.", number=found.invoice.number))
    return _to(found.invoice_id)
