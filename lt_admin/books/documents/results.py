"""Chapters of the year report: result, balance and quality system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from lt_admin.billing.rules.quality_account import Fund, together
from lt_admin.books.documents.charts import Bar, bars
from lt_admin.books.rules.results import Item
from lt_admin.books.rules.year import YearReport
from lt_admin.core.formats import NBSP, euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import Money
from lt_admin.core.paper.board import chart
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import text, topic

TWO_YEARS = Columns((84, 27, 27, 27), numbers=(1, 2, 3))
FUNDS = Columns((45, 30, 30, 30, 30), numbers=(1, 2, 3, 4))
YEARS = Columns((45, 40, 40, 40), numbers=(1, 2, 3))


def result(report: YearReport, _words: Mapping[Any, Any]) -> Iterator[Flowable]:
    """What came in, what it cost, where the rest goes, and how the years went."""
    figures = report.figures
    rows = [*figures.income, *figures.costs, figures.result, *figures.appropriation]
    yield _lines(report, rows)
    years = report.years
    drawn = bars(
        [Bar(str(each.year), each.result.amount.cents, _euro(each.result.amount)) for each in years]
    )
    yield chart(_("Result by year"), drawn, _("Bar chart: the result of each year."))
    table = [
        [
            str(each.year),
            *map(_euro, (each.income[-1].amount, each.costs[-1].amount, each.result.amount)),
        ]
        for each in years
    ]
    yield ruled_table([_("Year"), _("Income"), _("Costs"), _("Result")], table, YEARS)


def balance(report: YearReport, _words: Mapping[Any, Any]) -> Iterator[Flowable]:
    """What we have and owe at the end, and what is our own."""
    figures = report.figures
    yield _lines(report, [*figures.assets, *figures.equity, *figures.debts, figures.sources])


def quality(report: YearReport, words: Mapping[Any, Any]) -> Iterator[Flowable]:
    """The funds by category, and what the budgets leave."""
    yield text(_("Part of each hour that commissioners pay is for the quality system."))
    spent = [_spent(fund, words) for fund in report.funds]
    if any(row.amount or row.mark for row in spent):
        told = _("Bar chart: what each category spent; the line is its budget.")
        yield chart(_("Spent, and the budget"), bars(spent), told)
    yield _table(report.funds, words, _BUDGET, [_("Budget"), _("Spent"), _("Committed"), _("Left")])
    yield topic(_("Funds"))
    yield _table(
        report.funds, words, _HELD, [_("Brought"), _("Contributions"), _("Spent"), _("In the fund")]
    )


_BUDGET = ("budget", "spent", "committed", "left")
_HELD = ("brought", "contributed", "spent", "holds")


def _spent(fund: Fund, words: Mapping[Any, Any]) -> Bar:
    is_over = fund.left is not None and fund.left.cents < 0
    mark = None if fund.budget is None else fund.budget.cents
    return Bar(str(words[fund.category]), fund.spent.cents, _euro(fund.spent), mark, is_over)


def _table(
    funds: Sequence[Fund], words: Mapping[Any, Any], names: Sequence[str], head: Sequence[str]
) -> Flowable:
    rows = [
        [
            str(words.get(fund.category, _("Together"))),
            *(_or_dash(getattr(fund, name)) for name in names),
        ]
        for fund in (*funds, together(funds))
    ]
    return ruled_table([_("Category"), *head], rows, FUNDS, strong=(len(rows) - 1,))


def _lines(report: YearReport, items: Sequence[Item]) -> Flowable:
    """Accounts with this year, the year before and the difference."""
    head = [_("Ledger account"), str(report.year), str(report.year - 1), _("Difference")]
    rows = [
        [
            f"{each.account.value}{NBSP}{NBSP}{each.name}" if each.account else str(each.name),
            *map(_euro, (each.amount, each.before, each.change)),
        ]
        for each in items
    ]
    sums = [place for place, each in enumerate(items) if each.is_sum]
    return ruled_table(head, rows, TWO_YEARS, strong=sums)


def _or_dash(amount: Money | None) -> str:
    return "\u2013" if amount is None else _euro(amount)


def _euro(amount: Money) -> str:
    return euro(amount, language())
