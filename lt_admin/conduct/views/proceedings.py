"""Other proceedings beside a review, and its planned end."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.proceedings import CheckForm, ReplanForm
from lt_admin.conduct.queries import labels
from lt_admin.conduct.queries import proceedings as queries
from lt_admin.conduct.services import proceedings as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l

bp = new_pages("proceedings")
PROCEEDINGS = f"{REVIEW}/proceedings"
UNDER = (_l("Proceedings"), "proceedings.proceedings")
CHECK = FormWords(
    _l("Record a decision"),
    UNDER,
    _l("When the review waits it is put on hold today, until you resume it."),
)
REPLAN = FormWords(
    _l("Plan a new end"),
    UNDER,
    _l("What was planned before stays in the log."),
    _l("Plan it"),
)


@bp.get(PROCEEDINGS)
@requires(Permission.CONDUCT_READ)
def proceedings(engagement_id: int) -> ResponseReturnValue:
    """The log of other proceedings, and the planned ends."""
    engagement = the_review(engagement_id)
    return render_template(
        "conduct/proceedings.html",
        engagement=engagement,
        checks=queries.checks_of(engagement_id),
        replannings=queries.replannings_of(engagement_id),
        labels=labels,
    )


def _to(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for(".proceedings", engagement_id=engagement_id))


@bp.route(f"{PROCEEDINGS}/new", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def new_check(engagement_id: int) -> ResponseReturnValue:
    """Log a decision, taken with the commissioners."""
    engagement, form = the_review(engagement_id), CheckForm()
    form.consulted.offer([party.organisation for party in engagement.parties])
    if form.is_sent_well():
        with form.refusals():
            services.record_check(engagement, **form.facts, by=current_user)
            flash(_("The decision is in the log."))
            return _to(engagement_id)
    return form_page(engagement, form, CHECK)


@bp.route(f"{REVIEW}/replan", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def replan(engagement_id: int) -> ResponseReturnValue:
    """Plan a new end, with its reason."""
    engagement = the_review(engagement_id)
    form = ReplanForm()
    if form.is_sent_well():
        with form.refusals("end_on"):
            end_on, reason = form.end_on.data, form.reason.data or ""
            services.replan(engagement, end_on=end_on, reason=reason, by=current_user)
            return _to(engagement_id)
    return form_page(engagement, form, REPLAN)
