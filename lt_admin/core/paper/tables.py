"""Tables: rows of words with thin lines, tagged with header cells, over as many pages as needed.

Widths are given in mm, everything else is in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from lt_admin.core.paper.lines import Line, cut_short, draw_lines, fitting, lines_of
from lt_admin.core.paper.look import (
    CELL,
    COLUMN,
    INK,
    LABEL,
    LINE,
    NUMBER,
    NUMBER_COLUMN,
    PRIMARY,
    STRONG,
    STRONG_NUMBER,
    SUM,
    SUM_NUMBER,
    TINT,
    Look,
)
from lt_admin.core.paper.tags import Element, Tag, TaggedCanvas, scope

LONGEST = 40  # lines in one row; a longer cell goes on in a next row
Rule = tuple[float, Color]


@dataclass(frozen=True)
class Cell:
    """Laid-out words, with their place in the row and the space around them."""

    lines: list[Line]
    look: Look
    x: float
    width: float
    role: str


@dataclass(frozen=True)
class Row:
    """Cells beside each other, with the lines and the tint they stand on."""

    cells: tuple[Cell, ...]
    ends: float = 3.1
    above: Rule | None = None
    below: Rule | None = None
    tint: Color | None = None
    clings: bool = False  # to the row before it: a sum never stands alone on a page
    leads: bool = False  # the row after it: neither does a heading

    @property
    def height(self) -> float:
        """From line to line."""
        return max(len(cell.lines) * cell.look.leading for cell in self.cells) + 2 * self.ends


class Grid(Flowable):
    """A table; the parts before and after a page break are one table for the reader."""

    canv: TaggedCanvas

    def __init__(self, rows: Sequence[Row], width: float, head: Row | None = None) -> None:
        super().__init__()
        self.rows, self.width, self.head = list(rows), width, head
        self.tag, self.is_rest = Tag("Table"), False
        self.spaceAfter = 6

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The size."""
        self.height = sum(row.height for row in self._all_rows())
        return self.width, self.height

    def _all_rows(self) -> Iterator[Row]:
        if self.head:
            yield self.head
        yield from self.rows

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The rows that fit and the rows that do not; nothing when not even one fits."""
        room = height - (self.head.height if self.head else 0)
        fitting = 0
        for row in self.rows:
            room -= row.height
            if room < 0:
                break
            fitting += 1
        while 0 < fitting < len(self.rows) and self._belong(fitting):
            fitting -= 1
        if not fitting:
            return []
        return [self._part(self.rows[:fitting]), self._part(self.rows[fitting:], is_rest=True)]

    def _belong(self, place: int) -> bool:
        """Whether no page may end before the row at this place."""
        return self.rows[place].clings or self.rows[place - 1].leads

    def _part(self, rows: Sequence[Row], *, is_rest: bool = False) -> Grid:
        part = Grid(rows, self.width, self.head)
        part.tag, part.is_rest, part.hAlign = self.tag, self.is_rest or is_rest, self.hAlign
        return part

    def draw(self) -> None:
        """Draw tints and lines for the eye, then the cells."""
        with self.canv.artifact():
            self._draw_ground()
        table, top = self.tag.on(self.canv), self.height
        for row in self._all_rows():
            if row is self.head and self.is_rest:
                with self.canv.artifact():
                    self._draw_cells(row, top)
            else:
                self._draw_cells(row, top, Element("TR", table))
            top -= row.height

    def _draw_ground(self) -> None:
        top = self.height
        for row in self._all_rows():
            if row.tint:
                self.canv.setFillColor(row.tint)
                self.canv.rect(0, top - row.height, self.width, row.height, stroke=0, fill=1)
            self._draw_rule(row.above, top)
            top -= row.height
            self._draw_rule(row.below, top)

    def _draw_rule(self, rule: Rule | None, y: float) -> None:
        if rule:
            self.canv.setLineWidth(rule[0])
            self.canv.setStrokeColor(rule[1])
            self.canv.line(0, y, self.width, y)

    def _draw_cells(self, row: Row, top: float, element: Element | None = None) -> None:
        lowest = row.height - 2 * row.ends
        for cell in row.cells:
            start = top - row.ends
            if row is self.head:
                start -= lowest - len(cell.lines) * cell.look.leading
            if element:
                with self.canv.content(_cell_element(cell, element)):
                    draw_lines(self.canv, cell.lines, cell.look, cell.x, start, cell.width)
            else:
                draw_lines(self.canv, cell.lines, cell.look, cell.x, start, cell.width)


def _cell_element(cell: Cell, row: Element) -> Element:
    if cell.role == "TD":
        return Element("TD", row)
    return Element("TH", row, scope(cell.role))


@dataclass(frozen=True)
class Columns:
    """The widths (mm) of columns, and which hold numbers and so are aligned at the right."""

    widths: Sequence[float]
    numbers: Sequence[int] = ()

    @property
    def width(self) -> float:
        """All columns together (points)."""
        return sum(self.widths) * mm

    def looks(self, words: Look, numbers: Look) -> list[Look]:
        """A look for each column."""
        return [numbers if place in self.numbers else words for place in range(len(self.widths))]

    def cells(
        self, words: Sequence[str], looks: Sequence[Look], *, head: bool = False, inset: float = 0
    ) -> tuple[Cell, ...]:
        """One row of words; its first cell heads the row, or all cells head their columns."""
        made, x = [], 0.0
        for place, (value, look) in enumerate(zip(words, looks, strict=True)):
            left = self._left(place) or inset
            room = self.widths[place] * mm - left - 3
            role = "Column" if head else "TD" if place else "Row"
            own = look if head or place not in self.numbers else fitting(value, look, room)
            made.append(Cell(lines_of(value, own, room), own, x + left, room, role))
            x += self.widths[place] * mm
        return tuple(made)

    def _left(self, place: int) -> float:
        """Space before a cell: none at the margin, more between a number and words."""
        if place == 0:
            return 0
        return 11 if place - 1 in self.numbers and place not in self.numbers else 3


def _in_parts(row: Row) -> Iterator[Row]:
    """The row itself, or several when a cell has too many lines for one."""
    longest = max(len(cell.lines) for cell in row.cells)
    if longest <= LONGEST:
        yield row
        return
    for start in range(0, longest, LONGEST):
        cells = (replace(cell, lines=cell.lines[start : start + LONGEST]) for cell in row.cells)
        yield replace(
            row, cells=tuple(cells), below=None if start + LONGEST < longest else row.below
        )


def ruled_table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Columns,
    *,
    strong: Sequence[int] = (),
    bands: Sequence[int] = (),
) -> Grid:
    """A table with thin lines; `strong` rows are sums, `bands` head the group under them."""
    plain, heavy = columns.looks(CELL, NUMBER), columns.looks(STRONG, STRONG_NUMBER)
    top = columns.cells(head, columns.looks(COLUMN, NUMBER_COLUMN), head=True)
    made: list[Row] = []
    for place, words in enumerate(rows):
        if place in strong:
            row = Row(columns.cells(words, heavy), above=(0.7, INK), clings=True)
        elif place in bands:
            row = Row(columns.cells(words, heavy, inset=3), tint=TINT, leads=True)
        else:
            row = Row(columns.cells(words, plain))
        made += _in_parts(replace(row, below=(0.4, LINE)))
    return Grid(made, columns.width, Row(top, below=(0.9, INK)))


def fact_block(facts: Sequence[tuple[str, str]], width: float) -> Grid:
    """Labels and values, one a row (width in points); a long value is cut short."""
    columns = Columns((width * 0.44 / mm, width * 0.56 / mm))
    rows = []
    for fact in facts:
        cells = columns.cells(fact, (LABEL, CELL))
        short = (replace(cell, lines=cut_short(cell.lines, 4, cell.look)) for cell in cells)
        rows.append(Row(tuple(short), ends=1.3))
    return Grid(rows, width)


def totals(rows: Sequence[tuple[str, str]], width: float = 82) -> Grid:
    """Sums at the right, the last one large (width in mm)."""
    columns = Columns((width * 0.55, width * 0.45), numbers=(1,))
    made = [Row(columns.cells(row, (CELL, NUMBER))) for row in rows[:-1]]
    last = columns.cells(rows[-1], (SUM, SUM_NUMBER))
    made.append(Row(last, ends=5, above=(1.1, PRIMARY), clings=True))
    grid = Grid(made, columns.width)
    grid.hAlign = "RIGHT"
    return grid
