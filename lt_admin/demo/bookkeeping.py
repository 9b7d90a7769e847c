"""The books: begun with what was in the bank, and closed month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lt_admin.books.services.months import close_month, open_with
from lt_admin.demo.camt import OPENING
from lt_admin.demo.telling import EVENING, MORNING, Event, event
from lt_admin.demo.world import World

BEGINS, FIRST_MORNING = date(2025, 1, 1), date(2025, 1, 2)
CLOSED_UNTIL, CLOSING_DAY = date(2026, 3, 1), 25


def events(world: World) -> Iterator[Event]:
    """The opening balance, and on the 25th of each month the one before is closed."""
    yield event(FIRST_MORNING, MORNING, _begin, world)
    month = BEGINS
    while month <= CLOSED_UNTIL:
        after = date(month.year + month.month // 12, month.month % 12 + 1, CLOSING_DAY)
        yield event(after, EVENING, _close, world, month)
        month = after.replace(day=1)


def _begin(world: World) -> None:
    amount = f"{OPENING.cents // 100}.{OPENING.cents % 100:02}"
    content = f"account,debit,credit\n1100,{amount},\n0500,,{amount}\n"
    open_with(content.encode(), on=BEGINS, by=world.treasurer)


def _close(world: World, month: date) -> None:
    close_month(month, has_seen=True, by=world.treasurer)
