"""The pages of an invoice run: what can go out, how far it is, and those of the past."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.runs import RunForm
from lt_admin.billing.models.runs import InvoiceRun
from lt_admin.billing.queries import runs as queries
from lt_admin.billing.queries.invoice_lists import ROUNDS
from lt_admin.billing.services import runs as services
from lt_admin.billing.services.previews import preview
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show

bp = Blueprint("runs", __name__, template_folder="../templates")


def _run(run_id: int) -> InvoiceRun:
    return queries.find_run(run_id) or abort(404)


def _to(run: InvoiceRun) -> ResponseReturnValue:
    return redirect(url_for(".run", run_id=run.id))


@bp.route("/invoices/new", methods=["GET", "POST"])
@requires(Permission.INVOICE_MANAGE)
def new() -> ResponseReturnValue:
    """Everything that can be invoiced now, to pick from; the button starts the run."""
    shown = preview()
    form = RunForm.of(shown.found, request.args.get("pick", ""))
    if form.is_sent_well():
        with form.refusals():
            mails = form.mails_at_once
            return _to(services.draft_and_start(form.chosen, mails_at_once=mails, by=current_user))
    facts = {"rounds": ROUNDS, "early": shown.early}
    return render_template("billing/invoices_new.html", form=form, **facts), form.status


@bp.get("/invoices/runs")
@requires(Permission.INVOICE_READ)
def runs() -> ResponseReturnValue:
    """The runs of the past."""
    return show(queries.RUNS, queries.all_runs(), "billing/runs.html")


@bp.get("/invoices/runs/<int:run_id>")
@requires(Permission.INVOICE_READ)
def run(run_id: int) -> str:
    """How far a run is, and what came of each invoice."""
    found = _run(run_id)
    facts = {"progress": queries.progress_of(found), "items": queries.items_of(found)}
    return render_template("billing/run.html", run=found, badges=queries.ITEM_BADGES, **facts)


@bp.post("/invoices/runs/<int:run_id>")
@requires(Permission.INVOICE_MANAGE)
def go_on(run_id: int) -> ResponseReturnValue:
    """Work through what waits for a moment."""
    found = _run(run_id)
    services.work_through(found)
    return _to(found)


@bp.post("/invoices/runs/<int:run_id>/again")
@requires(Permission.INVOICE_MANAGE)
def again(run_id: int) -> ResponseReturnValue:
    """Let what was refused wait once more."""
    found = _run(run_id)
    count = services.try_again(found, by=current_user)
    flash(ngettext("One invoice waits once more.", "%(num)d invoices wait once more.", count))
    return _to(found)


@bp.post("/invoices/runs/<int:run_id>/mail")
@requires(Permission.INVOICE_MANAGE)
def mail(run_id: int) -> ResponseReturnValue:
    """Mail the invoices of a run that were only issued."""
    found = _run(run_id)
    services.mail_run(found, by=current_user)
    flash(_("The invoices of this run are being mailed."))
    return _to(found)
