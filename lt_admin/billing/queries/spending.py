"""Reading the account of the quality system: what comes in, what goes out, what is left."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, extract, func, select
from sqlalchemy.orm import Load, selectinload

from lt_admin.billing.models.statements import (
    PaymentStatement,
    QualityCategory,
    QualitySpending,
    StatementItem,
    StatementKind,
    StatementLine,
)
from lt_admin.billing.queries.statements import Months
from lt_admin.billing.rules.finance import AccountYear, account_years
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Payee

CATEGORY_WORDS = {
    QualityCategory.SUPERVISION: _l("Supervision"),
    QualityCategory.OUTREACH: _l("Information and outreach"),
    QualityCategory.METHOD_DEVELOPMENT: _l("Method development"),
    QualityCategory.UK_COOPERATION: _l("Cooperation with the United Kingdom"),
    QualityCategory.COORDINATION: _l("Coordination"),
}
ORIGIN_BADGES = {
    "entered": Badge(_l("entered"), "neutral", "pen"),
    "statement": Badge(_l("from a statement"), "info", "paper"),
    "correction": Badge(_l("correction"), "warn", "back"),
}
_ORIGIN = case(
    (QualitySpending.corrects_id.is_not(None), "correction"),
    (QualitySpending.statement_line_id.is_not(None), "statement"),
    else_="entered",
)
APPROVAL_BADGES = {
    "approved": Badge(_l("approved"), "ok", "check"),
    "waits": Badge(_l("to be approved"), "warn", "clock"),
    "not_needed": Badge(_l("from a statement"), "neutral", "paper"),
}
_APPROVAL = case(
    (QualitySpending.approved_at.is_not(None), "approved"),
    (QualitySpending.statement_line_id.is_not(None), "not_needed"),
    else_="waits",
)
SPENDING = Listing(
    "spending",
    key=QualitySpending.id,
    order="-day",
    columns=(
        Column(
            *("description", _l("What it was for"), QualitySpending.description),
            link="finance.spending",
            link_key="spending_id",
            small="receipt",
        ),
        Column("day", _l("Date"), QualitySpending.spent_on, kind="day"),
        Column("category", _l("Category"), QualitySpending.category, words=CATEGORY_WORDS),
        Column("receipt", _l("Receipt"), QualitySpending.receipt, card="carried"),
        Column(
            *("origin", _l("Origin"), _ORIGIN),
            kind="badge",
            words=ORIGIN_BADGES,
            sort=False,
            card="carried",
        ),
        Column(
            *("approval", _l("Approval"), _APPROVAL),
            kind="badge",
            words=APPROVAL_BADGES,
            sort=False,
        ),
        Column("amount", _l("Amount"), QualitySpending.amount, kind="euro", total=True),
    ),
    filters=(
        Search("q", _l("Search"), (QualitySpending.description, QualitySpending.receipt)),
        Choice(
            *("category", _l("Category"), CATEGORY_WORDS),
            lambda category: QualitySpending.category == category,
        ),
        Choice("approval", _l("Approval"), APPROVAL_BADGES, lambda key: _APPROVAL.in_([key])),
        Days("from", _l("From"), lambda day: QualitySpending.spent_on >= day),
        Days("until", _l("Up to and including"), lambda day: QualitySpending.spent_on <= day),
    ),
)
_MONTH = PaymentStatement.year * 100 + PaymentStatement.month
_CONTRIBUTION = (
    select(func.sum(StatementItem.quality_contribution))
    .where(StatementItem.line_id == StatementLine.id)
    .scalar_subquery()
)
CONTRIBUTIONS = Listing(
    "contributions",
    key=StatementLine.id,
    order="-issued",
    columns=(
        Column("number", _l("Statement"), PaymentStatement.number),
        Column("statement_id", "", PaymentStatement.id, sort=False, card="carried"),
        Column("issued", _l("Date"), PaymentStatement.issued_on, kind="day"),
        Column("month", _l("Month"), _MONTH, words=Months(), card="hide"),
        Column("code", _l("Engagement"), Engagement.code, kind="code"),
        Column("payee", _l("Payee"), Payee.name, card="wide"),
        Column("minutes", _l("Hours"), StatementLine.minutes, kind="hours", total=True),
        Column("paid", _l("To the payee"), StatementLine.amount, kind="euro", total=True),
        Column(
            *("contribution", _l("To the quality system"), _CONTRIBUTION),
            kind="euro",
            total=True,
            sort=False,
        ),
    ),
    filters=(
        Search("q", _l("Search"), (PaymentStatement.number, Engagement.code, Payee.name)),
        Days("from", _l("From"), lambda day: PaymentStatement.issued_on >= day),
        Days("until", _l("Up to and including"), lambda day: PaymentStatement.issued_on <= day),
    ),
)


def all_spending() -> Select[()]:
    """Everything that the quality system spent, for the list."""
    return select().select_from(QualitySpending)


def all_contributions() -> Select[()]:
    """Every statement line of review hours, for the list."""
    return (
        select()
        .select_from(StatementLine)
        .join(PaymentStatement)
        .join(Payee)
        .join(Engagement)
        .where(StatementLine.kind == StatementKind.REVIEW)
    )


def find_spending(spending_id: int) -> QualitySpending | None:
    """The spending with its corrections, if there is such a one."""
    wanted = select(QualitySpending).where(QualitySpending.id == spending_id)
    corrections = selectinload(QualitySpending.corrections)
    people = [
        loaded.joinedload(person)
        for loaded in (corrections, Load(QualitySpending))
        for person in (QualitySpending.recorded_by, QualitySpending.approved_by)
    ]
    return session.scalars(wanted.options(*people)).unique().one_or_none()


def account() -> list[AccountYear]:
    """The account year by year: contributions by the date of the statement, spending by its own."""
    year: Any = extract("year", PaymentStatement.issued_on)
    contributions = session.execute(
        select(year, func.sum(StatementItem.quality_contribution))
        .select_from(StatementItem)
        .join(StatementLine)
        .join(PaymentStatement)
        .group_by(year)
    )
    year = extract("year", QualitySpending.spent_on)
    spending = session.execute(
        select(year, QualitySpending.category, func.sum(QualitySpending.amount)).group_by(
            year, QualitySpending.category
        )
    )
    return account_years(
        {int(row[0]): row[1] for row in contributions},
        {(int(row[0]), str(row[1])): row[2] for row in spending},
        [str(category) for category in QualityCategory],
    )
