"""The year report of the board, as a paper: the ledger's figures and the head of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from lt_admin.billing.rules.accounts import AGES
from lt_admin.billing.rules.quality_account import together
from lt_admin.books.documents import margins, results
from lt_admin.books.documents.charts import Bar, bars
from lt_admin.books.rules.year import YearReport
from lt_admin.core.clock import day_of
from lt_admin.core.formats import euro, long_day, moment, number
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.core.paper.board import (
    COVER,
    COVER_FOR,
    COVER_PERIOD,
    COVER_SENDER,
    COVER_TEXT,
    cards,
    chart,
)
from lt_admin.core.paper.letter import Mark
from lt_admin.core.paper.look import SMALL
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, fact_block, ruled_table
from lt_admin.core.paper.words import Heading, section, text

Words = Mapping[Any, Any]  # how each category is called
Show = Callable[[YearReport, Words], Iterator[Flowable]]
OPEN = Columns((125, 40), numbers=(1,))
WIDE = 165 * mm


def year_pdf(report: YearReport, sender: Sender, words: Words, *, is_demo: bool = False) -> bytes:
    """The report in the language of the moment; equal reports, equal bytes."""
    story = [*_cover(report, sender, is_demo=is_demo), PageBreak()]
    for title, room, show in CHAPTERS:
        story.append(CondPageBreak(room * mm))
        story.append(section(str(title)))
        story += show(report, words)
    name = _("Year report %(year)s", year=report.year)
    return render(Paper(name, day_of(report.as_of), sender, story, is_letter=False))


def _cover(report: YearReport, sender: Sender, *, is_demo: bool) -> list[Flowable]:
    until = long_day(report.figures.until, language())
    whole = _("The whole year.") if report.is_whole else _("The year up to %(day)s.", day=until)
    made = _("As known on %(day)s", day=long_day(day_of(report.as_of), language()))
    demo = [text(_("All names and figures are made up (demo)."), SMALL)] if is_demo else []
    return [
        Spacer(1, 12 * mm),
        Mark(26 * mm),
        Spacer(1, 3 * mm),
        text(sender.name, COVER_SENDER),
        Spacer(1, 62 * mm),
        Heading(_("Year report %(year)s", year=report.year), COVER, 1),
        text(_("for the board"), COVER_FOR),
        Spacer(1, 9 * mm),
        text(whole, COVER_PERIOD),
        text(_("Result, balance, quality system and margins, out of the books."), COVER_TEXT),
        Spacer(1, 44 * mm),
        text(made, SMALL),
        *demo,
    ]


def _glance(report: YearReport, _words: Words) -> Iterator[Flowable]:
    figures, whole = report.figures, together(report.funds)
    reserve, before = figures.equity[0].amount, _("%(before)s the year before")
    values = [
        (item.name, item.amount, before % {"before": _euro(item.before)})
        for item in (figures.income[-1], figures.costs[-1], figures.result)
    ]
    values.append((_("Reserve"), reserve, _("with all results so far")))
    values.append((_("In the quality funds"), whole.holds, _("quality system")))
    yield cards([(str(name), _euro(amount), note) for name, amount, note in values])


def _open(report: YearReport, _words: Words) -> Iterator[Flowable]:
    day = long_day(day_of(report.as_of), language())
    yield text(_("What commissioners had not paid on %(day)s, with VAT, by its age.", day=day))
    whole = Money.total(report.ages.values())
    if whole:
        drawn = bars(
            [Bar(str(AGES[age]), each.cents, _euro(each)) for age, each in report.ages.items()]
        )
        yield chart(_("Open by age"), drawn, _("Bar chart: what is open, by age."))
    rows = [[str(AGES[age]), _euro(amount)] for age, amount in report.ages.items()]
    rows.append([_("Together"), _euro(whole)])
    yield ruled_table([_("Age"), _("Amount")], rows, OPEN, strong=(len(rows) - 1,))


def _check(report: YearReport, _words: Words) -> Iterator[Flowable]:
    lines, last = report.chain
    yield text(
        _(
            "Every change in our administration is a line in a log, and each line carries the "
            "hash of the one before. Whoever keeps this page can see later whether a line from "
            "before it was changed, taken out or put in: the log must still have this hash at "
            "this place."
        )
    )
    facts = [
        (_("Lines in the log"), number(lines, language())),
        (_("Hash of the last line"), f"{last[:32]} {last[32:]}"),
        (_("Read on"), moment(report.as_of, language())),
    ]
    yield fact_block(facts, WIDE)


def _euro(amount: Money) -> str:
    return euro(amount, language())


# A chapter with less of a page left (mm) begins on a new one.
CHAPTERS: tuple[tuple[Any, int, Show], ...] = (
    (_l("The year in five figures"), 50, _glance),
    (_l("Result"), 110, results.result),
    (_l("Balance sheet"), 110, results.balance),
    (_l("Quality system"), 150, results.quality),
    (_l("Open with commissioners"), 90, _open),
    (_l("Margins"), 110, margins.margins),
    (_l("Quoted, planned, worked"), 90, margins.hours_of),
    (_l("How this can be checked"), 50, _check),
)
