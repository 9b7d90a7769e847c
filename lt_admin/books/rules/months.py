"""What has to be so, and what is better seen, before a month of the books closes for good."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused


@dataclass(frozen=True)
class Point:
    """One line of the checklist: `count` says how much is open; `endpoint` is where to see to it.

    Without what is `must` a month does not close; the rest somebody has to have seen.
    """

    words: Any
    count: int
    endpoint: str = ""
    is_must: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is open."""
        return self.count == 0


def last_day(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def check_close(points: Iterable[Point], *, has_seen: bool) -> None:
    """Raise Refused when a month cannot close, or when nobody says to have seen what is open."""
    is_open = [point for point in points if not point.is_done]
    for point in is_open:
        if point.is_must:
            raise Refused(_("Not yet: %(point)s", point=str(point.words)))
    if is_open and not has_seen:
        raise Refused(_("Something is still open; say that you have seen it."))
