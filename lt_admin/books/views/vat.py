"""The pages for the tax service and the public: VAT, payments to others, ANBI."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.books.queries import anbi as yearly
from lt_admin.books.queries import vat as queries
from lt_admin.books.rules.vat import Quarter, whole_euros
from lt_admin.core import clock
from lt_admin.core.listing import show

bp = Blueprint("books_tax", __name__, template_folder="../templates", url_prefix="/books")


def _year(year: int) -> int:
    return year if 1900 <= year <= 9998 else abort(404)


@bp.get("/vat")
@requires(Permission.FINANCE_READ)
def vat() -> str:
    """The quarters of a year, box by box: this year, or the one that the address asks for."""
    asked, this_year = request.args.get("year", ""), clock.today().year
    year = _year(int(asked)) if asked.isascii() and asked.isdecimal() else this_year
    quarters = [queries.vat_of(Quarter(year, number)) for number in range(1, 5)]
    facts = {"year": year, "years": range(this_year, this_year - 4, -1)}
    return render_template("books/vat.html", quarters=quarters, whole=whole_euros, **facts)


@bp.get("/paid-to-others/<int:year>")
@requires(Permission.FINANCE_READ)
def paid_to_others(year: int) -> ResponseReturnValue:
    """What was paid in a year to people who gave no invoice with VAT."""
    found = yearly.paid_to_others(_year(year))
    return show(yearly.PAID_TO_OTHERS, found, "books/paid_to_others.html", year=year)


@bp.get("/anbi/<int:year>")
@requires(Permission.FINANCE_READ)
def anbi(year: int) -> str:
    """The figures that an ANBI publishes, as its standard form groups them."""
    return render_template("books/anbi.html", year=_year(year), parts=yearly.anbi(year))
