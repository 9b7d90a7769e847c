"""Blocks of the papers for the board: cover, figures beside each other, charts with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.lines import fitting
from lt_admin.core.paper.look import BOLD, DISPLAY, MUTED, PRIMARY, TINT, WIDTH, Look, look
from lt_admin.core.paper.parts import Figure as Picture
from lt_admin.core.paper.tables import Columns, Grid, Row
from lt_admin.core.paper.words import topic

COVER = look("cover", 36, 42, fontName=DISPLAY)
COVER_FOR = look("cover-for", 20, 28, textColor=MUTED)
COVER_PERIOD = look("cover-period", 13, 19, fontName=BOLD)
COVER_TEXT = look("cover-text", 13, 19, textColor=MUTED)
COVER_SENDER = look("cover-sender", 13, 17, fontName=DISPLAY, textColor=PRIMARY)
BIG = look("big", 19, 25, fontName=DISPLAY, textColor=PRIMARY)
BIG_LABEL = look("big-label", 8.4, 11, fontName=BOLD)
BIG_NOTE = look("big-note", 7.2, 9.6, textColor=MUTED)


def chart(title: str, drawing: Drawing, alternative: str) -> Flowable:
    """A chart under its title, with the words that stand in for it; its table comes after it."""
    below = _("The figures stand in the table below.")
    return KeepTogether([topic(title), Picture(drawing, f"{alternative} {below}"), Spacer(1, 8)])


def cards(values: Sequence[tuple[str, str, str]]) -> Grid:
    """Figures beside each other: (what, how much, what to know about it)."""
    columns = Columns([WIDTH / mm / len(values)] * len(values))
    looks = (BIG_LABEL, BIG, BIG_NOTE)
    rows = [
        Row(
            tuple(
                replace(cell, role="Column" if place == 0 else "TD")
                for cell in columns.cells(line, _fitting(line, looks[place], columns), inset=7)
            ),
            ends=(6, 0, 6)[place],
            above=(1.6, PRIMARY) if place == 0 else None,
            tint=TINT,
        )
        for place, line in enumerate(zip(*values, strict=True))
    ]
    return Grid(rows, columns.width)


def _fitting(words: Sequence[str], wanted: Look, columns: Columns) -> list[Look]:
    """A figure on a card never breaks: it is made smaller."""
    if wanted is not BIG:
        return [wanted] * len(words)
    return [fitting(each, wanted, columns.width / len(words) - 11) for each in words]
