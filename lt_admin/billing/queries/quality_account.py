"""How contributions to the quality system are divided over its categories."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from lt_admin.billing.models.quality_account import ContributionShare
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    StatementItem,
    StatementLine,
)
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.reviewers.models.hours import TimeEntry

Division = dict[QualityCategory, int]


def divisions() -> list[tuple[date, Division]]:
    """How contributions are divided, per mille by category: (from which day on), newest first."""
    found: dict[date, Division] = defaultdict(dict)
    columns = (ContributionShare.valid_from, ContributionShare.category)
    rows = session.execute(select(*columns, ContributionShare.per_mille))
    for row in rows:
        found[row.valid_from][row.category] = row.per_mille
    return [
        (day, {name: found[day][name] for name in QualityCategory if name in found[day]})
        for day in sorted(found, reverse=True)
    ]


def division_on(day: date, known: list[tuple[date, Division]]) -> Division:
    """The division for work of a day; of days before the first division that one."""
    return next((shares for since, shares in known if since <= day), known[-1][1])


def contributions_of(statement: PaymentStatement) -> list[tuple[Division, Money]]:
    """What the hours on a statement bring the quality system, by the division of their day."""
    known = divisions()
    rows = session.execute(
        select(TimeEntry.worked_on, func.sum(StatementItem.quality_contribution))
        .join(StatementItem, StatementItem.time_entry_id == TimeEntry.id)
        .join(StatementLine, StatementItem.line_id == StatementLine.id)
        .where(StatementLine.statement_id == statement.id)
        .group_by(TimeEntry.worked_on)
    )
    found: dict[int, tuple[Division, Money]] = {}
    for day, amount in rows:
        division = division_on(day, known)
        found[id(division)] = (division, found.get(id(division), (division, ZERO))[1] + amount)
    return list(found.values())
