"""Where the coordinator answers what commissioners ask about invoices."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.questions import ReplyForm
from lt_admin.billing.mails.questions import question_answered
from lt_admin.billing.models.questions import InvoiceQuestion
from lt_admin.billing.queries import questions as queries
from lt_admin.billing.services import questions as services
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.outbox import Mail

bp = Blueprint("questions", __name__, template_folder="../templates")


@bp.route("/invoices/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def answering(question_id: int) -> ResponseReturnValue:
    """A question, and exactly what the answer sends to whom; then send it."""
    found, form = queries.find_question(question_id) or abort(404), ReplyForm()
    if form.is_sent_well() and "preview" not in request.form:
        with form.refusals():
            services.answer(found, answer=form.answer.data or "", by=current_user)
            flash(_("The answer is on its way."))
            return redirect(url_for("invoices.invoice", invoice_id=found.invoice_id))
    page = {"question": found, "form": form, "letter": _letter(found, form.answer.data)}
    return render_template("billing/invoice_question.html", **page), form.status


def _letter(question: InvoiceQuestion, typed: str | None) -> Mail | None:
    """The mail as it would go, with what was typed so far; None when nobody can get it."""
    contact = queries.reader_of(question)
    if contact is None:
        return None
    words = question.answer or typed or _("(the answer)")
    return question_answered(question, contact, the_foundation(), answer=words)
