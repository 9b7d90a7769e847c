"""How papers look: colours, type and measures (points, unless they say mm)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

INK, MUTED, PRIMARY = HexColor("#1d2a33"), HexColor("#55636e"), HexColor("#0b5c63")
LINE, TINT = HexColor("#d9d6cf"), HexColor("#f2f6f6")
STATES = {
    "ok": (HexColor("#2c6636"), HexColor("#e9f4ea"), "\u2713"),
    "warn": (HexColor("#7a4e00"), HexColor("#fff4d6"), "\u25b2"),
    "danger": (HexColor("#9b1c1c"), HexColor("#fdecea"), "\u2717"),
    "info": (HexColor("#1f5a8a"), HexColor("#e8f1f8"), "\u25cf"),
    "neutral": (HexColor("#46525c"), HexColor("#eef0f1"), "\u2013"),
}
PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, WIDTH = 25 * mm, 165 * mm
FOOT = 27 * mm  # the text ends here, above the footer
HEAD = 30 * mm  # and begins here on every page after the first
OPENING = 92 * mm  # of the first page: letterhead, address window and facts
RIGHT_ALIGNED = 2

REGULAR, BOLD, ITALIC, DISPLAY = "Inter-Regular", "Inter-Bold", "Inter-Italic", "Inter-Display"
FONTS = Path(__file__).parent / "fonts"
for _name in (REGULAR, BOLD, ITALIC, DISPLAY):
    pdfmetrics.registerFont(TTFont(_name, FONTS / f"{_name}.ttf", asciiReadable=0))
pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD)
CHARACTERS = frozenset(TTFontFile(str(FONTS / f"{REGULAR}.ttf")).charToGlyph) - {0xFFFF}

Look = ParagraphStyle


def look(name: str, size: float, leading: float, **changes: Any) -> Look:
    """A style of text in our type and ink."""
    ours: dict[str, Any] = {"fontName": REGULAR, "bulletFontName": REGULAR, "textColor": INK}
    return ParagraphStyle(name, fontSize=size, leading=leading, **ours | changes)


BODY = look("body", 9.2, 13.6, spaceAfter=5)
SMALL = look("small", 7.6, 10.6, textColor=MUTED)
TITLE = look("title", 20, 24, fontName=DISPLAY, spaceAfter=7)
SECTION = look("section", 12, 16, fontName=DISPLAY, spaceBefore=11, spaceAfter=4)
TOPIC = look("topic", 9.6, 13, fontName=BOLD, spaceBefore=7, spaceAfter=2)
CELL = look("cell", 8.6, 11.8)
NUMBER = look("number", 8.6, 11.8, alignment=RIGHT_ALIGNED)
STRONG = look("strong", 8.6, 11.8, fontName=BOLD)
STRONG_NUMBER = look("strong-number", 8.6, 11.8, fontName=BOLD, alignment=RIGHT_ALIGNED)
COLUMN = look("column", 7.6, 10.4, fontName=BOLD, textColor=MUTED)
NUMBER_COLUMN = look("number-column", 7.6, 10.4, fontName=BOLD, textColor=MUTED, alignment=2)
LABEL = look("label", 7.8, 11.8, textColor=MUTED)
SUM = look("sum", 11, 14, fontName=BOLD)
SUM_NUMBER = look("sum-number", 11, 14, fontName=BOLD, alignment=RIGHT_ALIGNED)
ITEM = look("item", 9.2, 13.6, leftIndent=14, spaceAfter=3)
CAPTION = look("caption", 7.6, 10.6, textColor=MUTED, spaceBefore=3, spaceAfter=6)
CONTACT = look("contact", 7.6, 10.6, textColor=MUTED, alignment=RIGHT_ALIGNED)
NAME = look("name", 12.5, 15, fontName=DISPLAY, textColor=PRIMARY)
BACK = look("back", 6, 8, textColor=MUTED)
ADDRESS = look("address", 9.6, 13.4)
ASKED = look("asked", 9.6, 14, spaceAfter=4)
SCAN = look("scan", 6.6, 8.6, textColor=MUTED, spaceBefore=2)
FOOTER = look("footer", 7, 9.5, textColor=MUTED)
FOOTER_RIGHT = look("footer-right", 7, 9.5, textColor=MUTED, alignment=RIGHT_ALIGNED)
