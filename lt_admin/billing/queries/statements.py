"""Reading payment statements, and who may see which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.statements import (
    PaymentStatement,
    StatementKind,
    StatementLine,
    StatementState,
)
from lt_admin.billing.queries.payables import payables, statement_run
from lt_admin.billing.rules.statements import month_before
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Payee, PayeeKind, Reviewer

STATE_BADGES = {
    StatementState.ISSUED: Badge(_l("to be paid"), "warn"),
    StatementState.PAID: Badge(_l("paid"), "ok"),
}
PAYEE_WORDS = {PayeeKind.EMPLOYER: _l("employer"), PayeeKind.FREELANCER: _l("freelancer")}
KIND_WORDS = {StatementKind.REVIEW: _l("review"), StatementKind.SUPERVISION: _l("supervision")}


class Months(Mapping[int, str]):
    """The name of a month by its number: 202506 is ``june 2025``."""

    def __getitem__(self, number: int) -> str:
        """In the language of the moment."""
        return formats.month(date(number // 100, number % 100, 1), language())

    def __iter__(self) -> Iterator[int]:
        """No end to it, so nothing to go through."""
        return iter(())

    def __len__(self) -> int:
        """Nothing to count."""
        return 0

    def __bool__(self) -> bool:
        """It has words, though none to go through."""
        return True


_MONTH = PaymentStatement.year * 100 + PaymentStatement.month
STATEMENTS = Listing(
    "statements",
    key=PaymentStatement.id,
    order="-number",
    columns=(
        Column(
            *("number", _l("Number"), PaymentStatement.number),
            link="statements.statement",
            link_key="statement_id",
        ),
        Column("payee", _l("Payee"), Payee.name, sort=func.lower(Payee.name), card="wide"),
        Column("kind", _l("Kind"), Payee.kind, words=PAYEE_WORDS, card="carried"),
        Column("month", _l("Up to and including"), _MONTH, words=Months()),
        Column("issued", _l("Date"), PaymentStatement.issued_on, kind="day", card="carried"),
        Column("paid", _l("Paid on"), PaymentStatement.paid_on, kind="day"),
        Column("state", _l("State"), PaymentStatement.state, kind="badge", words=STATE_BADGES),
        Column("amount", _l("Amount"), PaymentStatement.amount, kind="euro", total=True),
    ),
    filters=(
        Search("q", _l("Search"), (PaymentStatement.number, Payee.name), _l("Number or payee")),
        Days("from", _l("From"), lambda day: PaymentStatement.issued_on >= day),
        Days("until", _l("Up to and including"), lambda day: PaymentStatement.issued_on <= day),
        Choice("state", _l("State"), STATE_BADGES, lambda state: PaymentStatement.state == state),
    ),
)
MY_LINES = Listing(
    "my-statements",
    key=StatementLine.id,
    order="-number",
    columns=(
        Column("number", _l("Statement"), PaymentStatement.number),
        Column("statement_id", "", PaymentStatement.id, sort=False, card="carried"),
        Column("month", _l("Up to and including"), _MONTH, words=Months()),
        Column("code", _l("Engagement"), Engagement.code, kind="code"),
        Column("kind", _l("For"), StatementLine.kind, words=KIND_WORDS),
        Column("minutes", _l("Hours"), StatementLine.minutes, kind="hours", total=True),
        Column("rate", _l("Compensation"), StatementLine.rate, kind="euro"),
        Column("amount", _l("Amount"), StatementLine.amount, kind="euro", total=True),
        Column("payee", _l("Goes to"), Payee.name),
        Column("state", _l("State"), PaymentStatement.state, kind="badge", words=STATE_BADGES),
    ),
    filters=(
        Search(
            "q", _l("Search"), (PaymentStatement.number, Engagement.code), _l("Statement or review")
        ),
        Choice("kind", _l("For"), KIND_WORDS, lambda kind: StatementLine.kind == kind),
        Choice("state", _l("State"), STATE_BADGES, lambda state: PaymentStatement.state == state),
    ),
)


def sees_all(user: User) -> bool:
    """Whether this person reads everybody's statements; others see the lines about themselves."""
    return user.may(Permission.FINANCE_READ)


def all_statements() -> Select[()]:
    """Every statement, for the list."""
    return select().select_from(PaymentStatement).join(Payee)


def lines_about(user: User) -> Select[()]:
    """The statement lines about this person's own work, for the list."""
    return (
        select()
        .select_from(StatementLine)
        .join(PaymentStatement)
        .join(Payee)
        .join(Engagement, StatementLine.engagement_id == Engagement.id)
        .join(Reviewer, StatementLine.reviewer_id == Reviewer.id)
        .where(Reviewer.user_id == user.id)
    )


def find_statement_seen_by(statement_id: int, user: User) -> PaymentStatement | None:
    """The statement, if this person may see it or at least a line of it."""
    wanted = select(PaymentStatement).where(PaymentStatement.id == statement_id)
    if not sees_all(user):
        own = exists().where(
            StatementLine.statement_id == PaymentStatement.id,
            StatementLine.reviewer_id == Reviewer.id,
            Reviewer.user_id == user.id,
        )
        wanted = wanted.where(own)
    lines = selectinload(PaymentStatement.lines)
    return session.scalars(
        wanted.options(
            joinedload(PaymentStatement.payee),
            lines.joinedload(StatementLine.reviewer).joinedload(Reviewer.user),
            lines.joinedload(StatementLine.engagement),
        )
    ).one_or_none()


def lines_seen_by(statement: PaymentStatement, user: User) -> list[StatementLine]:
    """The lines that this person may see: an employed reviewer sees no colleagues."""
    return [line for line in statement.lines if sees_all(user) or line.reviewer.user_id == user.id]


@dataclass(frozen=True)
class Section:
    """The lines of one kind, and what they are together."""

    kind: StatementKind
    lines: list[StatementLine]

    @property
    def minutes(self) -> int:
        """The hours of these lines."""
        return sum(line.minutes for line in self.lines)

    @property
    def amount(self) -> Money:
        """The amounts of these lines."""
        return Money.total(line.amount for line in self.lines)


def sections_seen_by(statement: PaymentStatement, user: User) -> list[Section]:
    """The lines that this person may see, reviews first."""
    lines = lines_seen_by(statement, user)
    sections = [Section(kind, [line for line in lines if line.kind is kind]) for kind in KIND_WORDS]
    return [section for section in sections if section.lines]


def may_read_paper(statement: PaymentStatement, user: User) -> bool:
    """Whether this person may have the paper itself: a freelancer's own, or all for the office."""
    is_own = statement.payee.kind is PayeeKind.FREELANCER
    return sees_all(user) or (is_own and lines_seen_by(statement, user) == statement.lines)


@dataclass(frozen=True)
class Balance:
    """What of somebody's work is on its way to being paid."""

    submitted_minutes: int
    approved_minutes: int
    approved: Money
    issued: Money
    paid: Money


def balance_of(user: User) -> Balance:
    """This person's billable work and supervision: what waits, what is coming, what was paid."""
    own = select(Reviewer.id).where(Reviewer.user_id == user.id).scalar_subquery()
    waiting = payables(clock.today(), reviewer=own)
    submitted = select(func.sum(TimeEntry.minutes)).where(
        TimeEntry.reviewer_id == own, TimeEntry.billable, TimeEntry.state == EntryState.SUBMITTED
    )
    amounts = session.execute(
        select(PaymentStatement.state, func.sum(StatementLine.amount))
        .join(StatementLine.statement)
        .where(StatementLine.reviewer_id == own)
        .group_by(PaymentStatement.state)
    )
    by_state = {row[0]: row[1] for row in amounts}
    return Balance(
        submitted_minutes=session.scalar(submitted) or 0,
        approved_minutes=sum(each.minutes for each in waiting),
        approved=Money.total(each.amount for each in waiting),
        issued=by_state.get(StatementState.ISSUED, ZERO),
        paid=by_state.get(StatementState.PAID, ZERO),
    )


def duties_of(user: User) -> list[Duty]:
    """What the treasurer has to do: make the statements of the month that is over."""
    if not user.may(Permission.STATEMENT_MANAGE):
        return []
    return _to_make()


def _to_make() -> list[Duty]:
    today = clock.today()
    year, month = month_before(today)
    run = statement_run(year, month)
    if not (run.ready or run.without_iban or run.incomplete):
        return []
    name = formats.month(date(year, month, 1), language())
    return [
        Duty(
            _(
                "Approved hours up to the end of %(month)s wait for a payment statement.",
                month=name,
            ),
            since=today.replace(day=1),
            url=url_for("statements.run", year=year, month=month),
            button=_("Look at the statements"),
        )
    ]
