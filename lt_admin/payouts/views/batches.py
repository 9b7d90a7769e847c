"""The pages of payment batches: one person makes them, another decides, and the file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.payouts.forms.batches import (
    BatchForm,
    ExportForm,
    LimitForm,
    ReasonForm,
    SeenForm,
    StatusForm,
)
from lt_admin.payouts.models.batches import PaymentBatch
from lt_admin.payouts.queries import batch_lists as lists
from lt_admin.payouts.queries import batches as queries
from lt_admin.payouts.rules.pain002 import MOST_BYTES
from lt_admin.payouts.services import batches as services
from lt_admin.payouts.services.lines import read_status

bp = Blueprint("batches", __name__, template_folder="../templates", url_prefix="/payouts")


def _batch(batch_id: int) -> PaymentBatch:
    return queries.find_batch(batch_id) or abort(404)


def _to(batch: PaymentBatch) -> ResponseReturnValue:
    return redirect(url_for(".batch", batch_id=batch.id))


def _page(batch: PaymentBatch, reason: ReasonForm | None = None) -> str:
    form = reason or ReasonForm(formdata=None)
    facts = lists.facts_of(batch, current_user)
    return render_template("payouts/batch.html", batch=batch, reason=form, **facts)


@bp.get("/batches")
@requires(Permission.FINANCE_READ)
def batches() -> ResponseReturnValue:
    """Every payment batch."""
    limit = queries.limit_on(clock.today())
    return show(lists.BATCHES, lists.all_batches(), "payouts/batches.html", limit=limit)


@bp.route("/batches/new", methods=["GET", "POST"])
@requires(Permission.BATCH_MAKE)
def new() -> ResponseReturnValue:
    """Put statements together; nothing is paid until somebody else agrees."""
    found = queries.candidates()
    form = BatchForm.of(found)
    if form.is_sent_well():
        with form.refusals():
            made = form.make(found, by=current_user)
            flash(_("The batch is made; somebody else looks at it now."))
            return _to(made)
    return render_template("payouts/batch_new.html", form=form, found=found), form.status


@bp.get("/batches/<int:batch_id>")
@requires(Permission.FINANCE_READ)
def batch(batch_id: int) -> str:
    """One batch: what it pays to whom, who saw it, and what became of it."""
    return _page(_batch(batch_id))


@bp.post("/batches/<int:batch_id>/approve")
@requires(Permission.BATCH_APPROVE)
def approve(batch_id: int) -> ResponseReturnValue:
    """Agree, as a second person, with what the page showed."""
    found, form = _batch(batch_id), SeenForm()
    services.approve(found, seen=form.seen.data or "", by=current_user)
    flash(_("Approved: %(number)s may go to the bank.", number=found.number))
    return _to(found)


@bp.post("/batches/<int:batch_id>/decline")
@requires(Permission.BATCH_APPROVE)
def decline(batch_id: int) -> ResponseReturnValue:
    """Do not agree, as a second person."""
    found, form = _batch(batch_id), ReasonForm()
    if form.is_sent_well():
        with form.refusals("reason"):
            services.decline(found, reason=form.reason.data or "", by=current_user)
            flash(_("Turned down: nothing of %(number)s is paid.", number=found.number))
            return _to(found)
    return _page(_batch(batch_id), form), form.status


@bp.post("/batches/<int:batch_id>/withdraw")
@requires(Permission.BATCH_MAKE)
def withdraw(batch_id: int) -> ResponseReturnValue:
    """Take a batch back before it goes to the bank."""
    found, form = _batch(batch_id), ReasonForm()
    if form.is_sent_well():
        with form.refusals("reason"):
            services.withdraw(found, reason=form.reason.data or "", by=current_user)
            flash(_("Withdrawn: nothing of %(number)s is paid.", number=found.number))
            return _to(found)
    return _page(_batch(batch_id), form), form.status


@bp.post("/batches/<int:batch_id>/export")
@requires(Permission.BATCH_MAKE)
def export(batch_id: int) -> ResponseReturnValue:
    """Make the file for the bank; a second time it is the same, and the page says so."""
    found, form = _batch(batch_id), ExportForm()
    was_made = found.exported_at is not None
    services.export(found, form=form.form.data or "", by=current_user)
    words = _("The file was made before; it is the same, byte for byte.")
    flash(words if was_made else _("The file is made; bring it to the bank."))
    return _to(found)


@bp.get("/batches/<int:batch_id>/file")
@requires(Permission.BATCH_MAKE)
def file(batch_id: int) -> ResponseReturnValue:
    """The file for the bank, as it was made."""
    found = _batch(batch_id)
    if found.exported_at is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.xml"'}
    return Response(queries.content_of(found), mimetype="application/xml", headers=headers)


@bp.route("/status", methods=["GET", "POST"])
@requires(Permission.BATCH_MAKE)
def status() -> ResponseReturnValue:
    """Read what the bank says of a file; it names the batch itself."""
    form = StatusForm()
    if form.is_sent_well():
        with form.refusals("file"):
            found = read_status(form.file.data.read(MOST_BYTES + 1), by=current_user)
            flash(_("Read: this is what the bank says of %(number)s.", number=found.number))
            return _to(found)
    return render_template("payouts/status.html", form=form), form.status


@bp.route("/limit", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def limit() -> ResponseReturnValue:
    """Up to what amount the treasurer approves; above it the board."""
    form = LimitForm()
    if form.is_sent_well():
        with form.refusals():
            services.set_limit(form.amount.data, valid_from=form.valid_from.data, by=current_user)
            flash(_("The limit is set."))
            return redirect(url_for(".batches"))
    return render_template("payouts/limit.html", form=form, limits=queries.limits()), form.status
