"""Times, lengths and lists as pages and mails say them, in the language of the moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from lt_admin.core import formats
from lt_admin.core.clock import AMSTERDAM, day_of
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext


def clock_time(instant: datetime) -> str:
    """The Amsterdam time of an instant: ``14:05``."""
    return f"{instant.astimezone(AMSTERDAM):%H:%M}"


def hours_of(starts_at: datetime, minutes: int) -> str:
    """From when until when: ``10:00 - 12:00``, with the dash of a range."""
    return span_of(starts_at, starts_at + timedelta(minutes=minutes))


def span_of(starts_at: datetime, ends_at: datetime) -> str:
    """The same between two instants."""
    return f"{clock_time(starts_at)}\u00a0\u2013\u00a0{clock_time(ends_at)}"


def when(starts_at: datetime, minutes: int) -> str:
    """A whole sentence part: ``donderdag 23 april 2026, 10:00 - 12:00``."""
    day = day_of(starts_at)
    named = f"{formats.weekday(day, language())}\u00a0{day.year}"
    return f"{named}, {hours_of(starts_at, minutes)}"


def lasting(minutes: int) -> str:
    """A length in words: ``two hours``, ``1:30 hours``."""
    if minutes % 60:
        return _("%(hours)s hours", hours=formats.hours(minutes))
    return ngettext("one hour", "%(num)d hours", minutes // 60)


def listed(names: list[str]) -> str:
    """``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
