"""What each review brought and cost in a period, and how its hours went."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.quotes import LineKind, Quote, QuoteLine, QuoteState
from lt_admin.billing.models.statements import (
    PaymentStatement,
    StatementItem,
    StatementKind,
    StatementLine,
)
from lt_admin.books.rules.margins import Course, Margin, StepMargin
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.reviewers.models.hours import EntryState, TimeEntry

Minutes = dict[int, dict[int, int]]  # by engagement and step


def margins(from_: date, until: date) -> list[Margin]:
    """Every review with an invoice or a statement in the period, by code; four statements."""
    invoiced = _invoiced(from_, until)
    supervision = _supervision(from_, until)
    steps = _steps(from_, until)
    return [
        Margin(
            engagement_id=key,
            code=code,
            invoiced=invoiced.get(key, ZERO),
            supervision=supervision.get(key, ZERO),
            steps=tuple(steps.get(key, ())),
        )
        for key, code in _codes({*invoiced, *supervision, *steps})
    ]


def _codes(ids: set[int]) -> list[tuple[int, str]]:
    wanted = select(Engagement.id, Engagement.code).where(Engagement.id.in_(ids))
    rows = session.execute(wanted.order_by(Engagement.code, Engagement.id))
    return [(row.id, row.code or "") for row in rows]


def _invoiced(from_: date, until: date) -> dict[int, Money]:
    rows = session.execute(
        select(Invoice.engagement_id, func.sum(Invoice.net))
        .where(Invoice.state != InvoiceState.DRAFT, Invoice.issued_on.between(from_, until))
        .group_by(Invoice.engagement_id)
    )
    return {row[0]: row[1] for row in rows}


def _supervision(from_: date, until: date) -> dict[int, Money]:
    rows = session.execute(
        select(StatementLine.engagement_id, func.sum(StatementLine.amount))
        .join(PaymentStatement)
        .where(StatementLine.kind == StatementKind.SUPERVISION)
        .where(PaymentStatement.issued_on.between(from_, until))
        .group_by(StatementLine.engagement_id)
    )
    return {row[0]: row[1] for row in rows}


def _steps(from_: date, until: date) -> dict[int, list[StepMargin]]:
    rows = session.execute(
        select(
            TimeEntry.engagement_id,
            TimeEntry.step,
            func.sum(TimeEntry.minutes),
            func.sum(StatementItem.amount),
            func.sum(StatementItem.quality_contribution),
        )
        .select_from(StatementItem)
        .join(TimeEntry, StatementItem.time_entry_id == TimeEntry.id)
        .join(StatementLine, StatementItem.line_id == StatementLine.id)
        .join(PaymentStatement, StatementLine.statement_id == PaymentStatement.id)
        .where(PaymentStatement.issued_on.between(from_, until))
        .group_by(TimeEntry.engagement_id, TimeEntry.step)
        .order_by(TimeEntry.engagement_id, TimeEntry.step)
    )
    found: dict[int, list[StepMargin]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(StepMargin(*row[1:]))
    return found


def courses(from_: date, until: date) -> list[Course]:
    """Every review that was agreed on and not over before the period, by code; four statements."""
    wanted = (
        select(Engagement.id, Engagement.code)
        .where(Engagement.accepted_on <= until)
        .where(or_(Engagement.closed_on.is_(None), Engagement.closed_on >= from_))
        .order_by(Engagement.code, Engagement.id)
    )
    rows = session.execute(wanted).all()
    quoted, planned, worked = _quoted(), _planned(), _worked()
    return [
        Course(row.id, row.code or "", quoted[row.id], planned[row.id], worked[row.id])
        for row in rows
    ]


def _by_step(rows: Any) -> Minutes:
    found: Minutes = defaultdict(lambda: defaultdict(int))
    for engagement_id, step, minutes in session.execute(rows):
        found[engagement_id][step] += minutes
    return found


def _quoted() -> Minutes:
    return _by_step(
        select(Quote.engagement_id, QuoteLine.step, func.sum(QuoteLine.minutes))
        .join(QuoteLine, QuoteLine.quote_id == Quote.id)
        .where(Quote.state == QuoteState.ACCEPTED, QuoteLine.kind == LineKind.HOURS)
        .group_by(Quote.engagement_id, QuoteLine.step)
    )


def _planned() -> Minutes:
    both = func.sum(PlanLine.lead_minutes + PlanLine.second_minutes)
    return _by_step(
        select(ReviewPlan.engagement_id, PlanLine.step, both)
        .join(PlanLine, PlanLine.plan_id == ReviewPlan.id)
        .group_by(ReviewPlan.engagement_id, PlanLine.step)
    )


def _worked() -> Minutes:
    return _by_step(
        select(TimeEntry.engagement_id, TimeEntry.step, func.sum(TimeEntry.minutes))
        .where(TimeEntry.billable, TimeEntry.state == EntryState.APPROVED)
        .group_by(TimeEntry.engagement_id, TimeEntry.step)
    )
