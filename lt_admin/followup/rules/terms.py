"""The terms of an offer: how long it works, and until when a commissioner changes a booking."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lt_admin.core.clock import day_of

USUAL_MINUTES, USUAL_NOTICE = 120, 7
LEAST_MINUTES, MOST_MINUTES, MOST_NOTICE = 30, 480, 60
DAYS_AHEAD = 182  # how far times can be offered
MOST_SLOTS = 40
AFTERWARDS = timedelta(days=182)  # a link leads to a friendly page so long after the last time
PATIENCE = timedelta(minutes=15)  # between two links that somebody asks for
SILENCE = timedelta(days=14)  # without a booking, somebody should call


def last_day_to_change(starts_at: datetime, notice_days: int) -> date:
    """The last Amsterdam day on which a commissioner moves or cancels by link (PEERS.md pain 24).

    Staff may always.
    """
    return day_of(starts_at) - timedelta(days=notice_days)
