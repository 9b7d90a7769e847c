"""Outreach, complaints and data incidents."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.quality.forms.records import HandledForm, OutreachForm, SignalForm
from lt_admin.quality.queries import records as queries
from lt_admin.quality.services import records as services

bp = Blueprint("records", __name__, template_folder="../templates")


@bp.get("/outreach")
@requires(Permission.QUALITY_READ)
def outreach() -> ResponseReturnValue:
    """Meetings, lectures and trainings that spread the thinking."""
    return show(queries.OUTREACH, queries.all_outreach(), "quality/outreach.html")


@bp.route("/outreach/new", methods=["GET", "POST"])
@requires(Permission.RECORD_MANAGE)
def new_outreach() -> ResponseReturnValue:
    """Record an event."""
    form = OutreachForm()
    if form.is_sent_well():
        with form.refusals():
            services.record_outreach(**form.facts, by=current_user)
            flash(_("The event is recorded."))
            return redirect(url_for(".outreach"))
    return render_template("quality/outreach_form.html", form=form, event=None), form.status


@bp.route("/outreach/<int:event_id>", methods=["GET", "POST"])
@requires(Permission.QUALITY_READ)
def change(event_id: int) -> ResponseReturnValue:
    """One event; who may record it can put it right."""
    event = queries.find_outreach(event_id) or abort(404)
    form = OutreachForm.of(event)
    if form.is_submitted() and not current_user.may(Permission.RECORD_MANAGE):
        abort(403)
    if form.is_sent_well():
        with form.refusals():
            services.change_outreach(event, **form.facts, by=current_user)
            flash(_("The event is put right."))
            return redirect(url_for(".outreach"))
    return render_template("quality/outreach_form.html", form=form, event=event), form.status


@bp.get("/signals")
@requires(Permission.QUALITY_READ)
def signals() -> ResponseReturnValue:
    """Complaints and data incidents: that they were, and whether they kept their term."""
    return show(queries.signal_list(), queries.all_signals(), "quality/signals.html")


@bp.route("/signals/new", methods=["GET", "POST"])
@requires(Permission.RECORD_MANAGE)
def new_signal() -> ResponseReturnValue:
    """Record that something came in."""
    form = SignalForm()
    if form.is_sent_well():
        with form.refusals():
            dates = {"received_on": form.received_on.data, "due_on": form.due_on.data}
            services.record_signal(kind=form.kind.data, **dates, by=current_user)
            flash(_("It is recorded."))
            return redirect(url_for(".signals"))
    return render_template("quality/signal_form.html", form=form), form.status


@bp.get("/signals/<int:signal_id>")
@requires(Permission.QUALITY_READ)
def signal(signal_id: int) -> ResponseReturnValue:
    """One complaint or data incident."""
    found = queries.find_signal(signal_id) or abort(404)
    facts = {"signal": found, "words": queries.SIGNALS}
    return render_template("quality/signal.html", form=HandledForm(), **facts)


@bp.post("/signals/<int:signal_id>")
@requires(Permission.RECORD_MANAGE)
def handle(signal_id: int) -> ResponseReturnValue:
    """Record that it was handled."""
    found, form = queries.find_signal(signal_id) or abort(404), HandledForm()
    if form.is_sent_well():
        with form.refusals("handled_on"):
            services.handle_signal(found, handled_on=form.handled_on.data, by=current_user)
            flash(_("It is recorded as handled."))
            return redirect(url_for(".signals"))
    facts = {"signal": found, "words": queries.SIGNALS}
    return render_template("quality/signal.html", form=form, **facts), form.status
