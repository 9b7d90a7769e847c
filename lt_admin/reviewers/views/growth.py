"""Growth: the norm of a year, meetings among peers, and assessments of practice reviews."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.listing import show
from lt_admin.reviewers.forms.growth import AssessmentForm, PeersForm
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.queries import assessments, assignments, lists, people, words
from lt_admin.reviewers.queries import growth as queries
from lt_admin.reviewers.services import growth as services

bp = Blueprint("growth", __name__, template_folder="../templates")


def _year() -> int:
    """The year that the address asks for; this year when it asks for none that can be shown."""
    asked, this = request.args.get("year", ""), clock.today().year
    is_known = asked.isascii() and asked.isdigit() and len(asked) == len("2026")
    return int(asked) if is_known and queries.FIRST_YEAR <= int(asked) <= this else this


@bp.get("/supervision/years")
@requires(Permission.REVIEWER_READ)
def years() -> ResponseReturnValue:
    """How everybody keeps the norm of a year, the gaps first."""
    today, year = clock.today(), _year()
    kept = sorted(queries.years_kept(year), key=lambda each: each.kept.is_met)
    facts = {"year": year, "today": today, "usual": queries.usual_years(), "words": words}
    return render_template("reviewers/years.html", kept=kept, **facts)


@bp.get("/my-growth")
@requires(Permission.ASSIGNMENT_DECLARE)
def mine() -> ResponseReturnValue:
    """One's own level and norm: what there is this year, and what is still missing."""
    reviewer, year = people.reviewer_of(current_user), _year()
    grown = queries.record_of(reviewer, year) if reviewer else None
    facts = {"reviewer": reviewer, "grown": grown, "year": year, "today": clock.today()}
    usual = queries.usual_years()
    return render_template("reviewers/my_growth.html", usual=usual, words=words, **facts)


@bp.get("/peers")
@requires(Permission.REVIEWER_READ)
def peers() -> ResponseReturnValue:
    """Every meeting among peers."""
    return show(lists.PEER_MEETINGS, lists.all_peer_meetings(), "reviewers/peers.html")


@bp.route("/peers/new", methods=["GET", "POST"])
@requires(Permission.SUPERVISION_MANAGE)
def record_peers() -> ResponseReturnValue:
    """Record a meeting among peers."""
    form = PeersForm()
    form.offer(people.pool())
    if form.is_sent_well():
        with form.refusals():
            services.record_peers(**form.facts, by=current_user)
            flash(_("The meeting is recorded."))
            return redirect(_back())
    return render_template("reviewers/peers_new.html", form=form, back=_back()), form.status


def _back() -> str:
    """The list for who may read it; else one's own growth."""
    is_reader = current_user.may(Permission.REVIEWER_READ)
    return url_for(".peers") if is_reader else url_for(".mine")


@bp.post("/peers/<int:meeting_id>/remove")
@requires(Permission.SUPERVISION_MANAGE)
def remove_peers(meeting_id: int) -> ResponseReturnValue:
    """Take back a meeting that was recorded by mistake."""
    found = queries.find_meeting_seen_by(meeting_id, current_user) or abort(404)
    services.remove_peers(found, by=current_user)
    flash(_("The meeting is taken back."))
    return redirect(_back())


@bp.route("/assignments/<int:assignment_id>/assessment", methods=["GET", "POST"])
@requires(Permission.SUPERVISION_MANAGE)
def assess(assignment_id: int) -> ResponseReturnValue:
    """The supervisor's judgement of a supervised practice review."""
    found = assessments.find_practice_review_seen_by(assignment_id, current_user) or abort(404)
    form = AssessmentForm()
    form.offer(assignments.team_of(found.engagement))
    if form.is_sent_well():
        with form.refusals():
            made = services.assess(found, **form.facts, by=current_user)
            flash(words.after_assessing(found.reviewer, made))
            return redirect(url_for("supervision.sessions", engagement_id=found.engagement_id))
    return _assessment(found, form)


def _assessment(found: Assignment, form: AssessmentForm) -> ResponseReturnValue:
    return render_template(
        "reviewers/assess.html",
        assignment=found,
        made=assessments.assessment_of(found),
        is_ready=found.engagement.state in services.ASSESSED_IN,
        form=form,
    ), form.status
