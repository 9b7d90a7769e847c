"""A year of the books, read for the files that others get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from lt_admin.books.rules.exports import Book, Ours, Written, lines_of, opening_and_rest
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.ledger.models import LedgerEntry, LedgerPosting
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Move

_FACTS = (
    *(LedgerEntry.id, LedgerEntry.booked_on, LedgerEntry.happened_on, LedgerEntry.journal),
    *(LedgerEntry.event, LedgerEntry.subject, LedgerEntry.words, LedgerEntry.party),
    *(LedgerEntry.about, LedgerEntry.made_by_id),
)
_NAMES = ("number", *(column.key for column in _FACTS[1:]))


def book_of(year: int) -> Book | None:
    """The books of one calendar year; None when nothing was ever booked by its end."""
    before = balances(date(year, 1, 1) - timedelta(days=1))
    opening, entries = opening_and_rest(before, written(year))
    if not opening and not entries:
        return None
    return Book(ours(), year, clock.today(), opening, entries)


def ours() -> Ours:
    """The foundation as the files name it."""
    us = the_foundation()
    return Ours(us.name, us.street, us.postcode, us.city, us.kvk, us.vat_id or us.rsin)


def written(year: int) -> Iterator[Written]:
    """The entries of a year in order of booking, in one statement."""
    wanted = (
        select(*_FACTS, LedgerPosting.debit, LedgerPosting.credit, LedgerPosting.amount)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .where(LedgerEntry.booked_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(LedgerEntry.booked_on, LedgerEntry.id, LedgerPosting.position)
    )
    many = len(_FACTS)
    found: Any = session.execute(wanted)
    for told, rows in groupby(found, key=lambda row: tuple(row[:many])):
        facts: dict[str, Any] = dict(zip(_NAMES, told, strict=True))
        yield Written(**facts, lines=lines_of(Move(*row[many:]) for row in rows))


def years() -> list[int]:
    """The years in which something was booked, the newest first."""
    ends = select(func.min(LedgerEntry.booked_on), func.max(LedgerEntry.booked_on))
    first, last = session.execute(ends).one()
    return [] if first is None else list(range(last.year, first.year - 1, -1))
