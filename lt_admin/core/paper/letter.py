"""The head of a letter: who writes, to whom, and the facts at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from lt_admin.core.paper.look import ADDRESS, BACK, CONTACT, NAME, OPENING, PRIMARY, WIDTH
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.tables import fact_block
from lt_admin.core.paper.tags import TaggedCanvas
from lt_admin.core.paper.words import Text, text

WINDOW, FACTS, GAP = 62 * mm, 45 * mm, 7 * mm  # from the top of the page; space before the title

ADDRESS_LINES = 12  # a longer address is cut short


class Mark(Flowable):
    """The emblem: three circles that overlap, for three circles of learning."""

    canv: TaggedCanvas

    def __init__(self, size: float) -> None:
        super().__init__()
        self.width = self.height = size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size (points)."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the circles, for the eye only."""
        unit = self.width / 10
        with self.canv.artifact():
            self.canv.setLineWidth(unit * 0.9)
            self.canv.setStrokeColor(PRIMARY)
            for x, y in ((3.3, 3.4), (6.7, 3.4), (5.0, 6.4)):
                self.canv.circle(x * unit, y * unit, 2.75 * unit, stroke=1, fill=0)


class Opening(Flowable):
    """The head of a letter, with the address in the window (25 mm, 62 mm) and facts at its right.

    It ends 92 mm from the top, or lower when an address or the facts need more room.
    """

    canv: TaggedCanvas

    def __init__(
        self, sender: Sender, address: Sequence[str], facts: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        place = f"{sender.postcode}  {sender.city}"
        contact = (sender.street, place, sender.phone, sender.email)
        self.name, self.contact = text(sender.name, NAME), text(_lines(contact), CONTACT)
        self.back = text(" \u00b7 ".join(filter(None, (sender.name, sender.street, place))), BACK)
        self.address = text(_lines(address), ADDRESS)
        self.facts = fact_block(facts, 70 * mm)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The full width, down to the first line of text (points)."""
        for part, room in (
            (self.name, 85),
            (self.contact, 60),
            (self.address, 85),
            (self.back, 85),
        ):
            part.wrap(room * mm, 0)
        self.facts.wrap(70 * mm, 0)
        self.address.shorten(ADDRESS_LINES)
        ends = (WINDOW + self.address.height + GAP, FACTS + self.facts.height + GAP)
        self.width, self.height = width, max(OPENING, *ends)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the parts in reading order."""
        self._put(Mark(13 * mm), 0, 14 * mm, 13 * mm)
        self._put(self.name, 17 * mm, 20.5 * mm - self.name.height / 2, self.name.height)
        self._put(self.contact, 105 * mm, 13.5 * mm, self.contact.height)
        with self.canv.artifact():
            self.canv.setStrokeColor(PRIMARY)
            self.canv.setLineWidth(0.9)
            self.canv.line(0, self.height - 33 * mm, WIDTH, self.height - 33 * mm)
            self._put_plain(self.back, WINDOW - 3 * mm)
        self._put(self.address, 0, WINDOW, self.address.height)
        self._put(self.facts, 95 * mm, FACTS, self.facts.height)

    def _put(self, part: Flowable, x: float, from_top: float, height: float) -> None:
        """Place a part with its top at a distance from the top of the page (points)."""
        part.drawOn(self.canv, x, self.height - from_top - height)

    def _put_plain(self, part: Text, from_bottom: float) -> None:
        """Place words for the eye only, with their foot at this distance from the top."""
        self.canv.saveState()
        self.canv.translate(0, self.height - from_bottom)
        part.draw_plain(self.canv)
        self.canv.restoreState()


def _lines(parts: Sequence[str]) -> str:
    return "\n".join(filter(None, parts))
