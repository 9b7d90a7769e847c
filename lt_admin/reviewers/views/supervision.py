"""Supervision: how each review keeps the norm, and its sessions."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.forms.supervision import SessionForm
from lt_admin.reviewers.queries import assessments, assignments, words
from lt_admin.reviewers.queries import supervision as queries
from lt_admin.reviewers.services import supervision as services

bp = Blueprint("supervision", __name__, template_folder="../templates")
SESSIONS = "/engagements/<int:engagement_id>/supervision"


@bp.get("/supervision")
@requires(Permission.SUPERVISION_READ)
def overview() -> ResponseReturnValue:
    """How the reviews keep the norm, the gaps first."""
    kept = sorted(queries.kept_norms(current_user), key=lambda each: not each.is_gap)
    return render_template("reviewers/supervision.html", kept=kept, words=words)


def _engagement(engagement_id: int) -> Engagement:
    return queries.find_engagement_seen_by(engagement_id, current_user) or abort(404)


def _form(engagement: Engagement) -> SessionForm:
    form = SessionForm()
    form.offer(assignments.team_of(engagement))
    return form


def _record(engagement: Engagement, form: SessionForm) -> ResponseReturnValue:
    return render_template(
        "reviewers/sessions.html",
        engagement=engagement,
        sessions=queries.sessions_of(engagement.id),
        norm=queries.supervision_norm(engagement),
        practice=assessments.practice_reviews(engagement),
        form=form,
        words=words,
    ), form.status


@bp.get(SESSIONS)
@requires(Permission.SUPERVISION_READ)
def sessions(engagement_id: int) -> ResponseReturnValue:
    """The sessions of one review."""
    engagement = _engagement(engagement_id)
    return _record(engagement, _form(engagement))


@bp.post(SESSIONS)
@requires(Permission.SUPERVISION_MANAGE)
def record(engagement_id: int) -> ResponseReturnValue:
    """Record a session."""
    engagement = _engagement(engagement_id)
    form = _form(engagement)
    if form.is_sent_well():
        with form.refusals():
            held = services.record_supervision(engagement, form.who, **form.facts, by=current_user)
            flash(_("%(hours)s hours are recorded.", hours=formats.hours(held.minutes)))
            return redirect(url_for(".sessions", engagement_id=engagement_id))
    return _record(engagement, form)


@bp.post(f"{SESSIONS}/<int:session_id>/remove")
@requires(Permission.SUPERVISION_MANAGE)
def remove(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """Take back a session that was recorded by mistake."""
    found = queries.find_session(_engagement(engagement_id), session_id) or abort(404)
    services.remove_supervision(found, by=current_user)
    flash(_("The session is taken back."))
    return redirect(url_for(".sessions", engagement_id=engagement_id))
