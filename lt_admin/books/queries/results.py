"""The result and balance of a year beside the year before, out of the ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from lt_admin.books.rules.results import Year
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.queries import balances

MOST_YEARS = 4


def year_figures(year: int) -> Year:
    """The year up to its end or today, and the year before it; eight statements."""
    last, before = min(date(year, 12, 31), clock.today()), date(year - 1, 12, 31)
    return Year(
        year=year,
        until=last,
        moved=balances(last, date(year, 1, 1)),
        moved_before=balances(before, date(year - 1, 1, 1)),
        stands=balances(last),
        stood=balances(before),
    )


def first_year() -> int:
    """The year of the first entry in the books; this one when there is none."""
    first = session.scalar(select(func.min(LedgerEntry.booked_on)))
    return first.year if first is not None else clock.today().year


def years_until(year: int) -> list[Year]:
    """The last years with entries up to this one, the earliest first."""
    first = min(max(first_year(), year - MOST_YEARS + 1), year)
    return [year_figures(each) for each in range(first, year + 1)]
