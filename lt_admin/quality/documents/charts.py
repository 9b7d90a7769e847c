"""Charts as plain shapes, for paper: figures beside the marks, told apart by pattern or label too.

Sizes are in points. Everything shown here stands in a table as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line, Path, Rect
from reportlab.lib.colors import Color

from lt_admin.core.paper.look import INK, LINE, WIDTH
from lt_admin.core.paper.marks import (
    BLUE,
    DANGER,
    GREY,
    ORANGE,
    TRACK,
    WARN,
    WHITE,
    bar,
    hatched,
    light,
    small,
    strong,
    words,
)


@dataclass(frozen=True)
class Measure:
    """A result against its norm, both as a part of one; a norm may be missing."""

    label: str
    result: float
    norm: float
    shown: str


def norm_chart(measures: Sequence[Measure], norm_word: str) -> Drawing:
    """Bars from 0 to 100 percent with the norm as a dark line; below the norm is hatched."""
    row, left, span = 17.0, 190.0, WIDTH - 275.0
    made = Drawing(WIDTH, row * len(measures) + 18)
    for place, measure in enumerate(measures):
        _add_measure(made, measure, made.height - 12 - row * (place + 1), (left, span))
    top, middle = made.height - 8, left + span / 2
    made.add(small(left, top, "0%", "start"))
    made.add(small(left + span, top, "100%", "end"))
    made.add(_norm_line(middle - 22, top - 2, top + 7))
    made.add(small(middle - 17, top, norm_word, "start"))
    return made


def _add_measure(made: Drawing, measure: Measure, y: float, place: tuple[float, float]) -> None:
    left, span = place
    meets = measure.result >= measure.norm
    made.add(words(0, y + 2.4, measure.label))
    made.add(bar(left, y, span, 9, TRACK))
    shape, color = (bar, BLUE) if meets else (hatched, ORANGE)
    made.add(shape(left, y, span * measure.result, 9, color))
    made.add(_norm_line(left + span * measure.norm, y - 2.5, y + 11.5))
    made.add(strong(WIDTH, y + 2.2, measure.shown, ink=INK if meets else WARN))


def _norm_line(x: float, low: float, high: float) -> Line:
    return Line(x, low, x, high, strokeColor=INK, strokeWidth=1.6)


def matrix(
    rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], total: str
) -> Drawing:
    """Counts in cells, the fuller the darker, with sums at the sides."""
    left, wide, high = 150.0, 78.0, 27.0
    made = Drawing(WIDTH, high * (len(rows) + 1) + 16)
    top, most = made.height - 14, max(1, *(max(line) for line in counts))
    for column, name in enumerate([*columns, total]):
        made.add(small(left + wide * (column + 0.5), top + 4, name))
    sums = [sum(line[column] for line in counts) for column in range(len(columns))]
    for line, values in enumerate([*counts, sums]):
        y = top - high * (line + 1)
        name = rows[line] if line < len(rows) else total
        made.add(words(left - 10, y + 10, name, 8, anchor="end"))
        for column, value in enumerate([*values, sum(values)]):
            is_sum = line == len(rows) or column == len(columns)
            share = None if is_sum else value / most
            _add_cell(made, (left + wide * column, y), (wide, high), value, share)
    return made


def _add_cell(
    made: Drawing,
    corner: tuple[float, float],
    size: tuple[float, float],
    value: int,
    share: float | None,
) -> None:
    """One cell; the share of the fullest makes its colour, and a sum has none."""
    x, y = corner
    if share is not None:
        fill = light(BLUE, 0.08 + 0.92 * share)
        made.add(bar(x + 1, y + 1, size[0] - 2, size[1] - 2, fill))
    ink = WHITE if share is not None and share > 0.6 else INK
    made.add(strong(x + size[0] / 2, y + 9.5, str(value), ink=ink, anchor="middle"))


@dataclass(frozen=True)
class Dot:
    """The mean of a group, from 1 to 5; None when it may not be shown."""

    name: str
    mean: float | None
    shown: str


def means_chart(dots: Sequence[Dot], norm: float, norm_word: str) -> Drawing:
    """A dot per group on the scale 1-5, with the norm as a line; below the norm it is open."""
    row, left, span = 19.0, 160.0, WIDTH - 260.0
    made = Drawing(WIDTH, row * len(dots) + 32)
    for mark in range(1, 6):
        x = left + span * (mark - 1) / 4
        made.add(Line(x, 16, x, made.height - 14, strokeColor=LINE, strokeWidth=0.5))
        made.add(small(x, 5, str(mark)))
    at = left + span * (norm - 1) / 4
    made.add(Line(at, 12, at, made.height - 11, strokeColor=INK, strokeWidth=1.4))
    made.add(small(at, made.height - 8, norm_word))
    for place, dot in enumerate(dots):
        _add_dot(made, dot, norm, (left, made.height - 16 - row * (place + 0.6), span))
    return made


def _add_dot(made: Drawing, dot: Dot, norm: float, place: tuple[float, float, float]) -> None:
    left, y, span = place
    meets = dot.mean is None or dot.mean >= norm
    color = BLUE if meets else ORANGE
    made.add(words(0, y - 2.6, dot.name))
    made.add(strong(WIDTH, y - 2.6, dot.shown, ink=INK if meets else WARN))
    if dot.mean is None:
        return
    x = left + span * (dot.mean - 1) / 4
    line, end = Line(left, y, x, y), Rect(x - 4, y - 4, 8, 8, rx=4, ry=4)
    if not meets:
        line.strokeDashArray = [3, 2]
    for shape in (line, end):
        shape.strokeColor, shape.strokeWidth = color, 2
    end.fillColor = BLUE if meets else WHITE
    made.add(line)
    made.add(end)


@dataclass(frozen=True)
class Stretch:
    """A review as three stretches of days: to acceptance, to the presentation, to destruction."""

    code: str
    days: tuple[int, int, int]
    is_late: bool


def lead_chart(reviews: Sequence[Stretch], legend: Sequence[str], late: str) -> Drawing:
    """Days by phase for each review, stacked; the last phase is hatched, and says when late."""
    row, left = 19.0, 72.0
    made, x = Drawing(WIDTH, row * len(reviews) + 22), left
    unit = (WIDTH - left - 76) / max(1, *(sum(each.days) for each in reviews))
    for (shape, color, _ink), name in zip(_PHASES, legend, strict=True):
        made.add(shape(x, made.height - 11, 9, 9, color))
        made.add(words(x + 13, made.height - 9.5, name, 7.2))
        x += 26 + len(name) * 3.9
    for place, each in enumerate(reviews):
        _add_stretch(made, each, (left, made.height - 16 - row * (place + 1), unit), late)
    return made


_PHASES = ((bar, GREY, INK), (bar, BLUE, WHITE), (hatched, ORANGE, INK))
NARROW = 14  # a stretch of fewer points has no room for its figure


def _add_stretch(
    made: Drawing, each: Stretch, place: tuple[float, float, float], late: str
) -> None:
    x, y, unit = place
    made.add(words(0, y + 3.2, each.code))
    for (shape, color, ink), count in zip(_PHASES, each.days, strict=True):
        width = max(count * unit, 0)
        made.add(shape(x, y, width, 11, color))
        if shape is bar and width > NARROW:
            made.add(strong(x + width / 2, y + 3.2, str(count), ink=ink, anchor="middle"))
        x += width
    told = f"{each.days[2]} {late}" if each.is_late else str(each.days[2])
    made.add(strong(x + 4, y + 3.2, told, ink=DANGER if each.is_late else INK, anchor="start"))
    made.add(strong(WIDTH, y + 3.2, str(sum(each.days))))


def ribbon(ends: tuple[float, float], tops: tuple[float, float], high: float, fill: Color) -> Path:
    """A band that swings from one height to another."""
    (left, right), (top_from, top_to) = ends, tops
    half, band = (left + right) / 2, Path(fillColor=fill, strokeColor=None)
    band.moveTo(left, top_from)
    band.curveTo(half, top_from, half, top_to, right, top_to)
    band.lineTo(right, top_to - high)
    band.curveTo(half, top_to - high, half, top_from - high, left, top_from - high)
    band.closePath()
    return band
