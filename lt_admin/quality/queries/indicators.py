"""The indicators of DOMAIN.md 2a, each from its records: one definition each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from lt_admin.billing.models.quotes import Quote, QuoteKind
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, Party, PartyRole
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, Request
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.quality.rules.indicators import (
    QUOTE_DAYS,
    TALK_DAYS,
    Case,
    Code,
    Ended,
    definition_of,
    hundredths_off,
    is_within,
)
from lt_admin.reviewers.models.assignments import (
    GUIDING,
    SEES_THE_CASE,
    Assignment,
    AssignmentRole,
    AssignmentState,
    IndependenceDeclaration,
)
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel

Measure = Callable[[date, date], list[Case]]
LEADS = frozenset({ReviewerLevel.LEAD, ReviewerLevel.SUPERVISOR})
FOLLOW_UP_STEP = 6


def requests_converted(from_: date, until: date) -> list[Case]:
    """I1: of the requests received, those whose engagement was accepted, whenever that was."""
    rows = session.execute(
        select(Engagement.code, Organisation.name, Engagement.accepted_on)
        .join(Request, Engagement.request_id == Request.id)
        .join(Organisation, Request.organisation_id == Organisation.id)
        .where(Request.received_on.between(from_, until))
        .order_by(Request.received_on, Request.id)
    )
    return [Case(row.code or row.name, row.accepted_on is not None) for row in rows]


def talks_in_time(from_: date, until: date) -> list[Case]:
    """I2: of the first conversations of a request, those held within 14 days of it."""
    first = func.min(OrientationMeeting.held_on)
    rows = session.execute(
        select(Engagement.code, Organisation.name, Request.received_on, first.label("on"))
        .join(Request, Engagement.request_id == Request.id)
        .join(Organisation, Request.organisation_id == Organisation.id)
        .join(OrientationMeeting, OrientationMeeting.engagement_id == Engagement.id)
        .group_by(Engagement.id, Engagement.code, Organisation.name, Request.received_on)
        .having(first.between(from_, until))
        .order_by(first, Engagement.id)
    )
    return [_within(row.code or row.name, row.received_on, row.on, TALK_DAYS) for row in rows]


def quotes_in_time(from_: date, until: date) -> list[Case]:
    """I3: of the first quotes for a review, those sent within 21 days of the request."""
    first = func.min(Quote.sent_on)
    rows = session.execute(
        select(Engagement.code, Request.received_on, first.label("on"))
        .join(Request, Engagement.request_id == Request.id)
        .join(Quote, Quote.engagement_id == Engagement.id)
        .where(Quote.kind == QuoteKind.REVIEW, Quote.sent_on.is_not(None))
        .group_by(Engagement.id, Engagement.code, Request.received_on)
        .having(first.between(from_, until))
        .order_by(first, Engagement.id)
    )
    return [_within(row.code or "", row.received_on, row.on, QUOTE_DAYS) for row in rows]


def _within(name: str, asked_on: date, done_on: date, days: int) -> Case:
    took = (done_on - asked_on).days
    return Case(name, took <= days, took)


def not_started(from_: date, until: date) -> Ended:
    """I4: what ended in the period before step 2, by what ended it and by reason."""
    rows = session.execute(
        select(Engagement.state, Engagement.end_reason, func.count())
        .where(Engagement.ended_on.between(from_, until), Engagement.started_on.is_(None))
        .group_by(Engagement.state, Engagement.end_reason)
    )
    states: dict[str, int] = defaultdict(int, {"withdrawn": 0, "rejected": 0})
    reasons: dict[str, int] = defaultdict(int)
    for state, reason, count in rows:
        states[str(state)] += count
        reasons[str(reason)] += count
    return Ended(definition_of(Code.I4), dict(states), dict(sorted(reasons.items())))


def agreed_before_start(from_: date, until: date) -> list[Case]:
    """I5: of the reviews started, those that every participant had agreed to on that day."""
    in_time = func.sum(case((Party.agreed_on <= Engagement.started_on, 1), else_=0))
    rows = session.execute(
        select(Engagement.code, func.count().label("parties"), in_time.label("agreed"))
        .join(Party, Party.engagement_id == Engagement.id)
        .where(Party.role == PartyRole.PARTICIPATING)
        .where(Engagement.started_on.between(from_, until))
        .group_by(Engagement.id, Engagement.code)
        .order_by(Engagement.code)
    )
    return [Case(row.code or "", row.parties == row.agreed) for row in rows]


def two_reviewers(from_: date, until: date) -> list[Case]:
    """I6: of the reviews closed, those with a lead and a second; a short review needs one."""
    roles = func.count(Assignment.role.distinct())
    rows = session.execute(
        _closed(from_, until, Engagement.type, roles.label("roles"))
        .outerjoin(Assignment, _took_part(Assignment.role.in_(GUIDING)))
        .group_by(Engagement.id, Engagement.code, Engagement.type)
    )
    short = EngagementType.SHORT_ONE_DAY
    return [Case(row.code or "", row.roles >= (1 if row.type is short else 2)) for row in rows]


def accredited_lead(from_: date, until: date) -> list[Case]:
    """I7: of the reviews closed, those led by somebody of the level at the time of asking."""
    rows = session.execute(
        _closed(from_, until, Engagement.type, Assignment.level_at_start).outerjoin(
            Assignment, _took_part(Assignment.role == AssignmentRole.LEAD)
        )
    )
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        found[row.code or ""].append(_may_lead(row))
    return [Case(code, all(leads)) for code, leads in found.items()]


def _may_lead(row: Row[*tuple[Any, ...]]) -> bool:
    is_short = row.type is EngagementType.SHORT_ONE_DAY
    enough = LEADS | {ReviewerLevel.ACCREDITED} if is_short else LEADS
    return row.level_at_start in enough


def declared_in_time(from_: date, until: date) -> list[Case]:
    """I8: of the assignments in reviews closed, those declared before the first hour.

    Counted are reviewers and shadows who took part: who declared, or logged an hour.
    """
    first = (
        select(func.min(TimeEntry.worked_on))
        .where(TimeEntry.reviewer_id == Assignment.reviewer_id)
        .where(TimeEntry.engagement_id == Assignment.engagement_id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    rows = session.execute(
        _closed(from_, until, IndependenceDeclaration.signed_at, first.label("first"))
        .join(Assignment, Assignment.engagement_id == Engagement.id)
        .outerjoin(IndependenceDeclaration)
        .where(Assignment.role.in_(SEES_THE_CASE))
        .where(Assignment.state != AssignmentState.DECLINED)
    )
    took_part = [row for row in rows if row.signed_at is not None or row.first is not None]
    return [Case(row.code or "", _declared_first(row)) for row in took_part]


def _declared_first(row: Row[*tuple[Any, ...]]) -> bool:
    if row.signed_at is None:
        return False
    return row.first is None or day_of(row.signed_at) <= row.first


def hours_within_quote(from_: date, until: date) -> list[Case]:
    """I16: of the reviews closed, those whose approved billable hours kept near the ceiling.

    The ceiling is the accepted quote with its change orders; the follow-up stands apart.
    """
    rows = session.execute(
        _closed(
            *(from_, until, Engagement.ceiling_minutes),
            func.coalesce(func.sum(TimeEntry.minutes), 0).label("actual"),
        )
        .outerjoin(
            TimeEntry,
            (TimeEntry.engagement_id == Engagement.id)
            & TimeEntry.billable
            & (TimeEntry.state == EntryState.APPROVED)
            & (TimeEntry.step < FOLLOW_UP_STEP),
        )
        .group_by(Engagement.id, Engagement.code, Engagement.ceiling_minutes)
    )
    return [
        Case(
            row.code or "",
            is_within(row.actual, row.ceiling_minutes),
            hundredths_off(row.actual, row.ceiling_minutes),
        )
        for row in rows
    ]


def _closed(from_: date, until: date, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Engagement.code, *columns)
        .select_from(Engagement)
        .where(Engagement.closed_on.between(from_, until))
        .order_by(Engagement.code)
    )


def _took_part(role: Any) -> Any:
    """Assignments of an engagement in that role whose holder declared independence."""
    declared = (
        select(IndependenceDeclaration.id)
        .where(IndependenceDeclaration.assignment_id == Assignment.id)
        .exists()
    )
    return (Assignment.engagement_id == Engagement.id) & role & declared


MEASURES: dict[Code, Measure] = {
    Code.I1: requests_converted,
    Code.I2: talks_in_time,
    Code.I3: quotes_in_time,
    Code.I5: agreed_before_start,
    Code.I6: two_reviewers,
    Code.I7: accredited_lead,
    Code.I8: declared_in_time,
    Code.I16: hours_within_quote,
}
