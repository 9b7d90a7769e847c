"""The page that closes an engagement, or says what that still needs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.queries.engagements import find_engagement_seen_by
from lt_admin.quality.forms.closing import CloseForm
from lt_admin.quality.queries.closing import missing_for_closing
from lt_admin.quality.services.closing import close_engagement

bp = Blueprint("closing", __name__, template_folder="../templates")


@bp.route("/engagements/<int:engagement_id>/close", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_CLOSE)
def close(engagement_id: int) -> ResponseReturnValue:
    """What closing still needs; once nothing is missing, the button."""
    found = find_engagement_seen_by(engagement_id, current_user) or abort(404)
    form = CloseForm()
    if form.is_sent_well():
        with form.refusals():
            close_engagement(found, by=current_user)
            flash(_("%(code)s is closed.", code=found.code))
            return redirect(url_for("engagements.engagement", engagement_id=engagement_id))
    facts = {"engagement": found, "missing": missing_for_closing(found)}
    return render_template("quality/close.html", form=form, **facts), form.status
