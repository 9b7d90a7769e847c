"""A reviewer's own hours: the week grid, the quick entry, and what became of them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock, formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.reviewers.forms.hours import QuickForm, WeekForm, usual_facts
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries import balance, lists, week, words
from lt_admin.reviewers.queries import hours as queries
from lt_admin.reviewers.queries.people import reviewer_of
from lt_admin.reviewers.rules.hours import week_start
from lt_admin.reviewers.services import hours as services

bp = Blueprint("hours", __name__, template_folder="../templates")
DAY = "/hours/<string(length=10):day>"


def _me() -> Reviewer:
    return reviewer_of(current_user) or abort(404)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return found if 2000 <= found.year < 2100 else abort(404)


@bp.get("/hours")
@requires(Permission.HOURS_LOG)
def week_now() -> ResponseReturnValue:
    """This week, today in front."""
    return redirect(url_for(".week_of", day=clock.today().isoformat()))


@bp.get(DAY)
@requires(Permission.HOURS_LOG)
def week_of(day: str) -> ResponseReturnValue:
    """One week; ``copy=week`` or ``copy=day`` fills the empty cells, and waits for saving."""
    reviewer, form = _me(), WeekForm()
    return _page(reviewer, _day(day), form)


@bp.post(DAY)
@requires(Permission.HOURS_LOG)
def save_week(day: str) -> ResponseReturnValue:
    """Save the week as typed; and submit it, add a row or go to another day when that is asked."""
    reviewer, form, shown = _me(), WeekForm(), _day(day)
    if form.is_sent_well():
        with form.refusals():
            services.save_week(reviewer, week_start(shown), form.cells, by=current_user)
            _further(form, reviewer, shown)
            return redirect(_next(form, shown))
    return _page(reviewer, shown, form)


def _page(reviewer: Reviewer, shown: date, form: WeekForm) -> ResponseReturnValue:
    grid = week.grid(reviewer, shown, form.works)
    copied = request.args.get("copy", "") if request.method == "GET" else ""
    if copied:
        form.fill(grid.copied(copied))
    facts = {"grid": grid, "returned": week.returned(reviewer), "words": words, "copied": copied}
    return render_template("reviewers/week.html", form=form, **facts), form.status


def _further(form: WeekForm, reviewer: Reviewer, shown: date) -> None:
    """What was asked besides saving."""
    if form.deed != "submit":
        if form.deed == "save" and not form.pressed and not form.goes_to:
            flash(_("Saved."))
        return
    entries = queries.to_submit(reviewer, week_start(shown))
    services.submit(entries, by=current_user)
    total = formats.hours(sum(entry.minutes for entry in entries))
    flash(_("%(hours)s hours are submitted. The coordinator looks at them now.", hours=total))


def _next(form: WeekForm, shown: date) -> str:
    """Where to go after saving: another day, or the same with the rows that were added."""
    added = {form.added()} if form.deed == "add" else set()
    rows = sorted(work.name for work in form.added_before | added if work)
    anchor = form.pressed or None
    day = (form.goes_to or shown).isoformat()
    return url_for(".week_of", day=day, row=rows, _anchor=anchor)


@bp.post("/hours/<string(length=10):day>/take-back")
@requires(Permission.HOURS_LOG)
def take_back(day: str) -> ResponseReturnValue:
    """Take the submitted hours of a week back, to change them."""
    entries = queries.to_take_back(_me(), week_start(_day(day)))
    services.withdraw(entries, by=current_user)
    flash(_("The week is yours again. Submit it when it is right."))
    return redirect(url_for(".week_of", day=day))


@bp.route("/hours/quick", methods=["GET", "POST"])
@requires(Permission.HOURS_LOG)
def quick() -> ResponseReturnValue:
    """One activity on one day."""
    reviewer = _me()
    stands = week.open_stands(reviewer)
    form = QuickForm(data=usual_facts(stands))
    form.offer(stands, words.STEPS)
    if form.is_sent_well():
        engagement = queries.find_engagement(form.review.data) or abort(404)
        with form.refusals():
            entry = services.log_hours(reviewer, engagement, **form.facts, by=current_user)
            flash(words.after_logging(entry, form.minutes.data))
            return redirect(url_for(".quick"))
    facts = {"stands": stands, "today": queries.total_of(reviewer, clock.today())}
    return render_template("reviewers/quick.html", form=form, **facts), form.status


@bp.get("/hours/mine")
@requires(Permission.HOURS_LOG)
def mine() -> ResponseReturnValue:
    """Every hour of one's own, and how much of it stands where."""
    found = balance.balance_of(_me())
    hours = lists.hours_seen_by(current_user)
    return show(lists.MY_HOURS, hours, "reviewers/my_hours.html", balance=found)
