"""The months of the books, and what is still open in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import extract, func, select

from lt_admin.accounts.models import User
from lt_admin.bank.models.statements import BankEntry, BankStatement, EntryState
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.statements import QualitySpending
from lt_admin.billing.queries.payables import unpaid_entries
from lt_admin.books.queries.reconciliation import differences
from lt_admin.books.rules.months import Point, last_day
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.ledger.models import LedgerEntry, LedgerPeriod, PeriodState
from lt_admin.ledger.queries import open_before
from lt_admin.payouts.models.bills import Bill, BillState
from lt_admin.reviewers.models.hours import EntryState as HoursState
from lt_admin.reviewers.models.hours import TimeEntry

BADGES = {
    PeriodState.OPEN: Badge(_l("open"), "info", "clock"),
    PeriodState.CLOSED: Badge(_l("closed for good"), "ok", "check"),
}


@dataclass(frozen=True)
class Month:
    """One month of the books."""

    first: date
    entries: int
    state: PeriodState
    closed_at: datetime | None = None
    closed_by: str | None = None


def months() -> list[Month]:
    """Every month from the first entry up to now, the newest first; in two statements."""
    counts, closed = _counts(), _closed()
    if not counts:
        return []
    here, found = min(counts), []
    while here <= max(*counts, (clock.today().year, clock.today().month)):
        state, at, by = closed.get(here, (PeriodState.OPEN, None, None))
        found.append(Month(date(*here, 1), counts.get(here, 0), state, at, by))
        here = (here[0] + here[1] // 12, here[1] % 12 + 1)
    return found[::-1]


def find_month(first: date) -> Month:
    """One month, whether or not there is anything in it."""
    key = (first.year, first.month)
    state, at, by = _closed().get(key, (PeriodState.OPEN, None, None))
    return Month(first, _counts().get(key, 0), state, at, by)


def _counts() -> dict[tuple[int, int], int]:
    year, month = (extract(part, LedgerEntry.booked_on) for part in ("year", "month"))
    rows = session.execute(select(year, month, func.count()).group_by(year, month))
    return {(int(row[0]), int(row[1])): row[2] for row in rows}


def _closed() -> dict[tuple[int, int], tuple[PeriodState, datetime | None, str | None]]:
    wanted = (
        select(
            *(LedgerPeriod.year, LedgerPeriod.month, LedgerPeriod.state),
            *(LedgerPeriod.closed_at, User.name),
        )
        .outerjoin(User, User.id == LedgerPeriod.closed_by_id)
        .where(LedgerPeriod.state == PeriodState.CLOSED)
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in session.execute(wanted)}


def checklist(first: date) -> list[Point]:
    """What has to be so, and what is still open, for closing the month that begins then."""
    last = last_day(first)
    return [*_musts(first, last), *_bank_points(last), *_work_points(last), *_paper_points(last)]


def _musts(first: date, last: date) -> list[Point]:
    is_early, is_later = clock.today() <= last, open_before(first) is not None
    return [
        Point(_l("The month is over"), int(is_early), is_must=True),
        Point(
            _l("Every earlier month is closed"), int(is_later), "books_months.months", is_must=True
        ),
    ]


def _bank_points(last: date) -> list[Point]:
    read = session.scalars(select(func.max(BankStatement.until_on))).one()
    waits = (BankEntry.state == EntryState.OPEN, BankEntry.booked_on <= last)
    return [
        Point(
            _l("The bank statements up to the last day are read in"),
            int(read is None or read < last),
            "bank.statements",
        ),
        Point(
            _l("Every amount on them has its place"),
            _count(BankEntry, *waits),
            "bank_entries.work_list",
        ),
        Point(
            _l("Ledger and other sources say the same"),
            differences(),
            "books_check.reconciliation",
        ),
    ]


def _work_points(last: date) -> list[Point]:
    undecided = (HoursState.DRAFT, HoursState.SUBMITTED, HoursState.RETURNED)
    hours = (TimeEntry.worked_on <= last, TimeEntry.state.in_(undecided))
    unpaid = select(func.count()).select_from(unpaid_entries(last).subquery())
    return [
        Point(_l("All hours are approved"), _count(TimeEntry, *hours), "entries.entries"),
        Point(
            _l("All approved hours are on a payment statement"),
            session.scalars(unpaid).one(),
            "statements.statements",
        ),
    ]


def _paper_points(last: date) -> list[Point]:
    drafts = (Invoice.state == InvoiceState.DRAFT, Invoice.period_until <= last)
    spent = (QualitySpending.spent_on <= last, QualitySpending.approved_at.is_(None))
    odd = (Bill.issued_on <= last, Bill.state.in_((BillState.DIFFERS, BillState.OBJECTED)))
    by_hand = QualitySpending.statement_line_id.is_(None)
    spending = _count(QualitySpending, *spent, by_hand)
    return [
        Point(_l("No invoice waits as a draft"), _count(Invoice, *drafts), "invoices.invoices"),
        Point(_l("All spending of the quality system is approved"), spending, "finance.account"),
        Point(
            _l("No invoice of a payee differs, or is objected to"),
            _count(Bill, *odd),
            "statements.statements",
        ),
    ]


def _count(table: Any, *conditions: Any) -> int:
    return session.scalars(select(func.count()).select_from(table).where(*conditions)).one()
