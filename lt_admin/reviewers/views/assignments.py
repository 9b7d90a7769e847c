"""Places in a review: who could have one, asking, the declaration, and one's own reviews."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.engagements import find_engagement_seen_by
from lt_admin.reviewers import mails
from lt_admin.reviewers.forms.assignments import AskForm, DeclarationForm, JudgeForm
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.queries import assignments as queries
from lt_admin.reviewers.queries import hours, people, words
from lt_admin.reviewers.rules.independence import assess
from lt_admin.reviewers.services import assignments as services

bp = Blueprint("assignments", __name__, template_folder="../templates")
PRACTICE = "practice"  # second reviewer in a supervised practice review
PLACE = "/engagements/<int:engagement_id>/reviewers"
ASK = f"{PLACE}/<int:reviewer_id>/<any(lead, second, practice, shadow, supervisor):role>"


def _role(name: str) -> dict[str, Any]:
    is_practice_review = name == PRACTICE
    role = AssignmentRole.SECOND if is_practice_review else AssignmentRole(name)
    return {"role": role, "is_practice_review": is_practice_review}


def _engagement(engagement_id: int) -> Engagement:
    return find_engagement_seen_by(engagement_id, current_user) or abort(404)


def _asked_role() -> str:
    role = request.args.get("role", "")
    return role if role in words.PLACES else ""


@bp.get(PLACE)
@requires(Permission.ASSIGNMENT_MANAGE)
def team(engagement_id: int) -> ResponseReturnValue:
    """Who has a place, and what the rules say about everybody who could have one."""
    engagement = _engagement(engagement_id)
    standing = queries.team_of(engagement)
    name = _asked_role() or queries.next_role(standing)
    return render_template(
        "reviewers/team.html",
        engagement=engagement,
        team=standing,
        is_open=queries.takes_reviewers(engagement),
        candidates=queries.candidates(engagement, **_role(name)),
        name=name,
        words=words,
    )


@bp.route(ASK, methods=["GET", "POST"])
@requires(Permission.ASSIGNMENT_MANAGE)
def ask(engagement_id: int, reviewer_id: int, role: str) -> ResponseReturnValue:
    """Ask one reviewer, after seeing what the rules say and which mail will go."""
    engagement = _engagement(engagement_id)
    reviewer = people.find_reviewer(reviewer_id) or abort(404)
    form, place = AskForm(), _role(role)
    if form.is_sent_well():
        with form.refusals():
            services.ask(engagement, reviewer, **place, overrides=form.overrides, by=current_user)
            flash(_("%(name)s is asked by mail.", name=reviewer.name))
            return redirect(url_for(".team", engagement_id=engagement_id))
    question = services.question(engagement, reviewer, **place)
    facts = {"engagement": engagement, "assessment": assess(question), "role": role}
    facts |= {"mail": mails.asked(engagement, reviewer), "words": words, "reviewer": reviewer}
    return render_template("reviewers/ask.html", form=form, **facts), form.status


@bp.get("/my-reviews")
@requires(Permission.ASSIGNMENT_DECLARE)
def mine() -> ResponseReturnValue:
    """The reviews in which somebody has a place: with whom, in which step, with how many hours."""
    reviewer = people.reviewer_of(current_user)
    places = queries.my_places(reviewer) if reviewer else []
    ids = [place.engagement_id for place in places]
    return render_template(
        "reviewers/my_reviews.html",
        places=places,
        teams=queries.teams_of(ids),
        minutes=hours.minutes_of(reviewer, ids) if reviewer else {},
        words=words,
    )


def _assignment(assignment_id: int) -> Assignment:
    return queries.find_assignment_seen_by(assignment_id, current_user) or abort(404)


@bp.get("/assignments/<int:assignment_id>")
@requires(Permission.ACCOUNT_OWN)
def assignment(assignment_id: int) -> ResponseReturnValue:
    """One place: what is asked, declared and found."""
    return _record(_assignment(assignment_id), DeclarationForm(), JudgeForm())


def _record(found: Assignment, form: DeclarationForm, judge: JudgeForm) -> ResponseReturnValue:
    is_mine = found.reviewer.user_id == current_user.id
    facts = {"form": form, "judge": judge, "is_mine": is_mine, "words": words}
    status = form.status if form.status != 200 else judge.status
    return render_template("reviewers/assignment.html", assignment=found, **facts), status


@bp.post("/assignments/<int:assignment_id>")
@requires(Permission.ASSIGNMENT_DECLARE)
def declare(assignment_id: int) -> ResponseReturnValue:
    """Sign the declaration of independence."""
    found, form = _assignment(assignment_id), DeclarationForm()
    if form.is_sent_well():
        with form.refusals():
            services.declare(found, **form.answers, by=current_user)
            flash(words.after_declaring(found))
            return redirect(url_for(".assignment", assignment_id=assignment_id))
    return _record(found, form, JudgeForm(formdata=None))


@bp.post("/assignments/<int:assignment_id>/decline")
@requires(Permission.ASSIGNMENT_DECLARE)
def decline(assignment_id: int) -> ResponseReturnValue:
    """Say no."""
    services.decline(_assignment(assignment_id), by=current_user)
    flash(_("You declined. The coordinator has been told and asks somebody else."))
    return redirect(url_for(".assignment", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/accept")
@requires(Permission.ASSIGNMENT_MANAGE)
def judge(assignment_id: int) -> ResponseReturnValue:
    """Go on although the declaration mentions other paid work."""
    found, form = _assignment(assignment_id), JudgeForm()
    if form.is_sent_well():
        with form.refusals("reason"):
            services.accept_warning(found, reason=form.reason.data or "", by=current_user)
            flash(_("%(name)s can begin; your reason is kept.", name=found.reviewer.name))
            return redirect(url_for(".team", engagement_id=found.engagement_id))
    return _record(found, DeclarationForm(formdata=None), form)


@bp.post("/assignments/<int:assignment_id>/end")
@requires(Permission.ASSIGNMENT_MANAGE)
def end(assignment_id: int) -> ResponseReturnValue:
    """End a place, so that somebody else can be asked."""
    found = _assignment(assignment_id)
    services.end_assignment(found, by=current_user)
    flash(_("The place of %(name)s has ended. Hours and history stay.", name=found.reviewer.name))
    return redirect(url_for(".team", engagement_id=found.engagement_id))
