"""Writing in the books, in the same transaction as the event that causes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.series import INSERT
from lt_admin.core.steps import Refused
from lt_admin.ledger import queries
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPeriod, LedgerPosting, PeriodState
from lt_admin.ledger.rules import Move, tidy


@dataclass(frozen=True)
class Occasion:
    """What happened, to which thing, on which day; as the entry will say it."""

    event: str
    subject: Model
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
    entry = LedgerEntry(
        booked_on=_day_for(occasion.on),
        happened_on=occasion.on,
        journal=occasion.journal,
        event=occasion.event,
        subject=audit.name_of(occasion.subject),
        words=occasion.words,
        party=occasion.party,
        about=occasion.about,
        made_by_id=by.id if isinstance(by, User) else None,
        postings=[
            LedgerPosting(position=place, debit=move.debit, credit=move.credit, amount=move.amount)
            for place, move in enumerate(tidied, start=1)
        ],
    )
    session.add(entry)
    return entry


def close_period(year: int, month: int, *, by: User) -> LedgerPeriod:
    """Close a month for good; refused while an earlier month with entries is open."""
    period = _period(year, month, for_closing=True)
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
    insert: Any = INSERT[session.get_bind().dialect.name]
    values = {"year": year, "month": month, "state": PeriodState.OPEN, "version": 1}
    session.execute(insert(LedgerPeriod).values(**values).on_conflict_do_nothing())
    return queries.locked_period(year, month, for_closing=for_closing)
