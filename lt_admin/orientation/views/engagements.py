"""The list of reviews, the record of one, and the steps that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.forms import Form
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import show
from lt_admin.orientation.forms.engagements import (
    DatesForm,
    EndForm,
    FocusForm,
    HandOverForm,
    HoldForm,
)
from lt_admin.orientation.models.engagements import EndReason, Engagement, EngagementState
from lt_admin.orientation.queries import engagements as queries
from lt_admin.orientation.queries import words
from lt_admin.orientation.queries.records import record_of, title_of
from lt_admin.orientation.queries.requests import coordinators, users_with
from lt_admin.orientation.services import engagements as services

bp = Blueprint("engagements", __name__, template_folder="../templates")


def the_engagement(engagement_id: int) -> Engagement:
    """The engagement, if this person may see it; otherwise a 404."""
    return queries.find_engagement_seen_by(engagement_id, current_user) or abort(404)


def back_to(engagement: Engagement, anchor: str = "") -> ResponseReturnValue:
    """To the engagement's record."""
    return redirect(
        url_for("engagements.engagement", engagement_id=engagement.id, _anchor=anchor or None)
    )


@dataclass(frozen=True)
class SmallPage:
    """The words around one small form about an engagement."""

    title: Any
    lead: Any = ""
    button: Any = ""


HOLD = SmallPage(
    _l("Put the review on hold"),
    _l("From today the review waits. Hours can be logged again once it is resumed."),
    _l("Put on hold"),
)
END = SmallPage(
    _l("Go no further"),
    _l("Nothing is lost: the file stays, and the reason is counted in the report."),
    _l("Go no further"),
)
DATES = SmallPage(_l("Planned dates"))
FOCUS = SmallPage(
    _l("Points that ask extra attention"), _l("Neutral points only; nothing about the case.")
)
HAND_OVER = SmallPage(_l("Hand the review over"), button=_l("Hand over"))


def small_form(engagement: Engagement, form: Form, page: SmallPage) -> ResponseReturnValue:
    """A page with one small form about an engagement."""
    return render_template(
        "orientation/small_form.html",
        engagement=engagement,
        engagement_title=title_of(engagement),
        form=form,
        page=page,
    ), form.status


@bp.get("/engagements")
@requires(Permission.ENGAGEMENT_READ)
def engagements() -> ResponseReturnValue:
    """All reviews that have a code."""
    rows = queries.coded_seen_by(current_user)
    return show(queries.ENGAGEMENTS, rows, "orientation/engagements.html")


@bp.get("/engagements/<int:engagement_id>")
@requires(Permission.ENGAGEMENT_READ)
def engagement(engagement_id: int) -> ResponseReturnValue:
    """The record of one review: what it needs, who takes part, what happened."""
    found = the_engagement(engagement_id)
    return render_template(
        "orientation/engagement.html", words=words, **record_of(found, current_user)
    )


@bp.route("/engagements/<int:engagement_id>/hold", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def hold(engagement_id: int) -> ResponseReturnValue:
    """Let the review wait."""
    found = the_engagement(engagement_id)
    form = HoldForm()
    if form.is_sent_well():
        with form.refusals():
            services.hold(found, reason=form.reason.data or "", by=current_user)
            flash(_("%(code)s is on hold.", code=title_of(found)))
            return back_to(found)
    return small_form(found, form, HOLD)


@bp.route("/engagements/<int:engagement_id>/end", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def end(engagement_id: int) -> ResponseReturnValue:
    """Let a request or review go no further, with its reason."""
    found = the_engagement(engagement_id)
    form = EndForm(reason=_reason_asked())
    if form.is_sent_well():
        with form.refusals():
            _end(found, form)
            flash(_("%(code)s goes no further. What is known of it stays.", code=title_of(found)))
            return back_to(found)
    return small_form(found, form, END)


def _reason_asked() -> EndReason | None:
    """The reason that the address proposes."""
    asked = request.args.get("reason", "")
    return EndReason(asked) if asked in set(EndReason) else None


def _end(engagement: Engagement, form: EndForm) -> None:
    """A quote that is out is rejected for its budget; all else is withdrawn."""
    is_rejected = (
        engagement.state is EngagementState.QUOTED
        and not engagement.has_accepted_quote
        and form.reason.data is EndReason.BUDGET
    )
    verb = services.reject if is_rejected else services.withdraw
    verb(engagement, reason=form.reason.data, note=form.note.data or "", by=current_user)


@bp.route("/engagements/<int:engagement_id>/dates", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def dates(engagement_id: int) -> ResponseReturnValue:
    """When the review should run."""
    found = the_engagement(engagement_id)
    form = DatesForm(start_on=found.planned_start_on, end_on=found.planned_end_on)
    if form.is_sent_well():
        with form.refusals("end_on"):
            days = {"start_on": form.start_on.data, "end_on": form.end_on.data}
            services.set_planned_dates(found, **days, by=current_user)
            return back_to(found)
    return small_form(found, form, DATES)


@bp.route("/engagements/<int:engagement_id>/focus", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def focus(engagement_id: int) -> ResponseReturnValue:
    """What asks extra attention."""
    found = the_engagement(engagement_id)
    form = FocusForm(focus=[point.focus for point in found.focus_points])
    if form.is_sent_well():
        with form.refusals():
            services.set_focus(found, form.focus.data or [], by=current_user)
            return back_to(found)
    return small_form(found, form, FOCUS)


@bp.route("/engagements/<int:engagement_id>/coordinator", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def hand_over(engagement_id: int) -> ResponseReturnValue:
    """Another coordinator takes over."""
    found = the_engagement(engagement_id)
    form = HandOverForm(coordinator=found.coordinator_id)
    form.coordinator.offer(coordinators())
    if form.is_sent_well():
        with form.refusals():
            [chosen] = users_with([form.coordinator.data])
            services.hand_over(found, chosen, by=current_user)
            return back_to(found)
    return small_form(found, form, HAND_OVER)
