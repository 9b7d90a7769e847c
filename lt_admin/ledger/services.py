"""Writing in the books, in the same transaction as the event that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock
from lt_admin.core.db import insert_many, session
from lt_admin.core.foundation import Foundation, the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.orm import Model
from lt_admin.core.series import INSERT
from lt_admin.core.steps import Refused
from lt_admin.ledger import queries
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPeriod, LedgerPosting, PeriodState
from lt_admin.ledger.rules import Move, OpeningRow, opening_moves, tidy

AT_ONCE = 5_000  # entries in one statement


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened, to which thing (or its name), on which day; as the entry will say it."""

    event: str
    subject: Model | str
    on: date
    journal: Journal
    words: str
    party: str = ""
    about: str = ""


def post(occasion: Occasion, moves: Iterable[Move], *, by: Model | str) -> LedgerEntry | None:
    """Write what an event does to the books; None when it moves nothing.

    In a closed month it is booked on the first day of the first month that is open after it.
    """
    tidied = tidy(moves)
    if not tidied:
        return None
    session.flush()
    entry = LedgerEntry(**_facts(occasion, _day_for(occasion.on), by))
    session.add(entry)
    session.flush()
    _write_postings(_sides(entry.id, tidied))
    return entry


def _sides(entry_id: int, moves: Sequence[Move]) -> Iterator[dict[str, Any]]:
    for place, move in enumerate(moves, start=1):
        yield {"entry_id": entry_id, "position": place} | move.sides


def _write_postings(rows: Iterable[dict[str, Any]]) -> None:
    table: Any = LedgerPosting.__table__
    session.execute(insert(table), list(rows))


def post_many(
    occasions: Iterable[tuple[Occasion, Iterable[Move]]], *, by: Model | str
) -> Sequence[int]:
    """Write what many events do to the books, in few statements; the ids of the entries.

    As `post` does for each, in order; what moves nothing has no entry.
    """
    told = [(occasion, moved) for occasion, moves in occasions if (moved := tidy(moves))]
    session.flush()
    months = sorted({occasion.on.replace(day=1) for occasion, _moves in told})
    opened = {month: _day_for(month) for month in months}
    ids: list[int] = []
    for start in range(0, len(told), AT_ONCE):
        ids += _write_many(told[start : start + AT_ONCE], opened, by)
    return ids


def _write_many(
    told: Sequence[tuple[Occasion, list[Move]]], opened: dict[date, date], by: Model | str
) -> list[int]:
    made_at, rows = clock.now(), []
    for occasion, _moves in told:
        booked_on = max(occasion.on, opened[occasion.on.replace(day=1)])
        rows.append(_facts(occasion, booked_on, by) | {"made_at": made_at})
    ids = insert_many(LedgerEntry.__table__, rows)
    pairs = zip(ids, told, strict=True)
    _write_postings(row for key, (_occasion, moves) in pairs for row in _sides(key, moves))
    return ids


def _facts(occasion: Occasion, booked_on: date, by: Model | str) -> dict[str, Any]:
    subject = occasion.subject
    return {
        "booked_on": booked_on,
        "happened_on": occasion.on,
        "journal": occasion.journal,
        "event": occasion.event,
        "subject": subject if isinstance(subject, str) else audit.name_of(subject),
        "words": occasion.words,
        "party": occasion.party,
        "about": occasion.about,
        "made_by_id": by.id if isinstance(by, User) else None,
    }


def open_books(rows: Sequence[OpeningRow], *, on: date, by: User) -> LedgerEntry:
    """Begin the books with the balances that the foundation had at the start of a day; once.

    Raises Refused when they do not balance, name an account twice or one of result, when the month
    is closed, and when the books were opened before.
    """
    session.execute(select(Foundation.id).with_for_update())
    if queries.is_opened():
        raise Refused(_("The books were opened before; correct them with an entry of today."))
    if _day_for(on) != on:
        raise Refused(_("This month is closed; choose a day of a month that is open."))
    if on > clock.today():
        raise Refused(_("This day is still to come."))
    moves = opening_moves(rows)
    with speaking("nl"):
        words = _("Balance sheet at the opening of the books")
    ours = the_foundation()
    occasion = Occasion("books:opened", ours, on, Journal.OPENING, words, party=ours.name)
    entry = post(occasion, moves, by=by)
    if entry is None:
        raise Refused(_("There is no amount in this opening balance."))
    audit.record("books:opened", ours, by=by, on=on, accounts=len(rows))
    return entry


def close_period(year: int, month: int, *, by: User) -> LedgerPeriod:
    """Close a month for good; refused until it is over, and while an earlier one is open."""
    period = _period(year, month, for_closing=True)
    if (clock.today().year, clock.today().month) <= (year, month):
        raise Refused(_("This month is not over yet."))
    if (earlier := queries.open_before(period.first_day)) is not None:
        raise Refused(_("Close %(month)s first.", month=f"{earlier:%m-%Y}"))
    period.close(by_id=by.id)
    audit.record("period:closed", period, by=by, year=year, month=month)
    return period


def _day_for(day: date) -> date:
    """The day itself, or the first day of the first open month after it."""
    year, month, booked = day.year, day.month, day
    while _period(year, month).state is PeriodState.CLOSED:
        year, month = year + month // 12, month % 12 + 1
        booked = date(year, month, 1)
    return booked


def _period(year: int, month: int, *, for_closing: bool = False) -> LedgerPeriod:
    """The month, made when it is new; whoever closes it waits for those who write in it."""
    found = queries.locked_period(year, month, for_closing=for_closing)
    if found is None:
        insert_new: Any = INSERT[session.get_bind().dialect.name]
        values = {"year": year, "month": month, "state": PeriodState.OPEN, "version": 1}
        session.execute(insert_new(LedgerPeriod).values(**values).on_conflict_do_nothing())
        found = queries.locked_period(year, month, for_closing=for_closing)
    if found is None:
        raise LookupError(f"{year}-{month} was not made")
    return found
