"""What a review recommends, and what it adds to the findings bank."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.recommendations import RecommendationForm
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.conduct.queries import recommendations as queries
from lt_admin.conduct.queries import report_words as words
from lt_admin.conduct.queries import reports
from lt_admin.conduct.services import recommendations as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import RUNNING, Engagement

bp = new_pages("recommendations")
ALL = f"{REVIEW}/recommendations"
ONE = f"{ALL}/<int:recommendation_id>"
UNDER = (_l("Recommendations"), "recommendations.recommendations")
NEW = FormWords(_l("New recommendation"), UNDER, button=_l("Add"))
CHANGE = FormWords(_l("Change the recommendation"), UNDER)

MEANING = {
    "quadrant": (words.QUADRANTS, words.QUADRANT_NOTES),
    "loop": (words.LOOPS, words.LOOP_NOTES),
}


def _one(engagement: Engagement, recommendation_id: int) -> Recommendation:
    return queries.find_recommendation(engagement, recommendation_id) or abort(404)


def _back(engagement_id: int) -> ResponseReturnValue:
    return redirect(url_for("recommendations.recommendations", engagement_id=engagement_id))


def _facts_of(one: Recommendation) -> dict[str, Any]:
    tags = {"level": one.level, "quadrant": one.quadrant, "loop": one.loop}
    return {"text": one.text, "organisation": one.organisation_id, **tags}


def _page(
    engagement: Engagement,
    form: RecommendationForm,
    page: FormWords,
    one: Recommendation | None = None,
) -> ResponseReturnValue:
    remove = ""
    if one is not None:
        facts: dict[str, Any] = {"engagement_id": engagement.id, "recommendation_id": one.id}
        remove = url_for("recommendations.remove", **facts)
    removal = {"remove": remove, "remove_word": _("Take out this recommendation")}
    return form_page(engagement, form, page, meaning=MEANING, **removal)


@bp.get(ALL)
@requires(Permission.CONDUCT_READ)
def recommendations(engagement_id: int) -> ResponseReturnValue:
    """All of them with their tags, and the findings."""
    found = the_review(engagement_id)
    is_fixed = reports.is_final_sent(found.id)
    facts = {
        "recommendations": queries.recommendations_of(found.id),
        "findings": queries.findings_of(found.id),
        "is_fixed": is_fixed,
        "is_open": found.state in RUNNING and not is_fixed,
    }
    template = "conduct/recommendations.html"
    return render_template(template, engagement=found, words=words, **facts)


@bp.route(f"{ALL}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_recommendation(engagement_id: int) -> ResponseReturnValue:
    """Write one."""
    found = the_review(engagement_id)
    form = RecommendationForm()
    form.offer(reports.addressees_of(found))
    if form.is_sent_well():
        with form.refusals():
            made = services.add_recommendation(found, **form.facts, by=current_user)
            flash(_("Recommendation %(number)s is added.", number=made.number))
            return _back(engagement_id)
    return _page(found, form, NEW)


@bp.route(ONE, methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def change(engagement_id: int, recommendation_id: int) -> ResponseReturnValue:
    """Other words, another addressee or other tags."""
    found = the_review(engagement_id)
    one = _one(found, recommendation_id)
    form = RecommendationForm(**_facts_of(one))
    form.offer(reports.addressees_of(found))
    if form.is_sent_well():
        with form.refusals():
            services.change_recommendation(one, **form.facts, by=current_user)
            flash(_("Recommendation %(number)s is changed.", number=one.number))
            return _back(engagement_id)
    return _page(found, form, CHANGE, one)


@bp.post(f"{ONE}/remove")
@requires(Permission.CONDUCT_MANAGE)
def remove(engagement_id: int, recommendation_id: int) -> ResponseReturnValue:
    """Take one out."""
    one = _one(the_review(engagement_id), recommendation_id)
    services.remove_recommendation(one, by=current_user)
    flash(_("Recommendation %(number)s is taken out.", number=one.number))
    return _back(engagement_id)
