"""Text on paper: plain words, with strong parts, broken into lines and tagged.

Words are never parsed: what looks like markup is printed as it stands. A strong part is made with
`strong()`. Characters that our fonts lack are printed in their nearest form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from lt_admin.core.paper.look import (
    BODY,
    BOLD,
    CHARACTERS,
    ITEM,
    RIGHT_ALIGNED,
    SECTION,
    TITLE,
    TOPIC,
    Look,
)
from lt_admin.core.paper.tags import Tag, TaggedCanvas, numbering

STRONG_ON, STRONG_OFF = "\x02", "\x03"
ROOM_UNDER_HEADING = 42.0


def strong(words: str) -> str:
    """These words in bold, for use inside other words."""
    return f"{STRONG_ON}{words}{STRONG_OFF}"


@lru_cache(maxsize=4096)
def printable(words: str) -> str:
    """The words in characters that every font of ours has; white space becomes spaces."""
    return "".join(char if ord(char) in CHARACTERS else _nearest(char) for char in words)


def _nearest(char: str) -> str:
    if char in (STRONG_ON, STRONG_OFF, "\n"):
        return char
    if char.isspace():
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if ord(c) in CHARACTERS)
    return plain or ("" if unicodedata.category(char).startswith(("C", "M")) else "?")


@dataclass(frozen=True)
class Run:
    """Words in one font, and how wide they are (points)."""

    words: str
    font: str
    width: float


Line = tuple[Run, ...]


def lines_of(words: str, look: Look, width: float) -> list[Line]:
    """The words broken into lines that fit the width (points); at least one."""
    words = printable(words)
    if not re.search(f"[\n{STRONG_ON}{STRONG_OFF}]", words):
        whole = _run(words, look.fontName, look.fontSize)
        if whole.width <= width:
            return [(whole,)]
    lines: list[Line] = []
    for part in _parts(words, look):
        lines += _filled(part, look, width)
    return lines


def _parts(words: str, look: Look) -> list[list[Run]]:
    """Per forced line each word and each space between words; a word may have several runs."""
    parts: list[list[Run]] = [[]]
    font = look.fontName
    for piece in re.split(f"([ \n{STRONG_ON}{STRONG_OFF}])", words):
        if piece == "\n":
            parts.append([])
        elif piece in (STRONG_ON, STRONG_OFF):
            font = BOLD if piece == STRONG_ON else look.fontName
        elif piece:
            parts[-1].append(_run(piece, font, look.fontSize))
    return parts


def _run(words: str, font: str, size: float) -> Run:
    return Run(words, font, stringWidth(words, font, size))


def _filled(pieces: Sequence[Run], look: Look, width: float) -> list[Line]:
    """Whole words on each line; a word wider than a line is cut."""
    if sum(piece.width for piece in pieces) <= width:
        return [_joined(pieces, look)]
    lines: list[list[Run]] = [[]]
    room = width
    for word in _whole_words(pieces):
        size = sum(run.width for run in word)
        if size > room and lines[-1]:
            lines.append([])
            room = width
        for run in word if size <= room else _cut(word, look, width):
            if run.width > room:
                lines.append([])
                room = width
            lines[-1].append(run)
            room -= run.width
    return [_joined(line, look) for line in lines]


def _whole_words(pieces: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each word together; a space stands alone."""
    word: list[Run] = []
    for piece in pieces:
        if piece.words == " ":
            yield word
            yield [piece]
            word = []
        else:
            word.append(piece)
    yield word


def _cut(word: Sequence[Run], look: Look, width: float) -> Iterator[Run]:
    """The parts of a word that is too wide for a line."""
    for run in word:
        start = 0
        for end in range(1, len(run.words) + 1):
            if stringWidth(run.words[start:end], run.font, look.fontSize) > width:
                yield _run(run.words[start : end - 1], run.font, look.fontSize)
                start = end - 1
        yield _run(run.words[start:], run.font, look.fontSize)


def _joined(pieces: Sequence[Run], look: Look) -> Line:
    """Neighbours in one font as one run, without spaces at the ends."""
    joined: list[tuple[str, str]] = []
    for piece in pieces:
        if joined and joined[-1][1] == piece.font:
            joined[-1] = (joined[-1][0] + piece.words, piece.font)
        else:
            joined.append((piece.words, piece.font))
    if joined:
        joined[0] = (joined[0][0].lstrip(" "), joined[0][1])
        joined[-1] = (joined[-1][0].rstrip(" "), joined[-1][1])
    return tuple(_run(words, font, look.fontSize) for words, font in joined)


def fitting(words: str, look: Look, width: float) -> Look:
    """The look, or a smaller one in which the words stand on one line: a number never breaks."""
    needed = stringWidth(printable(words), look.fontName, look.fontSize)
    if needed <= width:
        return look
    smaller = max(look.fontSize * 0.55, look.fontSize * width / needed - 0.01)
    return Look(f"{look.name}-fitting", look, fontSize=smaller)


def cut_short(lines: list[Line], most: int, look: Look) -> list[Line]:
    """At most so many lines; an ellipsis shows that there was more."""
    if len(lines) <= most:
        return lines
    last = "".join(run.words for run in lines[most - 1])
    return [*lines[: most - 1], (_run(f"{last[:-1]}\u2026", look.fontName, look.fontSize),)]


def draw_lines(
    canvas: TaggedCanvas, lines: Sequence[Line], look: Look, x: float, top: float, width: float
) -> None:
    """Draw lines from the top down, inside a width (points).

    A line that goes on ends with a space, or readers would join two words.
    """
    text = canvas.beginText()
    text.setFillColor(look.textColor)
    baseline = top - look.fontSize
    for number, line in enumerate(lines, start=1):
        at = x
        if look.alignment == RIGHT_ALIGNED:
            at += width - sum(run.width for run in line)
        text.setTextOrigin(at, baseline)
        for run in line:
            text.setFont(run.font, look.fontSize, look.leading)
            is_end = run is line[-1] and number < len(lines)
            text.textOut(f"{run.words} " if is_end else run.words)
        baseline -= look.leading
    canvas.drawText(text)


class Text(Flowable):
    """A paragraph; a part that moves to the next page stays the same element."""

    canv: TaggedCanvas

    def __init__(self, words: str, look: Look = BODY, tag: Tag | None = None) -> None:
        super().__init__()
        self.words, self.style, self.tag = words, look, tag or Tag("P")
        self.lines: list[Line] = []
        self._laid_for = -1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The width and the height it takes (points)."""
        if width != self._laid_for:
            self.lines = lines_of(self.words, self.style, width - self.style.leftIndent)
            self._laid_for = width
        self.width, self.height = width, len(self.lines) * self.style.leading
        return self.width, self.height

    def shorten(self, most: int) -> None:
        """Keep so many lines of what was laid out last."""
        self.lines = cut_short(self.lines, most, self.style)
        self.height = len(self.lines) * self.style.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """The parts before and after a page break, of two lines or more each."""
        fitting = min(int(height / self.style.leading), len(self.lines) - 2)
        if fitting < 2:
            return []
        return [self._part(self.lines[:fitting], width), self._part(self.lines[fitting:], width)]

    def _part(self, lines: list[Line], width: float) -> Text:
        part = Text("", self.style, self.tag)
        part.lines, part._laid_for = lines, width  # the same class
        return part

    def draw(self) -> None:
        """Draw as content of the element."""
        with self.canv.content(self.tag.on(self.canv)):
            self.draw_plain(self.canv)

    def draw_plain(self, canvas: TaggedCanvas) -> None:
        """Draw the lines; who calls says what they are."""
        indent = self.style.leftIndent
        draw_lines(canvas, self.lines, self.style, indent, self.height, self.width - indent)


class Heading(Text):
    """A heading that stands in the outline, and never alone at the foot of a page."""

    def __init__(self, words: str, look: Look, level: int) -> None:
        super().__init__(words, look, Tag(f"H{level}"))
        self.level = level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The width and height (points); more than there is when what follows would not fit."""
        _, own = super().wrap(width, height)
        return width, own if own + ROOM_UNDER_HEADING <= height else height + 1

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Never in parts."""
        return []

    def draw(self) -> None:
        """Draw, and note the place in the outline."""
        self.canv.headings += 1
        key = f"heading-{self.canv.headings}"
        self.canv.bookmarkHorizontal(key, 0, self.height + 12)
        self.canv.addOutlineEntry(self.words, key, min(self.level - 1, 1), closed=False)
        super().draw()


class Item(Text):
    """One item of a list, with its number or dot before it."""

    def __init__(self, label: str, words: str, whole: Tag, look: Look) -> None:
        entry = Tag("LI", whole)
        self.label, self.label_tag = label, Tag("Lbl", entry)
        super().__init__(words, look, Tag("LBody", entry))

    def draw(self) -> None:
        """Draw the label, then the words."""
        with self.canv.content(self.label_tag.on(self.canv)):
            label = lines_of(self.label, self.style, self.style.leftIndent)
            draw_lines(self.canv, label, self.style, 0, self.height, self.style.leftIndent)
        super().draw()


def text(words: str, look: Look = BODY) -> Text:
    """A paragraph."""
    return Text(words, look)


def title(words: str) -> Heading:
    """The one heading of level 1."""
    return Heading(words, TITLE, 1)


def section(words: str) -> Heading:
    """A heading of level 2."""
    return Heading(words, SECTION, 2)


def topic(words: str) -> Heading:
    """A heading of level 3."""
    return Heading(words, TOPIC, 3)


def numbered(items: Sequence[str], look: Look = ITEM) -> list[Flowable]:
    """A numbered list."""
    whole = Tag("L", more=numbering("Decimal"))
    return [Item(f"{count}.", words, whole, look) for count, words in enumerate(items, start=1)]


def bulleted(items: Sequence[str], look: Look = ITEM) -> list[Flowable]:
    """A list with dots."""
    whole = Tag("L", more=numbering("Disc"))
    return [Item("\u2022", words, whole, look) for words in items]
