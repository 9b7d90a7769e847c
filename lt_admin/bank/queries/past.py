"""What of our account was taken in before: its statements, and how often each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from lt_admin.bank.models.statements import BankEntry, BankStatement
from lt_admin.bank.rules.camt import Words
from lt_admin.bank.rules.checking import Line, Sheet, content
from lt_admin.bank.rules.continuing import Past, Stretch
from lt_admin.core.db import session

_STRETCH = (
    BankStatement.identification,
    BankStatement.from_on,
    BankStatement.until_on,
    BankStatement.opening,
    BankStatement.closing,
)
_FACTS = (
    BankEntry.booked_on,
    BankEntry.amount,
    BankEntry.is_reversal,
    BankEntry.bank_reference,
    BankEntry.batch,
)
_WORDS = (
    BankEntry.name,
    BankEntry.iban,
    BankEntry.end_to_end,
    BankEntry.structured,
    BankEntry.text,
)


def past_of(sheets: Sequence[Sheet], days: Collection[date]) -> Past:
    """What touches the days of these statements, and the lines of `days`: two SQL statements.

    A statement of which all was seen before brought nothing, and is left out.
    """
    ours = BankStatement.iban == sheets[0].iban
    since = BankStatement.until_on >= min(each.from_on for each in sheets)
    told = or_(BankStatement.seen_count == 0, BankStatement.entries.any())
    order = (BankStatement.until_on, BankStatement.id)
    taken = session.execute(select(*_STRETCH).where(ours, since, told).order_by(*order))
    columns: tuple[Any, ...] = (*_FACTS, *_WORDS)
    wanted = select(*columns).join(BankStatement).where(ours, BankEntry.booked_on.in_(days))
    known = Counter(content(sheets[0].iban, _line(row)) for row in session.execute(wanted))
    return Past([Stretch(*row) for row in taken], known)


def _line(row: Sequence[Any]) -> Line:
    booked_on, amount, is_reversal, reference, batch, *words = row
    return Line(booked_on, amount, is_reversal, reference, batch, Words(*words))
