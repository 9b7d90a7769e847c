"""An earlier quote put to use: copied, or laid beside its next version."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.forms.shares import CopyForm
from lt_admin.billing.queries.comparisons import compare
from lt_admin.billing.queries.quotes import find_quote
from lt_admin.billing.services.copies import copy_quote
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.queries.engagements import find_engagement_seen_by

bp = Blueprint("versions", __name__, template_folder="../templates")


@bp.route("/quotes/<int:quote_id>/copy", methods=["GET", "POST"])
@requires(Permission.QUOTE_MANAGE)
def copying(quote_id: int) -> ResponseReturnValue:
    """Make a draft from this quote, for a review of your choice."""
    found = find_quote(quote_id) or abort(404)
    form = CopyForm.of(found)
    if form.is_sent_well():
        with form.refusals():
            for_ = find_engagement_seen_by(form.engagement_id.data, current_user) or abort(404)
            made = copy_quote(found, for_, by=current_user)
            flash(_("The copy is there, at today's rate. Check hours, costs and shares."))
            return redirect(url_for("quotes.edit", quote_id=made.id))
    return render_template("billing/quote_copy.html", quote=found, form=form), form.status


@bp.get("/quotes/<int:quote_id>/compare/<int:other_id>")
@requires(Permission.QUOTE_READ)
def comparing(quote_id: int, other_id: int) -> str:
    """Two versions of one quote side by side."""
    found = compare(quote_id, other_id) or abort(404)
    return render_template("billing/quote_compare.html", comparison=found)
