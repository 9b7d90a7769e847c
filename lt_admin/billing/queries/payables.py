"""Reading what is approved and not yet paid: what statements would hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.billing.models.quotes import Quote, QuoteKind, QuoteState
from lt_admin.billing.models.statements import StatementItem
from lt_admin.billing.rules.statements import (
    Payable,
    Proposal,
    first_day,
    last_day,
    month_before,
    propose,
)
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Payee, PayeePeriod, Reviewer
from lt_admin.reviewers.models.supervision import SupervisionSession

FOLLOW_UP_STEP = 6
WAITING_WORDS = {
    EntryState.DRAFT: _l("not submitted yet"),
    EntryState.SUBMITTED: _l("waiting for approval"),
    EntryState.RETURNED: _l("sent back"),
}


def unpaid_entries(until: date) -> Select[int, int, int, str | None, date, int, int]:
    """Approved billable time entries up to a day that no statement holds."""
    paid = exists().where(StatementItem.time_entry_id == TimeEntry.id)
    return (
        select(
            TimeEntry.id,
            TimeEntry.reviewer_id,
            TimeEntry.engagement_id,
            Engagement.code,
            TimeEntry.worked_on,
            TimeEntry.minutes,
            TimeEntry.step,
        )
        .join(Engagement)
        .where(TimeEntry.billable, TimeEntry.state == EntryState.APPROVED)
        .where(TimeEntry.worked_on <= until, ~paid)
        .order_by(TimeEntry.id)
    )


def unpaid_sessions(until: date) -> Select[int, int, int, str | None, date, int]:
    """Supervision sessions up to a day that no statement holds."""
    paid = exists().where(StatementItem.session_id == SupervisionSession.id)
    return (
        select(
            SupervisionSession.id,
            SupervisionSession.supervisor_id.label("reviewer_id"),
            SupervisionSession.engagement_id,
            Engagement.code,
            SupervisionSession.held_on.label("worked_on"),
            SupervisionSession.minutes,
        )
        .join(Engagement)
        .where(SupervisionSession.held_on <= until, ~paid)
        .order_by(SupervisionSession.id)
    )


def billed_rates(engagement_ids: Iterable[int]) -> dict[tuple[int, bool], Money]:
    """What commissioners pay for an hour, by (engagement, whether it is the follow-up).

    The frozen rate of the accepted quote; change orders do not change it.
    """
    kinds = (QuoteKind.REVIEW, QuoteKind.FOLLOW_UP)
    rows = session.execute(
        select(Quote.engagement_id, Quote.kind, Quote.rate)
        .where(Quote.engagement_id.in_(set(engagement_ids)), Quote.kind.in_(kinds))
        .where(Quote.state == QuoteState.ACCEPTED)
        .order_by(Quote.sequence, Quote.revision)
    )
    return {(row.engagement_id, row.kind is QuoteKind.FOLLOW_UP): row.rate for row in rows}


def payables(until: date, *, reviewer: Any = None, lock: bool = False) -> list[Payable]:
    """Everything approved up to a day that is not on a statement yet; of all, or of one reviewer.

    With `lock` nobody else changes these hours before we commit.
    """
    entries, sessions = unpaid_entries(until), unpaid_sessions(until)
    if reviewer is not None:
        entries = entries.where(TimeEntry.reviewer_id == reviewer)
        sessions = sessions.where(SupervisionSession.supervisor_id == reviewer)
    if lock:
        entries = entries.with_for_update(of=TimeEntry)
        sessions = sessions.with_for_update(of=SupervisionSession)
    hours, supervision = session.execute(entries).all(), session.execute(sessions).all()
    people = _reviewers({row.reviewer_id for row in (*hours, *supervision)})
    rates = billed_rates(row.engagement_id for row in hours)
    billed = [rates.get((row.engagement_id, row.step == FOLLOW_UP_STEP)) for row in hours]
    return [
        *(_payable(row, people, rate) for row, rate in zip(hours, billed, strict=True)),
        *(_payable(row, people, None, is_supervision=True) for row in supervision),
    ]


def _payable(
    row: Row[*tuple[Any, ...]],
    people: dict[int, Reviewer],
    billed_rate: Money | None,
    *,
    is_supervision: bool = False,
) -> Payable:
    reviewer = people[row.reviewer_id]
    payee = reviewer.payee_on(row.worked_on)
    return Payable(
        id=row.id,
        is_supervision=is_supervision,
        reviewer_id=row.reviewer_id,
        reviewer=reviewer.name,
        engagement_id=row.engagement_id,
        code=row.code or "",
        worked_on=row.worked_on,
        minutes=row.minutes,
        payee_id=None if payee is None else payee.id,
        rate=reviewer.rate_on(row.worked_on),
        billed_rate=billed_rate,
    )


def _reviewers(ids: set[int]) -> dict[int, Reviewer]:
    found = session.scalars(
        select(Reviewer)
        .where(Reviewer.id.in_(ids))
        .options(
            joinedload(Reviewer.user),
            selectinload(Reviewer.payee_periods).joinedload(PayeePeriod.payee),
            selectinload(Reviewer.rates),
        )
    )
    return {reviewer.id: reviewer for reviewer in found}


@dataclass(frozen=True)
class Run:
    """What the statements of one month would be, and what asks attention first.

    `ready` are issued; `carried` wait, because corrections took back as much as there is to pay;
    `without_iban` wait for an account number. `incomplete` hours are on no statement: nobody to
    pay, no rate, or no accepted quote on that day.
    """

    year: int
    month: int
    ready: tuple[tuple[Payee, Proposal], ...]
    carried: tuple[tuple[Payee, Proposal], ...]
    without_iban: tuple[tuple[Payee, Proposal], ...]
    incomplete: tuple[Payable, ...]
    unapproved: Sequence[Row[int, str, EntryState, int]]

    @property
    def first_on(self) -> date:
        """The first day of the month."""
        return first_day(self.year, self.month)

    @property
    def until(self) -> date:
        """The last day of the month."""
        return last_day(self.year, self.month)

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return first_day(*month_before(self.first_on))

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return self.until + timedelta(days=1)

    @property
    def amount(self) -> Money:
        """What would be paid."""
        return Money.total(proposal.amount for _, proposal in self.ready)

    @property
    def without_mail(self) -> list[Payee]:
        """Who would get a statement, but no mail about it."""
        return [payee for payee, _ in self.ready if not payee.email]


def statement_run(year: int, month: int, *, lock: bool = False) -> Run:
    """The statements that a month would give now: the preview, and what issuing works from."""
    found = payables(last_day(year, month), lock=lock)
    proposals = propose(found)
    payees = _payees({proposal.payee_id for proposal in proposals})
    pairs = [(payees[proposal.payee_id], proposal) for proposal in proposals]
    pairs.sort(key=lambda pair: (pair[0].name, pair[0].id))
    due = [pair for pair in pairs if not pair[1].is_carried]
    return Run(
        year=year,
        month=month,
        ready=tuple(pair for pair in due if pair[0].iban),
        carried=tuple(pair for pair in pairs if pair[1].is_carried),
        without_iban=tuple(pair for pair in due if not pair[0].iban),
        incomplete=tuple(each for each in found if not each.is_complete),
        unapproved=unapproved_hours(year, month),
    )


def _payees(ids: set[int]) -> dict[int, Payee]:
    return {payee.id: payee for payee in session.scalars(select(Payee).where(Payee.id.in_(ids)))}


def unapproved_hours(year: int, month: int) -> Sequence[Row[int, str, EntryState, int]]:
    """(reviewer_id, name, state, minutes): billable hours of the month that nobody approved yet."""
    minutes = func.sum(TimeEntry.minutes).label("minutes")
    return session.execute(
        select(Reviewer.id, User.name, TimeEntry.state, minutes)
        .join(Reviewer, TimeEntry.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(TimeEntry.billable, TimeEntry.state != EntryState.APPROVED)
        .where(TimeEntry.worked_on.between(first_day(year, month), last_day(year, month)))
        .group_by(Reviewer.id, User.name, TimeEntry.state)
        .order_by(User.name, TimeEntry.state)
    ).all()
