"""The quality report for the foundation's board, as a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from lt_admin.core.clock import day_of
from lt_admin.core.formats import NBSP, euro, long_day
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.paper.board import (
    COVER,
    COVER_FOR,
    COVER_PERIOD,
    COVER_SENDER,
    COVER_TEXT,
    cards,
)
from lt_admin.core.paper.letter import Mark
from lt_admin.core.paper.look import SMALL
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tags import Tag
from lt_admin.core.paper.words import Heading, numbered, section, text
from lt_admin.quality.documents import chapters, money
from lt_admin.quality.documents.findings import findings, summary
from lt_admin.quality.documents.parts import Chapter, ContentsLine, Words
from lt_admin.quality.rules.report import Report

Show = Callable[[Report, Words], Iterator[Flowable]]
CHAPTERS: tuple[tuple[Any, Show], ...] = (
    (_l("Indicators and norms"), chapters.indicators),
    (_l("Lead times"), chapters.lead_times),
    (_l("Evaluation by those involved"), chapters.evaluation),
    (_l("Recommendations"), chapters.recommendations),
    (_l("Money"), money.chapter),
    (_l("For discussion"), chapters.discussion),
    (_l("How we counted"), chapters.method),
)
# A chapter with less of a page left begins on a new one (mm).
ROOM: dict[Show, int] = {
    chapters.lead_times: 120,
    chapters.evaluation: 150,
    chapters.recommendations: 130,
    money.chapter: 190,
    chapters.discussion: 45,
    chapters.method: 45,
}


def report_pdf(report: Report, sender: Sender, words: Words, *, is_demo: bool = False) -> bytes:
    """The report in the language of the moment; equal reports, equal bytes."""
    pages: dict[str, int] = {}
    story = [*_cover(report, sender, is_demo=is_demo), PageBreak(), *_glance(report, pages)]
    for number, (title, show) in enumerate(CHAPTERS, start=1):
        story.append(CondPageBreak(ROOM[show] * mm) if show in ROOM else PageBreak())
        story.append(Chapter(f"{number}{NBSP}{NBSP}{title}", str(number), pages))
        story += show(report, words)
    on = day_of(report.as_of)
    return render(Paper(_("Quality report"), on, sender, story, is_letter=False))


def _cover(report: Report, sender: Sender, *, is_demo: bool) -> list[Flowable]:
    """Title, period and sender."""
    period = _("%(first)s up to and including %(last)s", **_days(report))
    made = _("As known on %(day)s", day=long_day(day_of(report.as_of), language()))
    demo = [text(_("All names and figures are made up (demo)."), SMALL)] if is_demo else []
    return [
        Spacer(1, 12 * mm),
        Mark(26 * mm),
        Spacer(1, 3 * mm),
        text(sender.name, COVER_SENDER),
        Spacer(1, 62 * mm),
        Heading(_("Quality report"), COVER, 1),
        text(_("for the board"), COVER_FOR),
        Spacer(1, 9 * mm),
        text(period, COVER_PERIOD),
        text(summary(report), COVER_TEXT),
        Spacer(1, 44 * mm),
        text(made, SMALL),
        *demo,
    ]


def _days(report: Report) -> dict[str, str]:
    return {
        "first": long_day(report.from_, language()),
        "last": long_day(report.until, language()),
    }


def _glance(report: Report, pages: dict[str, int]) -> Iterator[Flowable]:
    """Five figures, what stands out, and the contents."""
    yield section(_("Five figures"))
    yield cards(five_figures(report))
    yield section(_("What stands out"))
    yield from numbered(findings(report))
    yield section(_("Contents"))
    whole = Tag("TOC")
    for number, (title, _show) in enumerate(CHAPTERS, start=1):
        yield ContentsLine(f"{number}{NBSP}{NBSP}{title}", str(number), pages, whole)


def five_figures(report: Report) -> list[tuple[str, str, str]]:
    """What the board asks for first: (what, how much, what to know about it)."""
    converted, safe, done = (report.figure(key) for key in ("I1", "I21", "I19"))
    everybody, ended = report.everybody, report.figure("I4").facts["value"]
    return [
        (_("Reviews closed"), str(len(report.reviews)), _of_requests(converted, ended)),
        (_("Felt safe"), safe.outcome, _counted(safe, _("staff members"))),
        (_("Satisfaction"), everybody.satisfaction.outcome, _scale(everybody)),
        (_("Recommendations carried out"), done.outcome, _counted(done, _("after follow-up"))),
        (_("To the reserve"), euro(report.finance.result, language()), _("quality system")),
    ]


def _of_requests(converted: Any, ended: Any) -> str:
    return _(
        "%(all)s requests, %(some)s became a review; %(withdrawn)s withdrawn, %(rejected)s "
        "rejected",
        all=converted.denominator,
        some=converted.numerator,
        withdrawn=ended["withdrawn"],
        rejected=ended["rejected"],
    )


def _counted(figure: Any, what: str) -> str:
    told = _(
        "%(some)s of %(all)s %(what)s", some=figure.numerator, all=figure.denominator, what=what
    )
    return told if figure.definition.norm is None else f"{told}; {_norm(figure)}"


def _norm(figure: Any) -> str:
    return _("norm %(norm)s", norm=figure.norm)


def _scale(everybody: Any) -> str:
    told = _("scale 1 to 5, %(count)s answers", count=everybody.satisfaction.answers)
    return f"{told}; {_norm(everybody.satisfaction)}"
