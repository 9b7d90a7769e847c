"""When a commissioner that has not answered a quote is asked once more."""

from __future__ import annotations

from datetime import date, timedelta

AFTER_SENDING = timedelta(days=7)
BEFORE_END = timedelta(days=3)


def is_due(sent_on: date, valid_until: date, reminded_on: date | None, today: date) -> bool:
    """Whether it is time to ask: a week after sending, and three days before the validity ends.

    Each moment counts once. A moment that was missed is made up for, two missed ones by one
    reminder; one that a person sent since counts as well. Never on the day of sending, after the
    validity, or twice on a day.
    """
    if not sent_on < today <= valid_until or reminded_on == today:
        return False
    moments = (sent_on + AFTER_SENDING, valid_until - BEFORE_END)
    passed = [each for each in moments if sent_on < each <= today]
    return bool(passed) and (reminded_on is None or reminded_on < max(passed))
