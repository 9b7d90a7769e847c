"""The plan: numbers of sessions in, hours out, every number editable."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.forms.plans import (
    CountsForm,
    HoursForm,
    PlanHours,
    typed_hours,
)
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import ReviewPlan
from lt_admin.orientation.queries import plans as queries
from lt_admin.orientation.queries import words
from lt_admin.orientation.queries.records import title_of
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import USUAL
from lt_admin.orientation.services import plans as services
from lt_admin.orientation.views.engagements import the_engagement

bp = Blueprint("plans", __name__, template_folder="../templates")


@bp.route("/engagements/<int:engagement_id>/plan", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def plan(engagement_id: int) -> ResponseReturnValue:
    """The plan; the numbers of sessions calculate its hours."""
    engagement = the_engagement(engagement_id)
    found = queries.find_plan(engagement)
    form = _counts_form(engagement, found)
    if form.is_sent_well() and _may_overwrite(form, found):
        with form.refusals():
            services.make_plan(engagement, **form.facts, by=current_user)
            flash(_("The hours are calculated. Each of them can be changed."))
            return _back_to_plan(engagement)
    return _page(engagement, found, counts=form)


def _back_to_plan(engagement: Engagement) -> ResponseReturnValue:
    return redirect(url_for("plans.plan", engagement_id=engagement.id))


def _counts_form(engagement: Engagement, found: ReviewPlan | None) -> CountsForm:
    """With the numbers of the plan, or those that are usual for the type in the address."""
    if found is not None:
        return CountsForm(type=engagement.type, **vars(found.counts))
    asked = request.args.get("type", "")
    kind = EngagementType(asked) if asked in set(EngagementType) else None
    return CountsForm(type=kind, **(vars(USUAL[kind]) if kind else {}))


def _may_overwrite(form: CountsForm, found: ReviewPlan | None) -> bool:
    """Whether nothing that was written by hand is lost, or its writer said that it may be."""
    if found is None or form.again.data or not queries.is_by_hand(found):
        return True
    form.again.errors = [_("Hours were changed by hand. Tick this if they may be overwritten.")]
    return False


@bp.post("/engagements/<int:engagement_id>/plan/hours")
@requires(Permission.ENGAGEMENT_MANAGE)
def hours(engagement_id: int) -> ResponseReturnValue:
    """Change the hours by hand; the button "add up" shows the sums and saves nothing."""
    engagement = the_engagement(engagement_id)
    found = queries.find_plan(engagement) or abort(404)
    form = HoursForm()
    if form.is_sent_well() and "sum" not in request.form:
        with form.refusals():
            services.change_plan(found, form.parts(), by=current_user)
            flash(_("The plan is saved."))
            return _back_to_plan(engagement)
    return _page(engagement, found, hours=form)


def _page(
    engagement: Engagement,
    found: ReviewPlan | None,
    *,
    counts: CountsForm | None = None,
    hours: PlanHours | None = None,
) -> ResponseReturnValue:
    """The page with whichever of its two forms was sent."""
    status = (hours or counts or CountsForm(formdata=None)).status
    hours = hours or HoursForm(formdata=None, data=typed_hours(found) if found else {})
    counts = counts or _counts_form(engagement, found)
    facts = _facts(engagement, found, hours)
    page = render_template("orientation/plan.html", counts=counts, hours=hours, **facts)
    return page, status


def _facts(engagement: Engagement, found: ReviewPlan | None, hours: PlanHours) -> dict[str, Any]:
    kind = engagement.type
    return {
        "engagement": engagement,
        "engagement_title": title_of(engagement),
        "plan": found,
        "warnings": queries.warnings_of(kind, hours.parts()) if kind and found else [],
        "is_by_hand": found is not None and queries.is_by_hand(found),
        "may_change": services.may_plan(engagement),
        "words": words,
    }
