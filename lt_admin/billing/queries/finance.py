"""The figures of a period: one source for the finance page, the board's page and the report."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from lt_admin.accounts.models import User
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
from lt_admin.billing.rules.finance import Finance, Flow, Identity, PayeeTotal
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Payee, Reviewer

CATEGORY_WORDS = {
    QualityCategory.SUPERVISION: _l("Supervision"),
    QualityCategory.OUTREACH: _l("Information and outreach"),
    QualityCategory.METHOD_DEVELOPMENT: _l("Method development"),
    QualityCategory.UK_COOPERATION: _l("Cooperation with the United Kingdom"),
    QualityCategory.COORDINATION: _l("Coordination"),
}


def finance(from_: date, until: date) -> Finance:
    """The money and hours of a period, both days included; seven statements whatever its length."""
    invoiced, credited = _invoiced(from_, until)
    return Finance(
        from_=from_,
        until=until,
        billable_minutes=billable_minutes(from_, until),
        invoices=invoiced[0],
        credit_invoices=credited[0],
        invoiced=invoiced[1],
        credited=credited[1],
        payees=payee_totals(from_, until),
        spending=spending_by_category(from_, until),
        identity=Identity(_flows(from_, until)),
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
    """Each person's hours per engagement worked in the period, followed to both sides."""
    on_invoices, on_statements = defaultdict(list), {}
    for row in session.execute(_on_invoices(from_, until)):
        on_invoices[row.engagement_id, row.reviewer_id].append(row)
    for row in session.execute(_on_statements(from_, until)):
        on_statements[row.engagement_id, row.reviewer_id] = row
    keys = {*on_invoices, *on_statements}
    codes = _names(select(Engagement.id, Engagement.code), Engagement.id, {key[0] for key in keys})
    people = _names(
        select(Reviewer.id, User.name).join(User), Reviewer.id, {key[1] for key in keys}
    )
    flows = [
        _flow(key[0], codes[key[0]], people[key[1]], on_invoices[key], on_statements.get(key))
        for key in keys
    ]
    return tuple(sorted(flows, key=lambda flow: (flow.code, flow.engagement_id, flow.reviewer)))


def _on_invoices(from_: date, until: date) -> Select[*tuple[Any, ...]]:
    """Hours that stand on issued invoices now, with the part that each commissioner bears."""
    is_paid = case((StatementItem.id.is_(None), 0), else_=1).label("is_paid")
    columns = (
        *(TimeEntry.engagement_id, TimeEntry.reviewer_id, InvoiceLine.rate),
        *(InvoiceLine.share_numerator, InvoiceLine.share_denominator, is_paid),
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
    columns = (TimeEntry.engagement_id, TimeEntry.reviewer_id)
    return (
        select(
            *columns,
            func.sum(TimeEntry.minutes).label("minutes"),
            func.sum(StatementItem.amount).label("amount"),
            func.sum(StatementItem.quality_contribution).label("contribution"),
        )
        .select_from(StatementItem)
        .join(TimeEntry, StatementItem.time_entry_id == TimeEntry.id)
        .where(TimeEntry.worked_on.between(from_, until))
        .group_by(*columns)
    )


def _names(names: Select[int, Any], key: Any, ids: set[int]) -> dict[int, str]:
    return {found: name or "" for found, name in session.execute(names.where(key.in_(ids)))}


def _flow(
    engagement_id: int,
    code: str,
    reviewer: str,
    billed: list[Row[*tuple[Any, ...]]],
    paid: Row[*tuple[Any, ...]] | None,
) -> Flow:
    parts = [
        (row.is_paid, Fraction(row.minutes * row.share_numerator, row.share_denominator), row.rate)
        for row in billed
    ]
    unpaid = [(minutes, rate) for is_paid, minutes, rate in parts if not is_paid]
    return Flow(
        engagement_id=engagement_id,
        code=code,
        reviewer=reviewer,
        invoiced=_value([(minutes, rate) for _, minutes, rate in parts]),
        invoiced_minutes=sum((minutes for _, minutes, _ in parts), Fraction(0)),
        invoiced_unpaid=_value(unpaid),
        invoiced_unpaid_minutes=sum((minutes for minutes, _ in unpaid), Fraction(0)),
        paid=0 if paid is None else paid.amount.cents,
        contribution=0 if paid is None else paid.contribution.cents,
        paid_minutes=0 if paid is None else int(paid.minutes),
    )


def _value(hours: list[tuple[Fraction, Money]]) -> Fraction:
    """Minutes at their rates, in cents and parts of a cent."""
    return sum((minutes * rate.cents / 60 for minutes, rate in hours), Fraction(0))
