"""Charts of the year report: bars with their figure beside them; each has its table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line

from lt_admin.core.paper.look import INK, WIDTH
from lt_admin.core.paper.marks import BLUE, ORANGE, TRACK, WARN, bar, hatched, strong, words

ROW, LEFT, RIGHT = 17.0, 180.0, 80.0


@dataclass(frozen=True)
class Bar:
    """One amount in cents with its name and its figure; `mark` is where a line stands."""

    label: str
    amount: int
    shown: str
    mark: int | None = None
    is_poor: bool = False


def bars(rows: Sequence[Bar]) -> Drawing:
    """A bar a row on one scale; what is poor, or below zero, is hatched."""
    made = Drawing(WIDTH, ROW * len(rows) + 4)
    largest = max(1, *(max(abs(row.amount), row.mark or 0) for row in rows))
    for place, row in enumerate(rows):
        _add(made, row, made.height - ROW * (place + 1), (WIDTH - LEFT - RIGHT) / largest)
    return made


def _add(made: Drawing, row: Bar, y: float, unit: float) -> None:
    is_poor = row.is_poor or row.amount < 0
    made.add(words(0, y + 2.4, row.label))
    made.add(bar(LEFT, y, WIDTH - LEFT - RIGHT, 9, TRACK))
    shape, color = (hatched, ORANGE) if is_poor else (bar, BLUE)
    made.add(shape(LEFT, y, abs(row.amount) * unit, 9, color))
    if row.mark is not None:
        x = LEFT + row.mark * unit
        made.add(Line(x, y - 2.5, x, y + 11.5, strokeColor=INK, strokeWidth=1.6))
    made.add(strong(WIDTH, y + 2.2, row.shown, ink=WARN if is_poor else INK))
