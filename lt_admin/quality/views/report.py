"""What the board is shown over a period, as a page and as a paper, and the records behind it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.core import frame, periods
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.quality.documents.report import report_pdf
from lt_admin.quality.queries.evaluations import responses_by_review
from lt_admin.quality.queries.report import WORDS, quality_report, told
from lt_admin.quality.rules.codes import Code
from lt_admin.quality.rules.evaluations import together

bp = Blueprint("quality", __name__, template_folder="../templates")
YEARS = 2  # of the usual period: this year and the one before
# Where the records stand that are not of one review.
RECORDS = {
    Code.I25: "people.reviewers",
    Code.I26: "finance.account",
    Code.I27: "records.outreach",
    Code.I28: "records.signals",
}
ANSWERED = {Code.I21, Code.I22, Code.I23}


@bp.get("/quality")
@requires(Permission.QUALITY_READ)
def quality() -> ResponseReturnValue:
    """How the reviews went and what they cost, over a period."""
    period = periods.asked(request.args, years=YEARS)
    report = quality_report(period.from_, period.until)
    facts = {"usual": periods.usual(), **told(report)}
    return render_template("quality/quality.html", period=period, **facts)


@bp.get("/quality/report.pdf")
@requires(Permission.QUALITY_READ)
def paper() -> ResponseReturnValue:
    """The same as a paper for the board, in the language of the reader."""
    period = periods.asked(request.args, years=YEARS)
    found = quality_report(period.from_, period.until)
    word = _("quality-report")
    pdf = report_pdf(found, the_foundation().sender, WORDS, is_demo=frame.is_demo())
    name = f"{word}-{period.from_}-{period.until}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@bp.get("/quality/<string(minlength=2, maxlength=12):key>")
@requires(Permission.QUALITY_READ)
def indicator(key: str) -> ResponseReturnValue:
    """One figure: its definition, and the records that it rests on."""
    period = periods.asked(request.args, years=YEARS)
    report = quality_report(period.from_, period.until)
    figure = report.find(key) or abort(404)
    code = figure.definition.code
    asked = responses_by_review(period.from_, period.until) if code in ANSWERED else []
    rows = [(number, name, together(groups)) for number, name, groups in asked]
    facts = {"report": report, "figure": figure, "period": period, "responses": rows}
    records = url_for(RECORDS[code]) if code in RECORDS else ""
    return render_template("quality/indicator.html", records=records, **facts)
