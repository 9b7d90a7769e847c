"""A year for the board: result and balance, margins, and the paper of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.billing.queries.accounts import aged_items, aged_together
from lt_admin.billing.queries.quality_account import funds
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.billing.rules.accounts import AGES
from lt_admin.billing.rules.quality_account import together
from lt_admin.books.documents.year import year_pdf
from lt_admin.books.queries import margins as margin_queries
from lt_admin.books.queries import results as queries
from lt_admin.books.queries.year import year_report
from lt_admin.books.rules.margins import by_step
from lt_admin.books.rules.margins import together as whole_of
from lt_admin.core import clock, frame, periods
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.rules.engagements import STEPS

bp = Blueprint("year", __name__, template_folder="../templates")


@bp.get("/finance/year/<int(fixed_digits=4):year>")
@requires(Permission.FINANCE_READ)
def year(year: int) -> ResponseReturnValue:
    """Result, balance, funds and what is open, with the year before beside it."""
    if year > clock.today().year:
        abort(404)
    found, open_now = funds(year), aged_items()
    facts = {
        "years": queries.years_until(year),
        "aged": open_now,
        "all_aged": aged_together(open_now),
    }
    facts |= {"funds": found, "whole": together(found)}
    return render_template("books/year.html", ages=AGES, categories=CATEGORY_WORDS, **facts)


@bp.get("/finance/year/<int(fixed_digits=4):year>/report.pdf")
@requires(Permission.FINANCE_READ)
def paper(year: int) -> ResponseReturnValue:
    """The same and more as a paper, with the head of the chain, in the reader's language."""
    if year > clock.today().year:
        abort(404)
    sender, words = the_foundation().sender, CATEGORY_WORDS
    pdf = year_pdf(year_report(year), sender, words, is_demo=frame.is_demo())
    name = _("year-report")
    headers = {"Content-Disposition": f'inline; filename="{name}-{year}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@bp.get("/finance/margins")
@requires(Permission.FINANCE_READ)
def margins() -> ResponseReturnValue:
    """What each review and each step brought and cost, and how the hours went."""
    period = periods.asked(request.args)
    found = margin_queries.margins(period.from_, period.until)
    return render_template(
        "books/margins.html",
        period=period,
        usual=periods.usual(),
        margins=found,
        whole=whole_of(found),
        step_names=STEPS,
        steps=by_step(found),
        courses=margin_queries.courses(period.from_, period.until),
    )
