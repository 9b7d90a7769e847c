"""The pages of the accounts: where each stands, what was written on it, and why."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.books.queries import accounts as queries
from lt_admin.books.queries.sources import source_of
from lt_admin.core import periods
from lt_admin.core.listing import show
from lt_admin.ledger.rules import CHART, Account

bp = Blueprint("books", __name__, template_folder="../templates", url_prefix="/books")


def _account(number: str) -> Account:
    return next((each for each in Account if each.value == number), None) or abort(404)


@bp.get("/")
@requires(Permission.FINANCE_READ)
def accounts() -> str:
    """Every account with its balance before a period, what moved, and its balance after it."""
    period = periods.asked(request.args)
    found = queries.standings(period)
    return render_template(
        "books/accounts.html", period=period, usual=periods.usual(), standings=found
    )


@bp.get("/accounts/<string(length=4):number>")
@requires(Permission.FINANCE_READ)
def account(number: str) -> ResponseReturnValue:
    """What was written on one account."""
    found = _account(number)
    facts = {"account": found, "sheet": CHART[found], "names": queries.NAMES}
    listing = queries.entries_listing(found)
    return show(listing, queries.written_on(found), "books/account.html", **facts)


@bp.get("/entries/<int:entry_id>")
@requires(Permission.FINANCE_READ)
def entry(entry_id: int) -> str:
    """One entry: what moved from where to where, and the thing that it is about."""
    found = queries.find_entry(entry_id) or abort(404)
    return render_template(
        "books/entry.html",
        entry=found,
        journals=queries.JOURNALS,
        names=queries.NAMES,
        source=source_of(found.subject),
        writer=queries.writer_of(found),
        others=queries.entries_about(found),
    )
