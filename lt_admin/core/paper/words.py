"""Text on paper: paragraphs, headings and lists, tagged and running on over pages."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from lt_admin.core.paper.lines import Line, cut_short, draw_lines, lines_of, plain
from lt_admin.core.paper.look import BODY, ITEM, SECTION, TITLE, TOPIC, Look
from lt_admin.core.paper.tags import Tag, TaggedCanvas, numbering

ROOM_UNDER_HEADING = 42.0


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
        self.canv.addOutlineEntry(plain(self.words), key, min(self.level - 1, 1), closed=False)
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
