"""Hours as the coordinator sees them: the list, what waits for approval, one entry."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show
from lt_admin.reviewers.forms.hours import CorrectForm, DecideForm
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.queries import approvals, lists, words
from lt_admin.reviewers.queries import hours as queries
from lt_admin.reviewers.services import hours as services

bp = Blueprint("entries", __name__, template_folder="../templates")


@bp.get("/entries")
@requires(Permission.FINANCE_READ)
def entries() -> ResponseReturnValue:
    """Every hour of everybody."""
    return show(lists.HOURS, lists.hours_seen_by(current_user), "reviewers/entries.html")


@bp.route("/entries/approve", methods=["GET", "POST"])
@requires(Permission.HOURS_APPROVE)
def to_approve() -> ResponseReturnValue:
    """The submitted hours, each with what speaks for and against it."""
    form = DecideForm()
    if form.is_sent_well():
        with form.refusals("reason" if form.deed == "return" else None):
            _decide(form)
            return redirect(request.full_path)
    waiting = approvals.waiting(request.args.get("review"), request.args.get("reviewer"))
    return render_template(
        "reviewers/approve.html", form=form, waiting=waiting, words=words
    ), form.status


def _decide(form: DecideForm) -> None:
    chosen = queries.entries_with(form.ids)
    if form.deed == "return":
        services.send_back(chosen, reason=form.reason.data or "", by=current_user)
        flash(ngettext("One entry went back.", "%(num)d entries went back.", len(chosen)))
    else:
        services.approve(chosen, by=current_user)
        flash(ngettext("One entry is approved.", "%(num)d entries are approved.", len(chosen)))


@bp.get("/entries/<int:entry_id>")
@requires(Permission.ACCOUNT_OWN)
def entry(entry_id: int) -> ResponseReturnValue:
    """One entry, and its corrections."""
    return _record(_entry(entry_id), CorrectForm())


def _entry(entry_id: int) -> TimeEntry:
    return queries.find_entry_seen_by(entry_id, current_user) or abort(404)


def _record(found: TimeEntry, form: CorrectForm) -> ResponseReturnValue:
    facts = {
        "entry": found,
        "corrections": queries.corrections_of(found),
        "words": words,
        "is_mine": found.reviewer.user_id == current_user.id,
    }
    return render_template("reviewers/entry.html", form=form, **facts), form.status


@bp.post("/entries/<int:entry_id>/correct")
@requires(Permission.HOURS_APPROVE)
def correct(entry_id: int) -> ResponseReturnValue:
    """A counter-entry on hours that are billed or paid."""
    found, form = _entry(entry_id), CorrectForm()
    if form.is_sent_well():
        with form.refusals("minutes"):
            services.correct(found, minutes=form.minutes.data, by=current_user)
            flash(_("The correction is made, and waits for approval."))
            return redirect(url_for(".entry", entry_id=entry_id))
    return _record(found, form)


@bp.post("/entries/<int:entry_id>/reopen")
@requires(Permission.HOURS_APPROVE)
def reopen(entry_id: int) -> ResponseReturnValue:
    """Make approved hours a draft again."""
    services.reopen([_entry(entry_id)], by=current_user)
    flash(_("This is a draft of the reviewer again."))
    return redirect(url_for(".entry", entry_id=entry_id))


@bp.post("/entries/<int:entry_id>/remove")
@requires(Permission.HOURS_LOG)
def remove(entry_id: int) -> ResponseReturnValue:
    """Take away one's own entry that is not submitted."""
    found = _entry(entry_id)
    services.remove(found, by=current_user)
    flash(_("The entry is gone."))
    return redirect(url_for("hours.mine"))
