"""What the books say: balances on a day, moves of a period, entries of an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import (
    Journal,
    LedgerEntry,
    LedgerPeriod,
    LedgerPosting,
    PeriodState,
)
from lt_admin.ledger.rules import Account

EARLIEST = date(1900, 1, 1)


def balances(until: date, since: date = EARLIEST) -> dict[Account, Money]:
    """What each account moved from `since` to and with `until`; debit is positive.

    Together they are always nothing.
    """
    days = LedgerEntry.booked_on.between(since, until)
    debits, credits_ = _sums(LedgerPosting.debit, days), _sums(LedgerPosting.credit, days)
    return {
        account: debits.get(account, ZERO) - credits_.get(account, ZERO)
        for account in Account
        if account in debits or account in credits_
    }


def _sums(
    column: InstrumentedAttribute[Account], days: ColumnElement[bool]
) -> dict[Account, Money]:
    rows = session.execute(
        select(column, func.sum(LedgerPosting.amount))
        .join(LedgerEntry, LedgerPosting.entry_id == LedgerEntry.id)
        .where(days)
        .group_by(column)
    )
    return {row[0]: row[1] for row in rows}


def entries_of(account: Account, since: date, until: date) -> Sequence[LedgerEntry]:
    """The entries that touch an account in those days, in order."""
    touches = (LedgerPosting.debit == account) | (LedgerPosting.credit == account)
    wanted = (
        select(LedgerEntry)
        .where(LedgerEntry.booked_on.between(since, until))
        .where(LedgerEntry.postings.any(touches))
        .options(selectinload(LedgerEntry.postings))
        .order_by(LedgerEntry.booked_on, LedgerEntry.id)
    )
    return session.scalars(wanted).all()


def locked_period(year: int, month: int, *, for_closing: bool) -> LedgerPeriod | None:
    """The month, locked until we commit: shared for those who write, alone for who closes it.

    None for a month that is far from ours, before anything was written in it.
    """
    wanted = select(LedgerPeriod).where(LedgerPeriod.year == year, LedgerPeriod.month == month)
    locked = wanted.with_for_update(read=not for_closing)
    return session.scalars(locked.execution_options(populate_existing=True)).one_or_none()


def is_opened() -> bool:
    """Whether the books have their opening balance."""
    wanted = select(LedgerEntry.id).where(LedgerEntry.journal == Journal.OPENING)
    return session.scalars(wanted.limit(1)).first() is not None


def open_before(day: date) -> date | None:
    """The first day of the earliest open month with entries before `day`; None without one."""
    year, month = (extract(part, LedgerEntry.booked_on) for part in ("year", "month"))
    its_month = (LedgerPeriod.year == year) & (LedgerPeriod.month == month)
    wanted = (
        select(func.min(LedgerEntry.booked_on))
        .join(LedgerPeriod, its_month)
        .where(LedgerEntry.booked_on < day, LedgerPeriod.state == PeriodState.OPEN)
    )
    found = session.scalars(wanted).one()
    return None if found is None else found.replace(day=1)
