"""What is kept how long, what would go now, and what went."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.core.i18n import ngettext
from lt_admin.core.listing import show
from lt_admin.quality.forms.retention import RunForm
from lt_admin.quality.queries import retention as queries
from lt_admin.quality.services import retention as services

bp = Blueprint("retention", __name__, template_folder="../templates")


@bp.get("/retention")
@requires(Permission.QUALITY_READ)
def retention() -> ResponseReturnValue:
    """The table, with a preview of each rule, and the log."""
    facts = {"due": services.preview(), "ran": queries.last_run(), "form": RunForm()}
    return show(queries.LOG, queries.log(), "quality/retention.html", **facts)


@bp.post("/retention")
@requires(Permission.RETENTION_RUN)
def run() -> ResponseReturnValue:
    """Let go of everything whose time is over."""
    gone = sum(each.things for each in services.run(by=current_user))
    flash(ngettext("One thing is let go.", "%(num)s things are let go.", gone))
    return redirect(url_for(".retention"))
