"""The figures of a period: one source for the finance page, the board's page and the report."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceState,
)
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    QualitySpending,
    StatementItem,
    StatementLine,
)
from lt_admin.billing.rules.finance import Finance, Flow, Identity, Part, PayeeTotal, Totals
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Payee


def finance(from_: date, until: date) -> Finance:
    """The money and hours of a period, both days included; seven statements whatever its length."""
    found = totals(from_, until)
    return Finance(**vars(found), identity=Identity(_flows(from_, until)))


def totals(from_: date, until: date) -> Totals:
    """The same without the identity, for who only needs the sums; four statements."""
    invoiced, credited = _invoiced(from_, until)
    return Totals(
        from_=from_,
        until=until,
        billable_minutes=billable_minutes(from_, until),
        invoices=invoiced[0],
        credit_invoices=credited[0],
        invoiced=invoiced[1],
        credited=credited[1],
        payees=payee_totals(from_, until),
        spending=spending_by_category(from_, until),
    )


def billable_minutes(from_: date, until: date) -> int:
    """Approved billable time worked in the period."""
    worked = TimeEntry.worked_on.between(from_, until)
    approved = select(func.sum(TimeEntry.minutes)).where(TimeEntry.billable, worked)
    return session.scalar(approved.where(TimeEntry.state == EntryState.APPROVED)) or 0


def _invoiced(from_: date, until: date) -> tuple[tuple[int, Money], tuple[int, Money]]:
    """(count, net) of the invoices and of the credit invoices issued in the period."""
    rows = session.execute(
        select(Invoice.kind, func.count(), func.sum(Invoice.net))
        .where(Invoice.state != InvoiceState.DRAFT, Invoice.issued_on.between(from_, until))
        .group_by(Invoice.kind)
    )
    found = {kind: (count, net) for kind, count, net in rows}
    return found.get(InvoiceKind.INVOICE, (0, ZERO)), found.get(InvoiceKind.CREDIT, (0, ZERO))


def payee_totals(from_: date, until: date) -> tuple[PayeeTotal, ...]:
    """What each payee received for review hours by statements of the period, the most first."""
    amount = func.sum(StatementItem.amount)
    rows = session.execute(
        select(
            Payee.id,
            Payee.name,
            Payee.kind,
            func.sum(TimeEntry.minutes).label("minutes"),
            amount.label("amount"),
            func.sum(StatementItem.quality_contribution).label("contribution"),
        )
        .select_from(StatementItem)
        .join(TimeEntry, StatementItem.time_entry_id == TimeEntry.id)
        .join(StatementLine, StatementItem.line_id == StatementLine.id)
        .join(PaymentStatement, StatementLine.statement_id == PaymentStatement.id)
        .join(Payee, PaymentStatement.payee_id == Payee.id)
        .where(PaymentStatement.issued_on.between(from_, until))
        .group_by(Payee.id, Payee.name, Payee.kind)
        .order_by(amount.desc(), Payee.name, Payee.id)
    )
    return tuple(PayeeTotal(*row) for row in rows)


def spending_by_category(from_: date, until: date) -> dict[str, Money]:
    """What the quality system spent in the period, every category named."""
    rows = session.execute(
        select(QualitySpending.category, func.sum(QualitySpending.amount))
        .where(QualitySpending.spent_on.between(from_, until))
        .group_by(QualitySpending.category)
    )
    found = {row[0]: row[1] for row in rows}
    return {str(category): found.get(category, ZERO) for category in QualityCategory}


def _flows(from_: date, until: date) -> tuple[Flow, ...]:
    """The hours of each engagement worked in the period, followed to both sides."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for row in session.execute(_on_invoices(from_, until)):
        parts[row.engagement_id].append(_part(row))
    paid = {row.engagement_id: row for row in session.execute(_on_statements(from_, until))}
    wanted = select(Engagement.id, Engagement.code).where(Engagement.id.in_({*parts, *paid}))
    return tuple(
        Flow(
            engagement_id=row.id,
            code=row.code or "",
            parts=tuple(parts[row.id]),
            paid=paid[row.id].amount if row.id in paid else ZERO,
            contribution=paid[row.id].contribution if row.id in paid else ZERO,
            minutes=paid[row.id].minutes if row.id in paid else 0,
        )
        for row in session.execute(wanted.order_by(Engagement.code, Engagement.id))
    )


def _part(row: Row[*tuple[Any, ...]]) -> Part:
    return Part(
        minutes=row.minutes,
        rate=row.rate,
        net=row.net,
        value=row.value,
        share=Fraction(row.share_numerator, row.share_denominator),
        is_paid=bool(row.is_paid),
    )


def _on_invoices(from_: date, until: date) -> Select[*tuple[Any, ...]]:
    """Hours that stand on issued invoices now, by invoice line."""
    is_paid = case((StatementItem.id.is_(None), 0), else_=1).label("is_paid")
    columns = (
        *(TimeEntry.engagement_id, InvoiceLine.id, InvoiceLine.rate, InvoiceLine.net),
        *(InvoiceLine.value, InvoiceLine.share_numerator, InvoiceLine.share_denominator, is_paid),
    )
    return (
        select(*columns, func.sum(TimeEntry.minutes).label("minutes"))
        .select_from(Allocation)
        .join(TimeEntry, Allocation.time_entry_id == TimeEntry.id)
        .join(InvoiceLine, Allocation.line_id == InvoiceLine.id)
        .join(Invoice, InvoiceLine.invoice_id == Invoice.id)
        .outerjoin(StatementItem, StatementItem.time_entry_id == TimeEntry.id)
        .where(TimeEntry.worked_on.between(from_, until))
        .where(Allocation.freed_at.is_(None), Invoice.state != InvoiceState.DRAFT)
        .group_by(*columns)
    )


def _on_statements(from_: date, until: date) -> Select[*tuple[Any, ...]]:
    """Hours that stand on statements now."""
    return (
        select(
            TimeEntry.engagement_id,
            func.sum(TimeEntry.minutes).label("minutes"),
            func.sum(StatementItem.amount).label("amount"),
            func.sum(StatementItem.quality_contribution).label("contribution"),
        )
        .select_from(StatementItem)
        .join(TimeEntry, StatementItem.time_entry_id == TimeEntry.id)
        .where(TimeEntry.worked_on.between(from_, until))
        .group_by(TimeEntry.engagement_id)
    )


def balance_since(from_: date, until: date) -> Money:
    """What the quality system received less what it spent, over a longer time."""
    came = (
        select(func.sum(StatementItem.quality_contribution))
        .join(StatementLine, StatementItem.line_id == StatementLine.id)
        .join(PaymentStatement, StatementLine.statement_id == PaymentStatement.id)
        .where(PaymentStatement.issued_on.between(from_, until))
    )
    went = select(func.sum(QualitySpending.amount)).where(
        QualitySpending.spent_on.between(from_, until)
    )
    found = session.execute(select(came.scalar_subquery(), went.scalar_subquery())).one()
    return (found[0] or ZERO) - (found[1] or ZERO)
