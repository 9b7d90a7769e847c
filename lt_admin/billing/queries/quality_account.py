"""The quality system by category: contributed, budget, spent, committed and left of a year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import case, extract, func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.quality_account import ContributionShare, QualityBudget
from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    QualitySpending,
    StatementItem,
    StatementLine,
)
from lt_admin.billing.queries.payables import unpaid_sessions
from lt_admin.billing.rules.quality_account import Fund, planned_supervision, split
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import CompensationRate
from lt_admin.reviewers.queries.supervision import supervision_norms

Division = dict[QualityCategory, int]
Amounts = dict[QualityCategory, Money]


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


def last_divided_on() -> date | None:
    """The last day of work that a statement pays, or on which a division begins."""
    paid = select(func.max(TimeEntry.worked_on)).join(
        StatementItem, StatementItem.time_entry_id == TimeEntry.id
    )
    begun = select(func.max(ContributionShare.valid_from))
    days = session.execute(select(paid.scalar_subquery(), begun.scalar_subquery())).one()
    return max((day for day in days if day is not None), default=None)


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


def contributed_by_year() -> dict[int, Amounts]:
    """What statements of each year brought every category, to the cent as the books divide it."""
    found: dict[int, Amounts] = defaultdict(lambda: dict.fromkeys(QualityCategory, ZERO))
    known = divisions()
    for year, place, amount in session.execute(_contributions(known)):
        for category, part in split(amount, known[place][1]).items():
            found[int(year)][category] += part
    return found


def _contributions(known: list[tuple[date, Division]]) -> Any:
    """(year, place of the division, amount): each statement, divided by the day of the work."""
    past = [(TimeEntry.worked_on >= day, place) for place, (day, _shares) in enumerate(known[:-1])]
    place: Any = case(*past, else_=len(known) - 1) if past else case((TimeEntry.id > 0, 0))
    year = extract("year", PaymentStatement.issued_on)
    parts = (
        select(
            PaymentStatement.id,
            year.label("year"),
            place.label("place"),
            StatementItem.quality_contribution.label("amount"),
        )
        .select_from(StatementItem)
        .join(TimeEntry, StatementItem.time_entry_id == TimeEntry.id)
        .join(StatementLine, StatementItem.line_id == StatementLine.id)
        .join(PaymentStatement, StatementLine.statement_id == PaymentStatement.id)
        .subquery()
    )
    return select(parts.c.year, parts.c.place, func.sum(parts.c.amount)).group_by(
        parts.c.id, parts.c.year, parts.c.place
    )


def budgets(year: int) -> Amounts:
    """What the board allowed, by category: the newest decision counts."""
    wanted = select(QualityBudget.category, QualityBudget.amount).where(QualityBudget.year == year)
    rows = session.execute(wanted.order_by(QualityBudget.id)).all()
    return {row[0]: row[1] for row in rows}


def _spent(until_year: int) -> dict[tuple[int, QualityCategory], tuple[Money, Money]]:
    """(spent, of which not approved) by year and category."""
    year = extract("year", QualitySpending.spent_on)
    waits = QualitySpending.approved_at.is_(None) & QualitySpending.statement_line_id.is_(None)
    waiting = func.sum(case((waits, QualitySpending.amount)))
    rows = session.execute(
        select(year, QualitySpending.category, func.sum(QualitySpending.amount), waiting)
        .where(year <= until_year)
        .group_by(year, QualitySpending.category)
    )
    return {(int(row[0]), row[1]): (row[2], row[3] or ZERO) for row in rows}


def funds(year: int) -> list[Fund]:
    """The account of a year, every category; what is committed counts for this year only."""
    contributed, spent, allowed = contributed_by_year(), _spent(year), budgets(year)
    committed = committed_supervision() if year == clock.today().year else ZERO
    return [
        Fund(
            category=str(name),
            brought=_sum_before(year, name, contributed, spent),
            contributed=contributed[year][name] if year in contributed else ZERO,
            spent=spent.get((year, name), (ZERO, ZERO))[0],
            waiting=spent.get((year, name), (ZERO, ZERO))[1],
            committed=committed if name is QualityCategory.SUPERVISION else ZERO,
            budget=allowed.get(name),
        )
        for name in QualityCategory
    ]


def _sum_before(
    year: int,
    name: QualityCategory,
    contributed: dict[int, Amounts],
    spent: dict[tuple[int, QualityCategory], tuple[Money, Money]],
) -> Money:
    came = Money.total(parts[name] for each, parts in contributed.items() if each < year)
    went = Money.total(both[0] for key, both in spent.items() if key[0] < year and key[1] is name)
    return came - went


def committed_supervision() -> Money:
    """Supervision that was held and is not paid, and what the norm still asks of reviews."""
    rate = highest_compensation()
    unpaid = unpaid_sessions(clock.today()).subquery()
    minutes = session.scalar(select(func.sum(unpaid.c.minutes))) or 0
    agreed = (*RUNNING, EngagementState.ACCEPTED, EngagementState.ON_HOLD)
    rows = session.execute(
        select(Engagement.id, Engagement.type).where(Engagement.state.in_(agreed))
    )
    norms = supervision_norms({row.id: row.type for row in rows})
    to_come = (planned_supervision(each.required, each.held, rate) for each in norms.values())
    return rate.for_minutes(minutes) + Money.total(to_come)


def highest_compensation() -> Money:
    """The highest rate that stands today: what an hour of supervision costs at most."""
    today = clock.today()
    newest = (
        select(CompensationRate.reviewer_id, func.max(CompensationRate.valid_from).label("since"))
        .where(CompensationRate.valid_from <= today)
        .group_by(CompensationRate.reviewer_id)
        .subquery()
    )
    found = select(func.max(CompensationRate.rate)).join(
        newest,
        (newest.c.reviewer_id == CompensationRate.reviewer_id)
        & (newest.c.since == CompensationRate.valid_from),
    )
    return session.scalar(found) or ZERO


def duties(user: User) -> list[Duty]:
    """Spending that this person can approve: never what one wrote down oneself."""
    if not user.may(Permission.SPENDING_APPROVE):
        return []
    count, since = session.execute(
        select(func.count(), func.min(QualitySpending.created_at))
        .where(QualitySpending.approved_at.is_(None))
        .where(QualitySpending.statement_line_id.is_(None))
        .where(QualitySpending.recorded_by_id != user.id)
    ).one()
    if not count:
        return []
    words = ngettext(
        "One amount that the quality system spent can be approved.",
        "%(num)s amounts that the quality system spent can be approved.",
        count,
    )
    return [
        Duty(
            sentence=words,
            since=clock.day_of(since),
            url=url_for("finance.account", approval="waits"),
            button=_("Look at them"),
            reason=_("Somebody else wrote this down."),
            badge=Badge(_("second person"), "warn"),
        )
    ]
