"""What the bank will hold: from open invoices, agreed quotes, plans, statements and budgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.quotes import Quote, QuoteLine, QuoteState
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    StatementItem,
    StatementState,
)
from lt_admin.billing.queries.invoice_lists import OWED
from lt_admin.billing.queries.quality_account import funds, highest_compensation
from lt_admin.books.rules.forecast import Cause, Flow, Month, forecast, month_after, spread
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Account
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.reviewers.models.hours import TimeEntry

AGREED = (*RUNNING, EngagementState.ACCEPTED, EngagementState.ON_HOLD)
CAUSES: Mapping[Cause, Any] = {
    Cause.OPEN: _l("Open invoices, with VAT"),
    Cause.TO_INVOICE: _l("Agreed and not yet invoiced"),
    Cause.STATEMENTS: _l("Payees, by statements that were made"),
    Cause.WORK: _l("Payees, for hours still to be paid"),
    Cause.SUPERVISION: _l("Supervision to come"),
    Cause.QUALITY: _l("Budget of the quality system"),
    Cause.CREDITORS: _l("Creditors"),
    Cause.VAT: _l("VAT"),
}


def cash_forecast() -> list[Month]:
    """This month and the five after it; as many statements whatever runs."""
    today, stands = clock.today(), balances(clock.today())
    held = Money.total(stands.get(each, ZERO) for each in (Account.BANK, Account.STRIPE))
    return forecast(held, _flows(today, stands), today)


def sent_quotes() -> tuple[int, Money]:
    """(how many, without VAT) quotes wait for an answer: not in the forecast."""
    wanted = select(func.count(Quote.id.distinct()), func.sum(QuoteLine.amount))
    found = wanted.join(QuoteLine, QuoteLine.quote_id == Quote.id)
    row = session.execute(found.where(Quote.state == QuoteState.SENT)).one()
    return row[0], row[1] or ZERO


def _flows(today: date, stands: Mapping[Account, Money]) -> Iterator[Flow]:
    yield from _open()
    yield from _agreed(today)
    yield Flow(today.replace(day=1), Cause.STATEMENTS, -_unpaid())
    yield from _quality(today)
    creditors = stands.get(Account.CREDITORS, ZERO)
    yield Flow(today.replace(day=1), Cause.CREDITORS, creditors)
    vat = stands.get(Account.VAT_DUE, ZERO) + stands.get(Account.VAT_PAID, ZERO)
    yield Flow(month_after(today, -(today.month - 1) % 3), Cause.VAT, vat)  # of the next return


def _open() -> Iterator[Flow]:
    """Open invoices in the month of their last day to pay."""
    rows = session.execute(
        select(Invoice.due_on, func.sum(OWED))
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.kind == InvoiceKind.INVOICE)
        .where(OWED > ZERO)
        .group_by(Invoice.due_on)
    )
    for due_on, amount in rows:
        yield Flow((due_on or clock.today()).replace(day=1), Cause.OPEN, amount)


def _agreed(today: date) -> Iterator[Flow]:
    """What agreed reviews still bring and cost, up to their planned end and a month later."""
    rate, rest, minutes = highest_compensation(), _to_invoice(), _to_pay()
    rows = session.execute(
        select(Engagement.id, Engagement.planned_end_on).where(Engagement.state.in_(AGREED))
    )
    for key, planned_end in rows:
        first, last = month_after(today), month_after(max(planned_end or today, today))
        yield from spread(max(rest.get(key, ZERO), ZERO), Cause.TO_INVOICE, first, last)
        cost = rate.for_minutes(max(minutes.get(key, 0), 0))
        yield from spread(-cost, Cause.WORK, first, last)


def _to_invoice() -> dict[int, Money]:
    """Accepted quotes less what was invoiced, by review; without VAT."""
    quoted = _by_review(
        select(Quote.engagement_id, func.sum(QuoteLine.amount))
        .join(QuoteLine, QuoteLine.quote_id == Quote.id)
        .where(Quote.state == QuoteState.ACCEPTED)
        .group_by(Quote.engagement_id)
    )
    invoiced = _by_review(
        select(Invoice.engagement_id, func.sum(Invoice.net))
        .where(Invoice.state != InvoiceState.DRAFT)
        .group_by(Invoice.engagement_id)
    )
    return {key: amount - invoiced.get(key, ZERO) for key, amount in quoted.items()}


def _to_pay() -> dict[int, int]:
    """Quoted minutes that no statement holds, by review."""
    quoted = _by_review(
        select(Quote.engagement_id, func.sum(QuoteLine.minutes))
        .join(QuoteLine, QuoteLine.quote_id == Quote.id)
        .where(Quote.state == QuoteState.ACCEPTED)
        .group_by(Quote.engagement_id)
    )
    paid = _by_review(
        select(TimeEntry.engagement_id, func.sum(TimeEntry.minutes))
        .join(StatementItem, StatementItem.time_entry_id == TimeEntry.id)
        .group_by(TimeEntry.engagement_id)
    )
    return {key: minutes - paid.get(key, 0) for key, minutes in quoted.items()}


def _by_review(wanted: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in session.execute(wanted)}


def _unpaid() -> Money:
    issued = select(func.sum(PaymentStatement.amount))
    waiting = issued.where(PaymentStatement.state == StatementState.ISSUED)
    return session.scalar(waiting) or ZERO


def _quality(today: date) -> Iterator[Flow]:
    """Supervision that is committed, and what other budgets of this year leave."""
    last = date(today.year, 12, 1)
    for fund in funds(today.year):
        if fund.category == QualityCategory.SUPERVISION:
            yield from spread(-fund.committed, Cause.SUPERVISION, month_after(today), last)
        elif fund.left is not None:
            yield from spread(-max(fund.left, ZERO), Cause.QUALITY, today, last)
