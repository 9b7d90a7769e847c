"""What to pay: a box with the account and a European payment QR code."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from stdnum import iso11649

from lt_admin.core.money import Money
from lt_admin.core.paper.look import ASKED, INK, PRIMARY, SCAN, SMALL, TINT, WIDTH
from lt_admin.core.paper.parts import Figure, Ground, Panel
from lt_admin.core.paper.tables import fact_block
from lt_admin.core.paper.tags import TaggedCanvas
from lt_admin.core.paper.words import text

CODE_COLUMN = 47 * mm


class QrCode(Flowable):
    """A QR code drawn as rectangles, sharp at any size (points).

    The mask is fixed: searching for the best one costs most of the time, and any can be read.
    """

    canv: TaggedCanvas

    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        code = segno.make(content, error="m", micro=False, mask=4, boost_error=False)
        self.matrix = code.matrix
        self.width = self.height = size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size (points)."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the dark modules as one path."""
        unit, path = self.height / len(self.matrix), self.canv.beginPath()
        for line, row in enumerate(self.matrix):
            start = None
            for column, is_dark in enumerate([*row, 0]):
                if is_dark and start is None:
                    start = column
                elif not is_dark and start is not None:
                    y = self.height - (line + 1) * unit
                    path.rect(start * unit, y, (column - start) * unit, unit)
                    start = None
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)


def epc_code(name: str, account: str, amount: Money, reference: str) -> str:
    """The text of a European payment QR code (EPC069-12, version 002, characters in UTF-8).

    A creditor reference (RF, ISO 11649) goes where banks read it back as such, other words beside.
    """
    cents = amount.cents
    euros = f"EUR{cents // 100}.{cents % 100:02d}"
    lines = ["BCD", "002", "1", "SCT", "", name[:70], account.replace(" ", ""), euros, ""]
    told = [iso11649.compact(reference)] if iso11649.is_valid(reference) else ["", reference[:140]]
    return "\n".join([*lines, *told])


@dataclass(frozen=True)
class PaymentWords:
    """The wording of the payment box."""

    request: str
    facts: tuple[tuple[str, str], ...]
    scan: str
    alternative: str
    note: str = ""


def payment_box(words: PaymentWords, code: str) -> Panel:
    """What to pay, to whom, with a code to scan in a banking app."""
    ground = Ground(TINT, PRIMARY, sides=10, ends=9)
    facts = fact_block(words.facts, WIDTH - CODE_COLUMN - 20)
    figure = Figure(QrCode(code, 27 * mm), words.alternative)
    note = [text(words.note, SMALL)] if words.note else []
    left = [text(words.request, ASKED), facts, *note]
    return Panel(
        [(WIDTH - CODE_COLUMN, left), (CODE_COLUMN, [figure, text(words.scan, SCAN)])], ground
    )
