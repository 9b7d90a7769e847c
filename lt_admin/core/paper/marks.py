"""The marks that charts on paper are drawn with: bars, hatches and words (sizes in points)."""

from __future__ import annotations

from typing import Literal

from reportlab.graphics.shapes import Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor

from lt_admin.core.paper.look import BOLD, INK, MUTED, REGULAR, STATES

Anchor = Literal["start", "middle", "end"]
BLUE, ORANGE, GREEN = HexColor("#0072b2"), HexColor("#e69f00"), HexColor("#009e73")
PINK, GREY = HexColor("#cc79a7"), HexColor("#b9bec2")
WHITE, TRACK = HexColor("#ffffff"), HexColor("#eef0f1")
WARN, DANGER = STATES["warn"][0], STATES["danger"][0]


def words(x: float, y: float, text: str, size: float = 7.6, *, anchor: Anchor = "start") -> String:
    """A piece of text; it begins here unless told otherwise."""
    return String(x, y, text, fontName=REGULAR, fontSize=size, textAnchor=anchor, fillColor=INK)


def strong(x: float, y: float, text: str, *, ink: Color = INK, anchor: Anchor = "end") -> String:
    """A figure; it ends here unless told otherwise."""
    return String(x, y, text, fontName=BOLD, fontSize=7.8, textAnchor=anchor, fillColor=ink)


def small(x: float, y: float, text: str, anchor: Anchor = "middle") -> String:
    """A word at an axis."""
    return String(x, y, text, fontName=REGULAR, fontSize=6.8, textAnchor=anchor, fillColor=MUTED)


def bar(x: float, y: float, width: float, height: float, fill: Color) -> Rect:
    """A filled rectangle without a border."""
    made = Rect(x, y, width, height)
    made.fillColor, made.strokeColor = fill, None
    return made


def hatched(x: float, y: float, width: float, height: float, fill: Color) -> Group:
    """A filled rectangle with white slanted lines."""
    made, step = Group(bar(x, y, width, height, fill)), 5.0
    start = x - height
    while (start := start + step) < x + width:
        left, right = max(start, x), min(start + height, x + width)
        if left < right:
            ends = (left, y + left - start, right, y + right - start)
            made.add(Line(*ends, strokeColor=WHITE, strokeWidth=0.9))
    return made


def light(color: Color, share: float = 0.35) -> Color:
    """The colour mixed with white."""
    return Color(*(1 - share * (1 - part) for part in (color.red, color.green, color.blue)))
