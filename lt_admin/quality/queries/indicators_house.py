"""What the board asks of the house itself: the pool, outreach, complaints and incidents."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.quality.models.records import EventAttendance, OutreachEvent, Signal
from lt_admin.quality.rules.cases import Case
from lt_admin.quality.rules.codes import POOL_MONTHS
from lt_admin.quality.rules.facts import PoolFacts
from lt_admin.reviewers.models.assignments import GUIDING, Assignment
from lt_admin.reviewers.models.people import LevelPeriod, Reviewer, ReviewerLevel

_Later = aliased(LevelPeriod)


def pool(on: date) -> list[PoolFacts]:
    """I25: the reviewers who are there on a day, with the level they have then."""
    later = exists().where(
        _Later.reviewer_id == Reviewer.id,
        _Later.valid_from <= on,
        _Later.valid_from > LevelPeriod.valid_from,
    )
    rows = session.execute(
        select(LevelPeriod.level, LevelPeriod.valid_until, _has_guided(on))
        .join(Reviewer, LevelPeriod.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(LevelPeriod.valid_from <= on, ~later, LevelPeriod.level != ReviewerLevel.LAPSED)
        .where(or_(Reviewer.left_on.is_(None), Reviewer.left_on > on))
        .order_by(Reviewer.id)
    )
    return [PoolFacts(str(level), bool(guided), until) for level, until, guided in rows]


def _has_guided(on: date) -> Any:
    """Whether a reviewer guided a review that ran in the 24 months up to a day."""
    since = months_before(on, POOL_MONTHS)
    return exists().where(
        Assignment.reviewer_id == Reviewer.id,
        Assignment.role.in_(GUIDING),
        Assignment.started_on.is_not(None),
        Engagement.id == Assignment.engagement_id,
        Engagement.started_on <= on,
        or_(Engagement.closed_on.is_(None), Engagement.closed_on >= since),
    )


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or later when negative; at most the month's last."""
    years, month = divmod(day.month - 1 - months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def outreach(from_: date, until: date) -> tuple[int, dict[str, int]]:
    """I27: how many meetings were held, and how many came by sector."""
    rows: Sequence[Any] = session.execute(
        select(OutreachEvent.id, EventAttendance.sector, EventAttendance.participants)
        .outerjoin(EventAttendance, EventAttendance.event_id == OutreachEvent.id)
        .where(OutreachEvent.held_on.between(from_, until))
    ).all()
    came: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.sector is not None:
            came[str(row.sector)] += row.participants
    return len({row.id for row in rows}), dict(sorted(came.items()))


def signals(from_: date, until: date) -> tuple[dict[str, int], list[Case]]:
    """I28: what came in by kind, and of what is handled or over its term, what was in time."""
    kinds: dict[str, int] = defaultdict(int)
    today, cases = clock.today(), []
    for row in session.execute(
        select(Signal.kind, Signal.received_on, Signal.due_on, Signal.handled_on)
        .where(Signal.received_on.between(from_, until))
        .order_by(Signal.received_on, Signal.id)
    ):
        kinds[str(row.kind)] += 1
        if row.handled_on is not None or row.due_on < today:
            is_met = row.handled_on is not None and row.handled_on <= row.due_on
            cases.append(Case(row.received_on.isoformat(), is_met))
    return dict(sorted(kinds.items())), cases
