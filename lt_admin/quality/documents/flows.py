"""The chart of where the money went, from invoices to payees and purposes (sizes in points)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color

from lt_admin.core.paper.lines import lines_of
from lt_admin.core.paper.look import INK, WIDTH, look
from lt_admin.core.paper.marks import (
    BLUE,
    GREEN,
    ORANGE,
    PINK,
    Anchor,
    bar,
    light,
    strong,
    words,
)
from lt_admin.quality.documents.charts import ribbon

TALL, BASE, GAP = 150.0, 34.0, 15.0
NAMES = look("purpose", 7.2, 9)
MIDDLE, FAR, NODE = 165.0, 275.0, 8.0
ROOM = 125.0  # for the name of a purpose


@dataclass(frozen=True)
class Flow:
    """A part of the money: its name, its amount in cents and in words."""

    name: str
    cents: int
    shown: str


@dataclass(frozen=True)
class Account:
    """What was billed, who received it, and what the quality part was spent on; reserve last."""

    source: Flow
    payouts: Sequence[Flow]
    quality: Flow
    spent: Sequence[Flow]

    @property
    def can_be_drawn(self) -> bool:
        """Whether every amount is a stream that runs on: none below zero, and something at all."""
        parts = (*self.payouts, self.quality, *self.spent)
        return self.whole > 0 and all(part.cents >= 0 for part in parts)

    @property
    def whole(self) -> int:
        """What all bands together are a part of (cents)."""
        return max(self.source.cents, sum(each.cents for each in self.payouts) + self.quality.cents)


def flow_chart(account: Account) -> Drawing:
    """From what was billed, left, to who received it and what the rest was spent on, right."""
    made, unit = Drawing(WIDTH, 226), TALL / account.whole
    high = account.source.cents * unit
    made.add(bar(0, BASE + TALL - high, NODE, high, INK))
    made.add(words(0, BASE + TALL + 18, account.source.name))
    made.add(strong(0, BASE + TALL + 7, account.source.shown, anchor="start"))
    tops = (BASE + TALL, BASE + TALL + 30)
    for flow, color in zip([*account.payouts, account.quality], (BLUE, PINK, GREEN), strict=True):
        high = flow.cents * unit
        made.add(ribbon((NODE, MIDDLE), tops, high, light(color)))
        made.add(bar(MIDDLE, tops[1] - high, NODE, high, color))
        _add_name(made, flow, tops[1] - high / 2, is_left=flow is account.quality)
        if flow is account.quality:
            _add_spending(made, account.spent, unit, tops[1])
        tops = (tops[0] - high, tops[1] - high - GAP)
    return made


def _add_name(made: Drawing, flow: Flow, y: float, *, is_left: bool) -> None:
    """Name and amount beside a node: at its left when bands go on at its right."""
    x = MIDDLE - 6 if is_left else MIDDLE + NODE + 6
    anchor: Anchor = "end" if is_left else "start"
    made.add(words(x, y + 2, flow.name, anchor=anchor))
    made.add(strong(x, y - 8, flow.shown, anchor=anchor))


def _add_spending(made: Drawing, spent: Sequence[Flow], unit: float, top: float) -> None:
    """The bands from the quality part to each purpose."""
    tops = (top, 10 + GAP * len(spent))
    for flow in spent:
        high, color = flow.cents * unit, _color(flow, spent)
        made.add(ribbon((MIDDLE + NODE, FAR), tops, high, light(color)))
        made.add(bar(FAR, tops[1] - high, 6, high, color))
        made.add(words(FAR + 11, tops[1] - high / 2 - 2.6, _short(flow.name), 7.2))
        made.add(strong(WIDTH, tops[1] - high / 2 - 2.6, flow.shown))
        tops = (tops[0] - high, tops[1] - GAP)


def _short(name: str) -> str:
    """The name, cut short when it has no room; the table has it in full."""
    line = lines_of(name, NAMES, ROOM)
    return name if len(line) == 1 else f"{line[0][0].words}\u2026"


def _color(flow: Flow, spent: Sequence[Flow]) -> Color:
    return ORANGE if flow is spent[-1] else GREEN
