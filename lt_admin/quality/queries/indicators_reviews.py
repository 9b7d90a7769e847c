"""The closed reviews with all that the indicators ask of them: one statement, and supervision."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, ScalarSelect, and_, case, exists, func, or_, select

from lt_admin.conduct.models.groups import GroupMember
from lt_admin.conduct.models.proceedings import ProceedingsCheck
from lt_admin.conduct.models.registers import DestructionCertificate, WorkingDocument
from lt_admin.conduct.models.reports import FollowUpDecision, MethodCheck
from lt_admin.conduct.models.sessions import (
    ReviewSession,
    ServiceUserVoice,
    SessionKind,
    SessionState,
    Voice,
)
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, Hold
from lt_admin.orientation.models.requests import Request
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.quality.rules.facts import ReviewFacts
from lt_admin.reviewers.models.assignments import (
    GUIDING,
    Assignment,
    AssignmentRole,
    IndependenceDeclaration,
)
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.queries.supervision import supervision_norms
from lt_admin.reviewers.rules.supervision import Norm

FOLLOW_UP_STEP = 6
INTERVIEWS = (SessionKind.INTERVIEW, SessionKind.GROUP_INTERVIEW)
LEADS = (ReviewerLevel.LEAD, ReviewerLevel.SUPERVISOR)


def _of(what: Any, table: Any, *conditions: Any) -> ScalarSelect[Any]:
    """Something of the rows of a table that belong to the engagement of the outer statement."""
    wanted = select(what).select_from(table).where(table.engagement_id == Engagement.id)
    return wanted.where(*conditions).correlate(Engagement).scalar_subquery()


def _held(what: Any, *kinds: SessionKind) -> ScalarSelect[Any]:
    is_held = ReviewSession.state == SessionState.HELD
    return _of(what, ReviewSession, ReviewSession.kind.in_(kinds), is_held)


_DECLARED = exists().where(IndependenceDeclaration.assignment_id == Assignment.id)
_LEADS = (Assignment.role == AssignmentRole.LEAD, _DECLARED)
_MAY_LEAD = or_(
    Assignment.level_at_start.in_(LEADS),
    and_(
        Engagement.type == EngagementType.SHORT_ONE_DAY,
        Assignment.level_at_start == ReviewerLevel.ACCREDITED,
    ),
)
_HEARD = or_(
    ServiceUserVoice.voice == Voice.TOOK_PART,
    and_(ServiceUserVoice.voice != Voice.INVITED, ServiceUserVoice.reason != ""),
)
_POINTS = sum(
    case((point, 1), else_=0)
    for point in (
        MethodCheck.avoids_hindsight,
        MethodCheck.appraises_and_explains,
        MethodCheck.explores_wider,
    )
)
_IS_COUNTED = (
    TimeEntry.billable,
    TimeEntry.state == EntryState.APPROVED,
    TimeEntry.step < FOLLOW_UP_STEP,  # the follow-up stands apart, with a quote of its own
)
_LAST_DECISION = (
    select(FollowUpDecision.choice)
    .where(FollowUpDecision.engagement_id == Engagement.id)
    .order_by(FollowUpDecision.decided_on.desc(), FollowUpDecision.id.desc())
    .limit(1)
    .correlate(Engagement)
    .scalar_subquery()
)
_IS_DESTROYED = WorkingDocument.certificate_id.is_not(None)
_NUMBERS: dict[str, ScalarSelect[Any]] = {
    "guides": _of(
        func.count(Assignment.role.distinct()), Assignment, Assignment.role.in_(GUIDING), _DECLARED
    ),
    "leads": _of(func.count(), Assignment, *_LEADS),
    "weak_leads": _of(func.count(), Assignment, *_LEADS, ~_MAY_LEAD),
    "exceptions": _of(func.count(), GroupMember, GroupMember.override_reason != ""),
    "heard": _of(func.count(), ServiceUserVoice, _HEARD),
    "considered": _of(func.count(), ProceedingsCheck),
    "actual_minutes": _of(func.sum(TimeEntry.minutes), TimeEntry, *_IS_COUNTED),
    "destroyed": _of(func.sum(WorkingDocument.count), WorkingDocument, _IS_DESTROYED),
}
_REST: dict[str, ScalarSelect[Any]] = {
    "introduced_at": _held(func.min(ReviewSession.starts_at), SessionKind.INTRODUCTION),
    "interviewed_at": _held(func.min(ReviewSession.starts_at), *INTERVIEWS),
    "presented_at": _held(func.max(ReviewSession.starts_at), SessionKind.PRESENTATION),
    "method_points": _of(_POINTS, MethodCheck),
    "destroyed_on": _of(DestructionCertificate.destroyed_on, DestructionCertificate),
    "follow_up": _LAST_DECISION,
}
_PLAIN = (
    Engagement.id.label("engagement_id"),
    Engagement.code,
    Engagement.type,
    Request.received_on.label("requested_on"),
    Engagement.accepted_on,
    Engagement.planned_end_on,
    Engagement.ceiling_minutes.label("approved_minutes"),
)


def reviews(from_: date, until: date) -> tuple[ReviewFacts, ...]:
    """The reviews closed in the period, by code; five statements however many there are."""
    named = {**_NUMBERS, **_REST}
    rows = session.execute(
        select(*_PLAIN, *(each.label(name) for name, each in named.items()))
        .join(Request, Engagement.request_id == Request.id)
        .where(Engagement.closed_on.between(from_, until))
        .order_by(Engagement.code, Engagement.id)
    ).all()
    norms = supervision_norms({row.engagement_id: row.type for row in rows})
    held = _held_days([row.engagement_id for row in rows])
    return tuple(_facts(row, norms[row.engagement_id], held) for row in rows)


def _facts(row: Row[*tuple[Any, ...]], norm: Norm, held: dict[int, int]) -> ReviewFacts:
    facts = dict(row._mapping)  # noqa: SLF001 - the public name of a row's mapping
    presented_at = facts.pop("presented_at")
    numbers = {name: int(facts[name] or 0) for name in _NUMBERS}
    points = facts["method_points"]
    changed = {
        "code": row.code or "",
        "method_points": None if points is None else int(points),
        "presented_on": presented_at and day_of(presented_at),
        "follow_up": str(row.follow_up or ""),
        "held_days": held.get(row.engagement_id, 0),
        "supervision": norm,
    }
    return ReviewFacts(**facts | numbers | changed)


def _held_days(engagement_ids: list[int]) -> dict[int, int]:
    """How many days each of these reviews was on hold; a hold that goes on is not counted."""
    found: dict[int, int] = {}
    rows: Any = session.execute(
        select(Hold.engagement_id, Hold.starts_on, Hold.ends_on)
        .where(Hold.engagement_id.in_(engagement_ids))
        .where(Hold.ends_on.is_not(None))
    )
    for engagement_id, starts_on, ends_on in rows:
        found[engagement_id] = found.get(engagement_id, 0) + (ends_on - starts_on).days
    return found
