"""Words broken into lines that fit, in characters that our fonts have, and drawn.

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

from lt_admin.core.paper.look import (
    BOLD,
    CHARACTERS,
    RIGHT_ALIGNED,
    Look,
)
from lt_admin.core.paper.tags import TaggedCanvas
from lt_admin.core.typed import readable

STRONG_ON, STRONG_OFF = "\x02", "\x03"
# at spaces and marks, and after a hyphen between letters: not inside a date or a code
PLACES_TO_BREAK = re.compile(f"([ \n{STRONG_ON}{STRONG_OFF}]|(?<=[^\\W\\d]-)(?=[^\\W\\d]))")


def strong(words: str) -> str:
    """These words in bold, for use inside other words."""
    return f"{STRONG_ON}{words}{STRONG_OFF}"


def plain(words: str) -> str:
    """The words for where nothing is drawn (metadata, outline): one line, no mark of ours."""
    return " ".join(readable(words).split())


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
    for piece in PLACES_TO_BREAK.split(words):
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
        if piece.words.endswith("-"):
            yield word
            word = []
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
            is_end = run is line[-1] and number < len(lines) and not run.words.endswith("-")
            text.textOut(f"{run.words} " if is_end else run.words)
        baseline -= look.leading
    canvas.drawText(text)
