"""Requests: how they come in, are answered, and are talked over."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import show
from lt_admin.orientation import mails
from lt_admin.orientation.forms.engagements import ButtonForm
from lt_admin.orientation.forms.requests import (
    ANSWERS,
    Checklist,
    MeetingForm,
    OutcomeForm,
    ReadinessForm,
    RequestFactsForm,
    RequestForm,
)
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.requests import Readiness
from lt_admin.orientation.queries import requests as queries
from lt_admin.orientation.queries import words
from lt_admin.orientation.queries.organisations import organisations_with, to_choose_from
from lt_admin.orientation.queries.records import title_of
from lt_admin.orientation.rules.organisations import Likely
from lt_admin.orientation.services import requests as services
from lt_admin.orientation.views.engagements import SmallPage, back_to, small_form, the_engagement
from lt_admin.orientation.views.parties import chosen, unseen_duplicates

bp = Blueprint("requests", __name__, template_folder="../templates")
MEETING = SmallPage(
    _l("Orientation conversation"),
    _l("Keep when it was and who was there. What was said about the case stays outside."),
)
OUTCOME = SmallPage(_l("Outcome of the conversation"))


@bp.get("/requests")
@requires(Permission.ENGAGEMENT_READ)
def requests() -> ResponseReturnValue:
    """All requests, and what each is waiting for."""
    rows = queries.requests_seen_by(current_user)
    may_manage = queries.may_manage(current_user)
    return show(queries.REQUESTS, rows, "orientation/requests.html", may_manage=may_manage)


@bp.route("/requests/new", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def new_request() -> ResponseReturnValue:
    """A request that came in; the acknowledgement is shown next."""
    form = RequestForm()
    form.organisation.offer(to_choose_from())
    likely: list[Likely] = []
    if form.is_sent_well() and not (likely := unseen_duplicates(form)):
        with form.refusals():
            return _received(form)
    status = 422 if likely else form.status
    facts = {"likely": likely, "why": words.WHY}
    return render_template("orientation/request_form.html", form=form, **facts), status


def _received(form: RequestForm) -> ResponseReturnValue:
    engagement = services.receive_request(
        by=current_user, organisation=chosen(form), acknowledge=False, **form.facts
    )
    return redirect(url_for(".acknowledgement", engagement_id=engagement.id))


@bp.route("/engagements/<int:engagement_id>/acknowledgement", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def acknowledgement(engagement_id: int) -> ResponseReturnValue:
    """The acknowledgement exactly as it goes out; its button sends it."""
    engagement = the_engagement(engagement_id)
    form = ButtonForm()
    if form.is_sent_well():
        with form.refusals():
            services.acknowledge_request(engagement, by=current_user)
            flash(_("The acknowledgement is on its way."))
            return back_to(engagement)
    mail = mails.acknowledgement(engagement)
    facts = {"engagement": engagement, "engagement_title": title_of(engagement)}
    page = render_template("orientation/acknowledgement.html", mail=mail, form=form, **facts)
    return page, form.status


@bp.route("/engagements/<int:engagement_id>/request", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def change_request(engagement_id: int) -> ResponseReturnValue:
    """Correct a request, or note an extension of the Inspectorate."""
    engagement = the_engagement(engagement_id)
    form = RequestFactsForm(obj=engagement.request)
    if form.is_sent_well():
        with form.refusals():
            services.correct_sender(engagement, by=current_user, **form.of_sender)
            services.plan_around_inspectorate(engagement, by=current_user, **form.of_term)
            return back_to(engagement)
    facts = {"engagement": engagement, "engagement_title": title_of(engagement)}
    return render_template("orientation/request_facts.html", form=form, **facts), form.status


@bp.route("/engagements/<int:engagement_id>/meetings/new", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def new_meeting(engagement_id: int) -> ResponseReturnValue:
    """An orientation conversation: held, or agreed for a day to come."""
    engagement = the_engagement(engagement_id)
    form = _meeting_form(engagement)
    if form.is_sent_well():
        with form.refusals():
            _record_meeting(engagement, form)
            return back_to(engagement)
    return small_form(engagement, form, MEETING)


def _meeting_form(engagement: Engagement) -> MeetingForm:
    """The form, with the organisations of the engagement and its coordinator ticked."""
    there = [party.organisation for party in engagement.parties]
    form = MeetingForm(organisations=[each.id for each in there], hosts=[engagement.coordinator_id])
    form.organisations.offer([(each.id, each.name) for each in there])
    form.hosts.offer(queries.possible_hosts())
    return form


def _record_meeting(engagement: Engagement, form: MeetingForm) -> None:
    services.record_meeting(
        engagement,
        by=current_user,
        held_on=form.held_on.data,
        organisations=organisations_with(form.organisations.data or []),
        hosts=queries.users_with(form.hosts.data or []),
        outcome=form.outcome.data,
        is_online=form.is_online.data,
        place=form.place.data or "",
    )


@bp.route(
    "/engagements/<int:engagement_id>/meetings/<int:meeting_id>/outcome", methods=["GET", "POST"]
)
@requires(Permission.ENGAGEMENT_MANAGE)
def outcome(engagement_id: int, meeting_id: int) -> ResponseReturnValue:
    """What a conversation led to."""
    engagement = the_engagement(engagement_id)
    meeting = queries.find_meeting(engagement, meeting_id) or abort(404)
    form = OutcomeForm(outcome=meeting.outcome)
    if form.is_sent_well():
        with form.refusals("outcome"):
            services.conclude_meeting(
                engagement, meeting, outcome=form.outcome.data, by=current_user
            )
            return back_to(engagement)
    return small_form(engagement, form, OUTCOME)


@bp.route("/engagements/<int:engagement_id>/readiness", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def readiness(engagement_id: int) -> ResponseReturnValue:
    """The readiness checklist."""
    engagement = the_engagement(engagement_id)
    given = {answer.question.value: answer.is_met for answer in engagement.readiness}
    form = ReadinessForm(data={key: "yes" if is_met else "no" for key, is_met in given.items()})
    if form.is_sent_well():
        with form.refusals():
            _answer(engagement, form.answers())
            return back_to(engagement, "request")
    return _readiness(engagement, form)


def _answer(engagement: Engagement, answers: dict[Readiness, bool]) -> None:
    for question, is_met in answers.items():
        services.answer_readiness(engagement, question, is_met=is_met, by=current_user)


def _readiness(engagement: Engagement, form: Checklist) -> ResponseReturnValue:
    return render_template(
        "orientation/readiness.html",
        engagement=engagement,
        engagement_title=title_of(engagement),
        form=form,
        questions=list(Readiness),
        answers=ANSWERS,
    ), form.status
