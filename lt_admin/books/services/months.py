"""Closing a month, and beginning the books."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.models import User
from lt_admin.books.queries.months import checklist
from lt_admin.books.rules.months import check_close
from lt_admin.books.rules.opening import read_opening
from lt_admin.ledger.models import LedgerEntry, LedgerPeriod
from lt_admin.ledger.services import close_period, open_books


def close_month(first: date, *, has_seen: bool, by: User) -> LedgerPeriod:
    """Close the month that begins on `first`, for good.

    Raises Refused while something that must be so is not, or when something else is open and
    `has_seen` does not say that somebody looked at it.
    """
    check_close(checklist(first), has_seen=has_seen)
    return close_period(first.year, first.month, by=by)


def open_with(content: bytes, *, on: date, by: User) -> LedgerEntry:
    """Begin the books with the balances in a CSV file; raises Refused when it does not do."""
    return open_books(read_opening(content), on=on, by=by)
