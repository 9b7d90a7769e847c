"""Blocks of the board's report that other papers do not have: cover, cards, contents, verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from reportlab.platypus import Flowable

from lt_admin.core.paper.lines import draw_lines, lines_of
from lt_admin.core.paper.look import (
    CELL,
    COLUMN,
    INK,
    LINE,
    NUMBER,
    NUMBER_COLUMN,
    RIGHT_ALIGNED,
    SECTION,
    STATES,
    Look,
    look,
)
from lt_admin.core.paper.tables import Columns, Grid, Row
from lt_admin.core.paper.tags import Tag, TaggedCanvas
from lt_admin.core.paper.words import Heading
from lt_admin.quality.rules.indicators import Figure

TOC = look("toc", 9.6, 17)
TOC_PAGE = look("toc-page", 9.6, 17, alignment=RIGHT_ALIGNED)
NAMED = look("named", 7.8, 10.4)
VERDICTS = {tone: look(f"verdict-{tone}", 8, 11.8, textColor=STATES[tone][0]) for tone in STATES}


Words = Mapping[str, Mapping[str, Any]]  # how each thing is called that is counted by kind


class Chapter(Heading):
    """A section of the report; it notes its page for the contents."""

    def __init__(self, words: str, key: str, pages: dict[str, int]) -> None:
        super().__init__(words, SECTION, 2)
        self.key, self.pages = key, pages

    def draw(self) -> None:
        """Draw, and note the page."""
        self.pages[self.key] = self.canv.getPageNumber()
        super().draw()


class ContentsLine(Flowable):
    """A section with a dotted line to its page, which is filled in when all pages are made."""

    canv: TaggedCanvas

    def __init__(self, words: str, key: str, pages: Mapping[str, int], whole: Tag) -> None:
        super().__init__()
        self.words, self.key, self.pages, self.whole = words, key, pages, whole

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line over the full width (points)."""
        self.width, self.height = width, TOC.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw the dots for the eye, then the words and the page."""
        lines = lines_of(self.words, TOC, self.width - 40)[:1]
        with self.canv.artifact():
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.8)
            self.canv.setDash(0.8, 3)
            start = sum(run.width for run in lines[0]) + 8
            self.canv.line(start, 8, self.width - 18, 8)
            self.canv.setDash()
        with self.canv.content(Tag("TOCI", self.whole).on(self.canv)):
            draw_lines(self.canv, lines, TOC, 0, self.height, self.width)
            self.canv.late(partial(self._draw_page, self.canv))

    def _draw_page(self, canvas: TaggedCanvas, _pages: int) -> None:
        number = lines_of(str(self.pages.get(self.key, "")), TOC, 40)
        draw_lines(canvas, number, TOC_PAGE, self.width - 40, self.height, 40)


INDICATORS = Columns((10, 75, 18, 17, 14, 31), numbers=(2, 3, 4))


def verdict_table(
    head: Sequence[str],
    rows: Sequence[tuple[Figure | None, Sequence[str]]],
    columns: Columns,
    words_look: Look = CELL,
) -> Grid:
    """A table whose last column is a verdict, in the colour and with the sign of its state."""
    top = columns.cells(head, columns.looks(COLUMN, NUMBER_COLUMN), head=True)
    made = []
    for figure, words in rows:
        tone = figure.tone if figure else "neutral"
        looks = [*columns.looks(words_look, NUMBER)[:-1], VERDICTS[tone]]
        signed = [*words[:-1], f"{STATES[tone][2]}\u00a0{words[-1]}"]
        made.append(Row(columns.cells(signed, looks), below=(0.4, LINE)))
    return Grid(made, columns.width, Row(top, below=(0.9, INK)))
