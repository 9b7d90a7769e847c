"""Times that reviewers can: stretches of Amsterdam's clock in, instants in UTC out.

On the days on which the clock changes an hour is missing or comes twice (PEERS.md pain 23). A
stretch that begins or ends in it counts from its later to its earlier reading, and no conversation
begins or ends at a time that the wall shows twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

Stretch = tuple[int, int]  # minutes after midnight on the wall
Span = tuple[datetime, datetime]  # from, until: aware UTC

QUARTER = timedelta(minutes=15)
STEP = timedelta(minutes=30)  # between two times to choose from
BUFFER = timedelta(minutes=30)  # of rest between two appointments of a reviewer
DAY_MINUTES = 24 * 60
MOST_STRETCHES = 4
_CLOCK = re.compile(r"(\d{1,2})(?:[:.uh]?(\d{2}))?")


def minutes_of(text: str) -> int | None:
    """``9:00``, ``9.00``, ``900`` and ``9`` as minutes after midnight; None when it is no time.

    ``24:00`` is the end of the day.
    """
    found = _CLOCK.fullmatch(text.strip().lower())
    if not found:
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    return minutes if int(found[2] or 0) < 60 and minutes <= DAY_MINUTES else None


def clock_of(minutes: int) -> str:
    """Minutes after midnight as the wall shows them: ``09:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def tidy(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches of a day in order, with those that touch joined.

    Refused when one ends before it begins, goes by anything but quarters, or overlaps another.
    """
    joined: list[Stretch] = []
    for starts, ends in sorted(stretches):
        _check(starts, ends)
        if joined and starts < joined[-1][1]:
            raise Refused(_("Two stretches of this day overlap."))
        touches = bool(joined) and starts == joined[-1][1]
        joined.append((joined.pop()[0] if touches else starts, ends))
    if len(joined) > MOST_STRETCHES:
        raise Refused(_("At most %(most)s stretches fit in a day.", most=MOST_STRETCHES))
    return joined


def _check(starts: int, ends: int) -> None:
    if not 0 <= starts < ends <= DAY_MINUTES:
        raise Refused(_("A stretch ends after it begins, on the same day."))
    if starts % 15 or ends % 15:
        raise Refused(_("Times go by the quarter of an hour."))


def _readings(on: date, minutes: int) -> tuple[datetime, datetime]:
    """The two instants that a time on the wall can mean; nearly always the same one."""
    wall = datetime.combine(on, time()) + timedelta(minutes=minutes)
    return tuple(wall.replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC) for fold in (0, 1))  # type: ignore[return-value]


def span_of(on: date, stretch: Stretch) -> Span | None:
    """A stretch as instants; None when nothing is left of it on a day with a missing hour."""
    starts, ends = max(_readings(on, stretch[0])), min(_readings(on, stretch[1]))
    return (starts, ends) if starts < ends else None


def is_plain(instant: datetime) -> bool:
    """Whether the wall in Amsterdam shows this time once only."""
    wall = instant.astimezone(AMSTERDAM)
    return wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset()


def shared(calendars: Sequence[Iterable[Span]]) -> list[Span]:
    """When everybody can at once; nothing when there is nobody."""
    common = sorted(calendars[0]) if calendars else []
    for each in calendars[1:]:
        common = _both(common, sorted(each))
    return common


def _both(one: list[Span], other: list[Span]) -> list[Span]:
    met = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return [(starts, ends) for starts, ends in met if starts < ends]


def starts_in(spans: Iterable[Span], length: timedelta, busy: Sequence[Span]) -> list[datetime]:
    """Where a conversation of this length can begin: every half hour of each span.

    `busy` is what is planned already; a `BUFFER` stays free on either side of it.
    """
    found = (start for span in spans for start in _steps(span, length))
    return sorted({start for start in found if _fits(start, start + length, busy)})


def is_free(starts: datetime, ends: datetime, busy: Iterable[Span]) -> bool:
    """Whether this touches nothing that is planned, nor the `BUFFER` beside it."""
    return all(ends + BUFFER <= since or until + BUFFER <= starts for since, until in busy)


def _steps(span: Span, length: timedelta) -> list[datetime]:
    count = (span[1] - span[0] - length) // STEP + 1
    return [span[0] + number * STEP for number in range(max(count, 0))]


def _fits(starts: datetime, ends: datetime, busy: Sequence[Span]) -> bool:
    return is_plain(starts) and is_plain(ends) and is_free(starts, ends, busy)


def quarters_of(starts_at: datetime, minutes: int) -> list[datetime]:
    """The quarters of an hour that an appointment takes, its rest afterwards included.

    Two appointments of a reviewer that both take theirs lie at least a `BUFFER` apart, so the
    unique key on them guards the rest as well.
    """
    count = (timedelta(minutes=minutes) + BUFFER) // QUARTER
    return [starts_at + number * QUARTER for number in range(count)]
