"""The year report: each figure from its one source."""

from __future__ import annotations

from datetime import date

from lt_admin.billing.queries.accounts import aged_items, aged_together
from lt_admin.billing.queries.quality_account import funds
from lt_admin.books.queries.margins import courses, margins
from lt_admin.books.queries.results import years_until
from lt_admin.books.rules.year import YearReport
from lt_admin.core import chain, clock


def year_report(year: int) -> YearReport:
    """The report over a year, up to its end or today; as many statements whatever its size."""
    years = years_until(year)
    first, last = date(year, 1, 1), years[-1].until
    return YearReport(
        figures=years[-1],
        years=tuple(years),
        funds=tuple(funds(year)),
        ages=aged_together(aged_items()).ages,
        margins=tuple(margins(first, last)),
        courses=tuple(courses(first, last)),
        chain=chain.head(),
        as_of=clock.now(),
    )
