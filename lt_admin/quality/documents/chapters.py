"""The chapters of the board's report: one topic each, every chart with its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.paper.board import chart
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.tables import Columns, ruled_table
from lt_admin.core.paper.words import numbered, text, topic
from lt_admin.quality.documents import charts, findings
from lt_admin.quality.documents.parts import INDICATORS, NAMED, Words, verdict_table
from lt_admin.quality.rules.codes import DESTRUCTION_DAYS, Code
from lt_admin.quality.rules.definitions import definition_of
from lt_admin.quality.rules.indicators import DASH, Figure, Share
from lt_admin.quality.rules.report import LOOPS, QUADRANTS, Report

VOICES = Columns((52, 19, 19, 22, 23, 30), numbers=(1, 2, 3, 4))
PLACES = Columns((65, 25, 25, 25, 25), numbers=(1, 2, 3, 4))
PHASES = Columns((30, 36, 42, 38, 19), numbers=(1, 2, 3, 4))


def indicators(report: Report, _words: Words) -> Iterator[Flowable]:
    """Every indicator with its norm, outcome and verdict."""
    yield text(_("About the reviews closed in the period, unless said otherwise."))
    charted = [each for each in report.judged if isinstance(each, Share)]
    if charted:
        yield chart(_("Outcome against the norm"), _norm_chart(charted), _against(charted))
    yield topic(_("All indicators"))
    head = [_("No."), _("Indicator"), _("Outcome"), _("Counted"), _("Norm"), _("Verdict")]
    yield verdict_table(head, [(each, _row(each)) for each in report.figures], INDICATORS, NAMED)
    if said := [each for each in map(_parts, report.figures) if each]:
        yield text("\n".join(said), CAPTION)


def _norm_chart(figures: Sequence[Share]) -> Drawing:
    measures = [
        charts.Measure(
            each.name,
            float(each.share or 0),
            (each.definition.norm or 0) / 100,
            f"{each.outcome}  {each.counted}",
        )
        for each in figures
    ]
    return charts.norm_chart(measures, _("norm; hatched is below it"))


def _against(figures: Sequence[Share]) -> str:
    under = [each.name for each in figures if not each.is_met]
    told = _("Bar chart of %(count)s indicators against their norm.", count=len(figures))
    said = _("Below the norm: %(names)s.", names=", ".join(under)) if under else ""
    return f"{told} {said}".strip()


def _row(figure: Figure) -> list[str]:
    it = figure.definition
    named = f"{strong(figure.name)}\n{it.counts} / {it.of}"
    counted = figure.counted if "/" in figure.counted or "n\u00a0=" in figure.counted else DASH
    return [it.code, named, figure.outcome, counted, figure.norm, figure.verdict_words]


def _parts(figure: Figure) -> str:
    """What a count is made of, beneath the table."""
    if isinstance(figure, Share):
        if figure.definition.code is not Code.I3 or figure.median is None:
            return ""
        days = ngettext("one day", "%(num)s days", round(figure.median))
        return _("%(code)s: half of the quotes went out within %(days)s.", code="I3", days=days)
    made_of = figure.counted
    return f"{figure.definition.code}: {made_of}." if made_of and "=" not in made_of else ""


def lead_times(report: Report, _words: Words) -> Iterator[Flowable]:
    """How long each phase took."""
    found = [(each, each.phases) for each in report.reviews if each.phases is not None]
    about = _("From request to destruction certificate, in days.")
    yield text(f"{about} {_destroyed(report)}")
    for each in report.reviews:
        if each.held_days:
            yield text(_on_hold(each.code, each.held_days))
    if not found:
        yield text(_("No review of this period has come all the way yet."))
        return
    legend, late = _phase_names(), _("late")
    stretches = [charts.Stretch(each.code, days, each.is_destroyed_late) for each, days in found]
    longest = max(sum(days) for _review, days in found)
    told = _("Stacked bars: the days by phase of %(count)s reviews.", count=len(found))
    said = _("The longest took %(days)s days.", days=longest)
    yield chart(_("Days by review"), charts.lead_chart(stretches, legend, late), f"{told} {said}")
    rows = [
        [each.code, *map(str, days[:2]), _last(days[2], late), str(sum(days))]
        for each, days in found
    ]
    yield ruled_table([_("Review"), *legend, _("Whole")], rows, PHASES)


def _destroyed(report: Report) -> str:
    items = sum(each.destroyed for each in report.reviews)
    return ngettext(
        "One working document was destroyed.",
        "In all %(num)s working documents were destroyed.",
        items,
    )


def _on_hold(code: str, days: int) -> str:
    return ngettext(
        "%(code)s was on hold for one day, which is counted in the second phase.",
        "%(code)s was on hold for %(num)s days, which are counted in the second phase.",
        days,
        code=code,
    )


def _last(days: int, late: str) -> str:
    return f"{days} {late}" if days > DESTRUCTION_DAYS else str(days)


def _phase_names() -> list[str]:
    return [
        _("request to acceptance"),
        _("acceptance to last presentation"),
        _("to destruction (norm %(days)s)", days=DESTRUCTION_DAYS),
    ]


def evaluation(report: Report, _words: Words) -> Iterator[Flowable]:
    """What people thought of it, by group."""
    yield text(
        _(
            "Everybody who was involved gets an anonymous questionnaire. The result is the mean of "
            "the core items, weighted by answers."
        )
    )
    norm = definition_of(Code.I23).norm or 0
    dots = [
        charts.Dot(
            each.name,
            None if each.satisfaction.value is None else float(each.satisfaction.value),
            f"{each.satisfaction.outcome}   {each.satisfaction.counted}",
        )
        for each in report.voices
    ]
    drawing = charts.means_chart(
        dots, norm, _("norm %(norm)s", norm=report.everybody.satisfaction.norm)
    )
    told = _("Dot plot of the mean by group on a scale of 1 to 5, with the norm.")
    yield chart(_("Mean by group"), drawing, told)
    head = [_("Group"), _("Asked"), _("Answered"), _("Response"), _("Mean"), _("Verdict")]
    yield verdict_table(head, [_voice(each) for each in report.voices], VOICES)
    safe = report.figure("I21")
    yield text(_safe(report, safe), CAPTION)


def _voice(each: Any) -> tuple[Figure, list[str]]:
    response, mean = each.response, each.satisfaction
    counts = [str(response.denominator), str(response.numerator)]
    worst = response if response.is_met is False else mean
    words = [each.name, *counts, response.outcome, mean.outcome, worst.verdict_words]
    return worst, words


def _safe(report: Report, safe: Share) -> str:
    mean, response = report.everybody.satisfaction.norm, report.everybody.response.norm
    norms = _("Norms: mean %(mean)s, response %(response)s.", mean=mean, response=response)
    if safe.share is None:
        return norms
    said = _(
        "%(some)s of %(all)s staff members answered that they felt safe to speak openly: "
        "%(share)s.",
        some=safe.numerator,
        all=safe.denominator,
        share=safe.outcome,
    )
    return f"{said} {norms}"


def recommendations(report: Report, _words: Words) -> Iterator[Flowable]:
    """Where recommendations are aimed, and how deep they go."""
    made, left = report.recommended, report.figure("I20-left")
    if not made.total:
        yield text(_("The reviews of this period have no recommendations."))
        return
    yield text(_aim(made.total, left, report.figure("I20-deeper")))
    places, loops = (
        [str(each) for each in QUADRANTS.values()],
        [str(each) for each in LOOPS.values()],
    )
    together = _("Together")
    drawing = charts.matrix(places, loops, made.matrix, together)
    told = _("Cells of four quadrants by three loops, the fuller the darker.")
    yield chart(_("Number of recommendations"), drawing, told)
    lines = [*made.matrix, [made.count(loop=each) for each in LOOPS]]
    rows = [
        [name, *map(str, line), str(sum(line))]
        for name, line in zip([*places, together], lines, strict=True)
    ]
    yield ruled_table([_("Quadrant"), *loops, together], rows, PLACES, strong=(len(places),))
    yield text(_loops_explained(), CAPTION)


def _aim(total: int, left: Share, deeper: Share) -> str:
    told = _(
        "Boards often look at behaviour first; change often begins with awareness too.",
    )
    if left.share is None:
        return told
    said = _(
        "Of the %(total)s recommendations %(left)s are about awareness, and %(deeper)s about more "
        "than doing things better.",
        total=total,
        left=left.outcome,
        deeper=deeper.outcome,
    )
    return f"{told} {said}"


def _loops_explained() -> str:
    return _(
        "Single: doing things right. Double: doing the right things. Triple: how we decide what "
        "is right."
    )


def discussion(report: Report, _words: Words) -> Iterator[Flowable]:
    """What the board may talk about."""
    told = findings.discussion(report)
    if not told:
        yield text(_("No norm was missed, so the figures ask for no decision."))
    yield from numbered(told)


def method(report: Report, _words: Words) -> Iterator[Flowable]:
    """How the figures were made."""
    yield from numbered(findings.method(report))
