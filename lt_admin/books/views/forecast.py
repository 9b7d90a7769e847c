"""What the bank will hold in the months to come."""

from __future__ import annotations

from flask import Blueprint, render_template

from lt_admin.accounts.access import requires
from lt_admin.accounts.policy import Permission
from lt_admin.books.queries import forecast as queries

bp = Blueprint("forecast", __name__, template_folder="../templates")


@bp.get("/finance/forecast")
@requires(Permission.FINANCE_READ)
def forecast() -> str:
    """Month by month: what comes, what goes, and what is left."""
    return render_template(
        "books/forecast.html",
        months=queries.cash_forecast(),
        causes=queries.CAUSES,
        sent=queries.sent_quotes(),
    )
