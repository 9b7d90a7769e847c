"""Blocks of a paper beside text and tables: panels, notices, figures, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CELL, INK, SMALL, STATES, WIDTH, look
from lt_admin.core.paper.tags import Element, TaggedCanvas, picture
from lt_admin.core.paper.words import Text, text


@dataclass(frozen=True)
class Ground:
    """What a panel stands on: a tint, a bar at its left, and space inside (points)."""

    tint: Color | None = None
    bar: Color | None = None
    sides: float = 0
    ends: float = 0


class Panel(Flowable):
    """Columns of blocks beside each other, each with its width (points), on one page."""

    canv: TaggedCanvas

    def __init__(
        self, columns: Sequence[tuple[float, Sequence[Flowable]]], ground: Ground | None = None
    ) -> None:
        super().__init__()
        self.columns, self.ground = columns, ground or Ground()
        self.spaceAfter = 6

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The size (points)."""
        self.heights = [self._stacked(width, blocks) for width, blocks in self.columns]
        self.width = sum(width for width, _ in self.columns)
        self.height = max(self.heights) + 2 * self.ground.ends
        return self.width, self.height

    def _stacked(self, width: float, blocks: Sequence[Flowable]) -> float:
        room = width - 2 * self.ground.sides
        spaces = sum(block.getSpaceAfter() for block in blocks[:-1])
        return float(sum(block.wrap(room, self.height)[1] for block in blocks) + spaces)

    def draw(self) -> None:
        """Draw the ground for the eye, then each column in its middle."""
        with self.canv.artifact():
            self._draw_ground()
        x = 0.0
        for (width, blocks), height in zip(self.columns, self.heights, strict=True):
            y = (self.height + height) / 2
            for block in blocks:
                y -= block.height
                block.drawOn(self.canv, x + self.ground.sides, y)
                y -= block.getSpaceAfter()
            x += width

    def _draw_ground(self) -> None:
        if self.ground.tint:
            self.canv.setFillColor(self.ground.tint)
            self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        if self.ground.bar:
            self.canv.setFillColor(self.ground.bar)
            self.canv.rect(0, 0, 2.5, self.height, stroke=0, fill=1)


class Figure(Flowable):
    """Any drawing, with the words that stand in for it."""

    canv: TaggedCanvas

    def __init__(self, inner: Flowable, alternative: str) -> None:
        super().__init__()
        self.inner, self.alternative, self.hAlign = inner, alternative, inner.hAlign

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the drawing (points)."""
        self.width, self.height = self.inner.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw as one figure."""
        x, y = self.canv.absolutePosition(0, 0)
        entries = picture(self.alternative, (x, y, x + self.width, y + self.height))
        with self.canv.content(Element("Figure", self.canv.stack[-1], entries)):
            self.inner.drawOn(self.canv, 0, 0)


class SigningLine(Flowable):
    """A line to sign on."""

    canv: TaggedCanvas

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The width there is (points)."""
        self.width, self.height = width, 3.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw for the eye only."""
        with self.canv.artifact():
            self.canv.setLineWidth(0.6)
            self.canv.setStrokeColor(INK)
            self.canv.line(0, 3, self.width, 3)


def notice(words: str, state: str) -> Panel:
    """A tinted remark over the full width, with the sign of its state."""
    ink, tint, sign = STATES[state]
    own = look("notice", 9.2, 13.4, textColor=ink)
    ground = Ground(tint, ink, sides=9, ends=7)
    panel = Panel([(WIDTH, [text(f"{sign}\u00a0\u00a0{words}", own)])], ground)
    panel.spaceBefore = 4
    return panel


def badge(words: str, state: str) -> Text:
    """A state in words, with its sign and colour."""
    ink, _, sign = STATES[state]
    return text(f"{sign}\u00a0{strong(words)}", look(f"badge-{state}", 8.6, 11.8, textColor=ink))


def signatures(rows: Sequence[tuple[str, str]], labels: tuple[str, str]) -> Panel:
    """A line to sign above each name and role; `labels` are the words for date and signature."""
    width = WIDTH / len(rows)
    columns: list[tuple[float, Sequence[Flowable]]] = []
    for name, role in rows:
        below = [text(labels[1], SMALL), text(strong(name), CELL), text(role, SMALL)]
        blocks = [text(labels[0], SMALL), Spacer(1, 17 * mm), SigningLine(), *below]
        columns += [(width - 6 * mm, blocks), (6 * mm, [])]
    return Panel(columns)
