"""The pages of the months: closing one with its checklist, and beginning the books."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import current_user, requires
from lt_admin.accounts.policy import Permission
from lt_admin.books.forms.months import CloseForm, OpeningForm
from lt_admin.books.queries import months as queries
from lt_admin.books.rules.opening import MOST_BYTES
from lt_admin.books.services import months as services
from lt_admin.core.i18n import gettext as _
from lt_admin.ledger.queries import is_opened

bp = Blueprint("books_months", __name__, template_folder="../templates", url_prefix="/books")
MONTH = "/months/<int:year>/<int:month>"


def _first(year: int, month: int) -> date:
    if not (1900 <= year <= 9998 and 1 <= month <= 12):
        abort(404)
    return date(year, month, 1)


@bp.get("/months")
@requires(Permission.FINANCE_READ)
def months() -> str:
    """Every month of the books, and whether it is closed."""
    facts = {"badges": queries.BADGES, "is_opened": is_opened()}
    return render_template("books/months.html", months=queries.months(), **facts)


@bp.get(MONTH)
@requires(Permission.FINANCE_READ)
def month(year: int, month: int) -> ResponseReturnValue:
    """One month, with what has to be so before it closes."""
    return _page(_first(year, month), CloseForm())


@bp.post(MONTH)
@requires(Permission.BOOKS_CLOSE)
def close(year: int, month: int) -> ResponseReturnValue:
    """Close a month for good."""
    form, first = CloseForm(), _first(year, month)
    if form.is_sent_well():
        with form.refusals():
            services.close_month(first, has_seen=form.has_seen.data, by=current_user)
            flash(_("The month is closed."))
            return redirect(url_for(".months"))
    return _page(first, form)


def _page(first: date, form: CloseForm) -> ResponseReturnValue:
    facts = {"month": queries.find_month(first), "badges": queries.BADGES}
    points = queries.checklist(first)
    return render_template("books/month.html", form=form, points=points, **facts), form.status


@bp.route("/opening", methods=["GET", "POST"])
@requires(Permission.BOOKS_CLOSE)
def opening() -> ResponseReturnValue:
    """Begin the books with the balances of a file; once."""
    form = OpeningForm()
    if form.is_sent_well():
        with form.refusals("file"):
            content = form.file.data.read(MOST_BYTES + 1)
            services.open_with(content, on=form.on.data, by=current_user)
            flash(_("The books begin with these balances."))
            return redirect(url_for("books.accounts"))
    return render_template("books/opening.html", form=form, is_opened=is_opened()), form.status
