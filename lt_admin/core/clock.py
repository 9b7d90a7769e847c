"""Now and today: the only place that reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_at: ContextVar[datetime | None] = ContextVar("at", default=None)


class _Standing:
    """The instant at which a demo's clock stands, for every thread; None is the real clock."""

    instant: datetime | None = None


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _at.get() or _Standing.instant or datetime.now(UTC)


def today() -> date:
    """The date on the wall in Amsterdam: the date that papers carry."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Amsterdam date of an instant."""
    return instant.astimezone(AMSTERDAM).date()


def midnight(day: date) -> datetime:
    """The beginning of `day` in Amsterdam, in UTC."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def noon(day: date) -> datetime:
    """Twelve o'clock in Amsterdam on `day`, in UTC."""
    return datetime.combine(day, time(12), AMSTERDAM).astimezone(UTC)


def on_the_wall(day: date, at: time) -> datetime:
    """The instant, in UTC, at which clocks in Amsterdam show this; of two the earlier.

    Raises ValueError for a time that the clocks skip when summer begins.
    """
    instant = datetime.combine(day, at, AMSTERDAM).astimezone(UTC)
    if instant.astimezone(AMSTERDAM).time() != at:
        raise ValueError(f"{day} {at} does not exist in Amsterdam")
    return instant


def stand_still(instant: datetime | None) -> None:
    """Let the clock of this process stand at `instant` (the demo), or run again with None."""
    if instant is not None and instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone")
    _Standing.instant = instant


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside the block it is `instant`: how the demo's past is made by the ordinary services."""
    token = _at.set(instant)
    try:
        yield
    finally:
        _at.reset(token)
