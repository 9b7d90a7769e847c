"""The timeline of a review: what happened in every feature, newest first."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.queries.timeline import timeline_of
from lt_admin.conduct.views.reviews import REVIEW, new_pages, the_review

bp = new_pages("timeline")


@bp.get(f"{REVIEW}/timeline")
@requires(Permission.CONDUCT_READ)
def timeline(engagement_id: int) -> ResponseReturnValue:
    """Who did what and when."""
    found = the_review(engagement_id)
    page = timeline_of(found, current_user, request.args.get("at"))
    return render_template("conduct/timeline.html", engagement=found, page=page)
