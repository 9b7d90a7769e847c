"""What the board is shown over a period."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import periods
from lt_admin.quality.queries.report import WORDS, quality_report

bp = Blueprint("quality", __name__, template_folder="../templates")


@bp.get("/quality")
@requires(Permission.QUALITY_READ)
def quality() -> ResponseReturnValue:
    """How the reviews went and what they cost, over a period."""
    period = periods.asked(request.args, years=2)
    report = quality_report(period.from_, period.until)
    facts = {"report": report, "usual": periods.usual(), **WORDS}
    return render_template("quality/quality.html", period=period, **facts)
