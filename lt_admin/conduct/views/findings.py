"""The findings bank: anonymised findings that others can learn from."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.forms.recommendations import FindingForm
from lt_admin.conduct.queries import recommendations as queries
from lt_admin.conduct.services import recommendations as services
from lt_admin.conduct.views.reviews import REVIEW, FormWords, form_page, new_pages, the_review
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import show

bp = new_pages("findings")
FINDINGS = f"{REVIEW}/findings"
NEW = FormWords(
    _l("New finding for the findings bank"),
    (_l("Recommendations"), "recommendations.recommendations"),
    _l("Everybody may read it once a second person has looked: nobody can be recognised in it."),
    _l("Add"),
)


def _back(engagement_id: int) -> ResponseReturnValue:
    address = url_for("recommendations.recommendations", engagement_id=engagement_id)
    return redirect(f"{address}#findings")


@bp.get("/findings")
@requires(Permission.CONDUCT_READ)
def findings() -> ResponseReturnValue:
    """What is shared, and what waits in one's own reviews."""
    rows = queries.findings_seen_by(current_user)
    return show(queries.FINDING_LIST, rows, "conduct/findings.html")


@bp.route(f"{FINDINGS}/new", methods=["GET", "POST"])
@requires(Permission.CONDUCT_MANAGE)
def new_finding(engagement_id: int) -> ResponseReturnValue:
    """Offer a finding of a review."""
    found, form = the_review(engagement_id), FindingForm()
    if form.is_sent_well():
        with form.refusals():
            services.add_finding(found, **form.facts, by=current_user)
            flash(_("The finding waits for a second person, who then shares it."))
            return _back(engagement_id)
    return form_page(found, form, NEW)


@bp.post(f"{FINDINGS}/<int:finding_id>/share")
@requires(Permission.CONDUCT_MANAGE)
def share(engagement_id: int, finding_id: int) -> ResponseReturnValue:
    """A second person looked: everybody may read it."""
    found = queries.find_finding(the_review(engagement_id), finding_id) or abort(404)
    services.share_finding(found, by=current_user)
    flash(_("The finding is shared."))
    return _back(engagement_id)
