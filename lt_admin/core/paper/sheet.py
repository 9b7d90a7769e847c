"""From a story to the finished file: pages, footer and page numbers, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from lt_admin.core import formats, i18n
from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.archive import About, Archive, Attachment
from lt_admin.core.paper.lines import draw_lines, lines_of
from lt_admin.core.paper.look import (
    FOOT,
    FOOTER,
    FOOTER_RIGHT,
    HEAD,
    LEFT,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PRIMARY,
    REGULAR,
    SMALL,
    WIDTH,
    Look,
)
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.tags import TaggedCanvas

Draw = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Paper:
    """One document: what it is called, its day, who sends it, and what it says.

    The day is all the file tells of time, so equal papers are equal to the byte.
    """

    title: str
    on: date
    sender: Sender
    story: Sequence[Flowable]
    attachments: Sequence[Attachment] = ()
    is_letter: bool = True


def render(paper: Paper) -> bytes:
    """The paper as PDF/A-3b and PDF/UA-1, in the language of the moment."""
    return drawn(paper).written(paper.attachments)


def drawn(paper: Paper) -> Archive:
    """The paper laid out and drawn, to be written out with or without files inside."""
    language = i18n.language()
    canvases: list[TaggedCanvas] = []

    def canvas(*args: Any, **options: Any) -> TaggedCanvas:
        canvases.append(Quiet(*args, **options))
        return canvases[-1]

    template = BaseDocTemplate(
        BytesIO(), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=REGULAR, lang=language
    )
    template.addPageTemplates(_page_templates(paper))
    template.build(list(paper.story), canvasmaker=canvas)
    about = About.of(paper.title, paper.sender.name, language, paper.on)
    return Archive(canvases[0], about)


class Quiet(TaggedCanvas):
    """The canvas of a build: what comes of it is taken from `close`, not from a file."""

    def save(self) -> None:
        """Write nothing."""


def _page_templates(paper: Paper) -> list[PageTemplate]:
    """The first page, with room for a letter opening or a cover, and the pages after it."""
    top = PAGE_HEIGHT - (0 if paper.is_letter else 20 * mm)
    first = Frame(LEFT, FOOT, WIDTH, top - FOOT, 0, 0, 0, 0)
    later = Frame(LEFT, FOOT, WIDTH, PAGE_HEIGHT - HEAD - FOOT, 0, 0, 0, 0)
    return [
        PageTemplate("first", [first], onPage=_before_first(paper), autoNextPageTemplate="later"),
        PageTemplate("later", [later], onPage=_before_later(paper)),
    ]


def _before_first(paper: Paper) -> Draw:
    def draw(canvas: TaggedCanvas, _document: Any) -> None:
        with canvas.artifact():
            if paper.is_letter:
                _draw_fold_marks(canvas)
            canvas.late(partial(_draw_footer, canvas, paper.sender, canvas.getPageNumber()))

    return draw


def _before_later(paper: Paper) -> Draw:
    def draw(canvas: TaggedCanvas, _document: Any) -> None:
        with canvas.artifact():
            _draw_running_head(canvas, paper)
            canvas.late(partial(_draw_footer, canvas, paper.sender, canvas.getPageNumber()))

    return draw


def _draw_fold_marks(canvas: TaggedCanvas) -> None:
    """Two short lines where a letter is folded in three (DIN 5008 form B)."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for from_top in (105 * mm, 210 * mm):
        canvas.line(5 * mm, PAGE_HEIGHT - from_top, 9 * mm, PAGE_HEIGHT - from_top)


def _draw_running_head(canvas: TaggedCanvas, paper: Paper) -> None:
    """Title and sender above a thin line, on every page but the first."""
    line = PAGE_HEIGHT - 21 * mm
    _draw_one_line(canvas, paper.title, SMALL, line + 14, 95 * mm)
    _draw_one_line(canvas, paper.sender.name, FOOTER_RIGHT, line + 14, 65 * mm)
    canvas.setStrokeColor(PRIMARY)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, line, LEFT + WIDTH, line)


def _draw_footer(canvas: TaggedCanvas, sender: Sender, page: int, pages: int) -> None:
    """The registrations of the sender and the page number."""
    line = 18 * mm
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, line, LEFT + WIDTH, line)
    count = _("Page %(page)s of %(pages)s", page=page, pages=pages)
    _draw_one_line(canvas, sender.name, FOOTER, line - 4, 125 * mm)
    _draw_one_line(canvas, count, FOOTER_RIGHT, line - 4, 38 * mm)
    _draw_one_line(canvas, _registrations(sender), FOOTER, line - 13.5, WIDTH)


def _registrations(sender: Sender) -> str:
    known = (
        (sender.kvk, _("Chamber of Commerce")),
        (sender.rsin, _("RSIN")),
        (sender.vat_id, _("VAT id")),
        (formats.iban(sender.iban), _("IBAN")),
    )
    return " \u00b7 ".join(f"{name}\u00a0{number}" for number, name in known if number)


def _draw_one_line(canvas: TaggedCanvas, words: str, look: Look, top: float, width: float) -> None:
    """Words on one line at the left or right margin, ending in an ellipsis when too long."""
    lines = lines_of(words, look, width)
    if len(lines) > 1:
        lines = lines_of(f"{lines[0][0].words}\u2026", look, WIDTH)
    x = LEFT + WIDTH - width if look.alignment else LEFT
    draw_lines(canvas, lines, look, x, top, width)
