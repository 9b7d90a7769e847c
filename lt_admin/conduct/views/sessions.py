"""The sessions of a review."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.sessions import HeldForm, HoldForm, PlanForm, WhenForm
from lt_admin.conduct.mails.sessions import FILE, calendar_file
from lt_admin.conduct.models.sessions import ReviewSession
from lt_admin.conduct.queries import labels
from lt_admin.conduct.queries import session_pages as pages
from lt_admin.conduct.queries import sessions as queries
from lt_admin.conduct.services import sessions as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.calendar import Method, content_type
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import Engagement

bp = new_pages("sessions")
SESSIONS = f"{REVIEW}/sessions"
ONE = f"{SESSIONS}/<int:session_id>"
UNDER = (_l("Sessions"), "sessions.sessions")
PLAN = FormWords(_l("Plan a session"), UNDER, button=_l("Plan it"))
HELD = FormWords(
    _l("Record a session that was held"),
    UNDER,
    _l("Only that it took place and with how many people, never what was said."),
    _l("Record"),
)
MOVE = FormWords(
    _l("Move a session"),
    UNDER,
    _l("The reviewers get a new invitation for the same appointment."),
    _l("Move"),
)


@bp.get(SESSIONS)
@requires(Permission.CONDUCT_READ)
def sessions(engagement_id: int) -> ResponseReturnValue:
    """The sessions by step, and the part that service users take."""
    engagement = the_review(engagement_id)
    return render_template(
        "conduct/sessions.html",
        engagement=engagement,
        steps=pages.by_step(queries.sessions_of(engagement_id)),
        voices=queries.voices_of(engagement_id),
        labels=labels,
        pages=pages,
    )


def _to(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for(".sessions", engagement_id=engagement_id))


def _offer(form: PlanForm, engagement: Engagement) -> PlanForm:
    form.offer(
        [place.reviewer for place in queries.reviewers_of(engagement)],
        [party.organisation for party in engagement.parties],
    )
    return form


@bp.route(f"{SESSIONS}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_session(engagement_id: int) -> ResponseReturnValue:
    """Plan a session."""
    engagement = the_review(engagement_id)
    form = _offer(PlanForm(), engagement)
    if form.is_sent_well():
        with form.refusals():
            services.plan_session(engagement, **form.facts, by=current_user)
            flash(_("The session is planned; the reviewers get an invitation by mail."))
            return _to(engagement_id)
    return form_page(engagement, form, PLAN)


@bp.route(f"{SESSIONS}/held", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def held_session(engagement_id: int) -> ResponseReturnValue:
    """Record a session that was held, in one go."""
    engagement = the_review(engagement_id)
    form = _offer(HeldForm(), engagement)
    if form.is_sent_well():
        with form.refusals():
            services.record_held(engagement, **form.facts, **form.numbers, by=current_user)
            flash(_("The session is recorded."))
            return _to(engagement_id)
    return form_page(engagement, form, HELD)


def _session(engagement: Engagement, session_id: int) -> ReviewSession:
    return queries.find_session(engagement, session_id) or abort(404)


def _hold_form(found: ReviewSession) -> HoldForm:
    form = HoldForm()
    form.reviewers.offer([place.reviewer for place in queries.reviewers_of(found.engagement)])
    if not form.is_submitted():
        form.reviewers.data = [each.id for each in found.reviewers]
    return form


def _record(found: ReviewSession, form: HoldForm) -> ResponseReturnValue:
    return render_template(
        "conduct/session.html",
        engagement=found.engagement,
        found=found,
        form=form,
        labels=labels,
        pages=pages,
    ), form.status


@bp.get(ONE)
@requires(Permission.CONDUCT_READ)
def review_session(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """One session: its facts, and what can be done with it."""
    found = _session(the_review(engagement_id), session_id)
    return _record(found, _hold_form(found))


@bp.post(ONE)
@requires(Permission.CONDUCT_MANAGE)
def hold(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """Record that a planned session was held."""
    found = _session(the_review(engagement_id), session_id)
    form = _hold_form(found)
    if form.is_sent_well():
        with form.refusals():
            there = form.reviewers.picked
            services.hold_session(found, **form.numbers, reviewers=there, by=current_user)
            flash(_("The session is recorded."))
            return _to(engagement_id)
    return _record(found, form)


@bp.route(f"{ONE}/move", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def move(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """Another time or place."""
    engagement = the_review(engagement_id)
    found = _session(engagement, session_id)
    form = WhenForm(data=WhenForm.shown(found))
    if form.is_sent_well():
        with form.refusals():
            services.move_session(found, **form.when, by=current_user)
            flash(_("The session is moved; the reviewers get a new invitation by mail."))
            return _to(engagement_id)
    return form_page(engagement, form, MOVE)


@bp.post(f"{ONE}/cancel")
@requires(Permission.CONDUCT_MANAGE)
def cancel(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """It does not take place."""
    found = _session(the_review(engagement_id), session_id)
    services.cancel_session(found, by=current_user)
    flash(_("The session is cancelled; the reviewers hear of it by mail."))
    return _to(engagement_id)


@bp.get(f"{ONE}/calendar.ics")
@requires(Permission.CONDUCT_READ)
def calendar(engagement_id: int, session_id: int) -> ResponseReturnValue:
    """The session as a calendar file."""
    found = _session(the_review(engagement_id), session_id)
    file = calendar_file(found, labels.KINDS[found.kind])
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(file, content_type=content_type(Method.PUBLISH), headers=headers)
