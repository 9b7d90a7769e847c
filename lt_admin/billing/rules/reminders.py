"""When a reminder goes: days are days, whether they are holidays or not."""

from __future__ import annotations

from datetime import date, timedelta

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

SOON_DAYS = 7  # how far ahead the page shows what will go
ENDING_DAYS = 3  # how long before its end a hold is brought up
LONGEST_HOLD = 366


def goes_on(last_day: date, wait_days: int) -> date:
    """The first day on which a reminder goes.

    `last_day` is the last one to pay, of the invoice or of the reminder before: so after a
    standstill the next one never comes sooner than the term that the one before gave.
    """
    return last_day + timedelta(days=wait_days + 1)


def check_hold(until: date, today: date) -> None:
    """Raise Refused unless a hold may end on that day."""
    if until < today:
        raise Refused(_("This day has gone by; choose a later one."))
    if until > today + timedelta(days=LONGEST_HOLD):
        raise Refused(_("A hold lasts a year at most; it can be made longer by then."))


def is_ending(until: date, today: date) -> bool:
    """Whether a hold that still counts ends within a few days."""
    return today <= until <= today + timedelta(days=ENDING_DAYS)
