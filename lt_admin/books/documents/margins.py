"""Chapters of the year report: margins, and how the hours went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from lt_admin.books.documents.charts import Bar, bars
from lt_admin.books.rules.margins import Margin, by_step, together
from lt_admin.books.rules.year import YearReport
from lt_admin.core.formats import euro, hours, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import Money
from lt_admin.core.paper.board import chart
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import text, topic
from lt_admin.orientation.rules.engagements import STEPS

REVIEWS = Columns((33, 30, 30, 30, 27, 15), numbers=(1, 2, 3, 4, 5))
BY_STEP = Columns((45, 24, 32, 32, 32), numbers=(1, 2, 3, 4))
HOURS = Columns((69, 32, 32, 32), numbers=(1, 2, 3))


def margins(report: YearReport, _words: Mapping[Any, Any]) -> Iterator[Flowable]:
    """What each review and each step left after reviewers and supervision."""
    if not report.margins:
        yield text(_("No review was invoiced or paid out in this period."))
        return
    drawn = bars([Bar(each.code, each.amount.cents, _euro(each.amount)) for each in report.margins])
    told = _("Bar chart: what each review left after reviewers and supervision.")
    yield chart(_("Margin by review"), drawn, told)
    rows = [_review(each, each.code) for each in report.margins]
    rows.append(_review(together(report.margins), _("Together")))
    head = [_("Engagement"), _("Invoiced"), _("Reviewers"), _("Supervision"), _("Margin"), "%"]
    yield ruled_table(head, rows, REVIEWS, strong=(len(rows) - 1,))
    steps = [
        [str(STEPS[each.step]), hours(each.minutes)]
        + [_euro(amount) for amount in (each.value, each.compensation, each.contribution)]
        for each in by_step(report.margins)
    ]
    names = [_("Step"), _("Hours"), _("Worth"), _("Reviewers"), _("Quality contribution")]
    yield KeepTogether([topic(_("Margin by step")), ruled_table(names, steps, BY_STEP)])


def hours_of(report: YearReport, _words: Mapping[Any, Any]) -> Iterator[Flowable]:
    """The hours of every review that ran in the year, from its start."""
    if not report.courses:
        yield text(_("No review ran in this period."))
        return
    drawn = bars(
        [
            Bar(each.code, each.totals[2], hours(each.totals[2]), each.totals[0], each.is_over)
            for each in report.courses
        ]
    )
    told = _("Bar chart: the hours worked on each review; the line is what was quoted.")
    yield chart(_("Hours worked, and quoted"), drawn, told)
    rows = [[each.code, *map(hours, each.totals)] for each in report.courses]
    yield ruled_table([_("Engagement"), _("Quoted"), _("Planned"), _("Worked")], rows, HOURS)


def _review(margin: Margin, name: str) -> list[str]:
    amounts = (margin.invoiced, margin.compensation, margin.supervision, margin.amount)
    share = "\u2013" if margin.share is None else percent(margin.share, language())
    return [name, *map(_euro, amounts), share]


def _euro(amount: Money) -> str:
    return euro(amount, language())
