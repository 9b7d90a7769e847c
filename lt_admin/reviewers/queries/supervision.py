"""Supervision: the sessions of a review, and whether its norm is met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import (
    RUNNING,
    Engagement,
    EngagementState,
    Focus,
    FocusPoint,
    Hold,
)
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from lt_admin.reviewers.rules import supervision as rules
from lt_admin.reviewers.rules.supervision import Norm


def sessions_of(engagement_id: int) -> Sequence[SupervisionSession]:
    """The supervision sessions of a review, oldest first."""
    return session.scalars(
        select(SupervisionSession)
        .where(SupervisionSession.engagement_id == engagement_id)
        .order_by(SupervisionSession.held_on, SupervisionSession.id)
        .options(
            joinedload(SupervisionSession.supervisor).joinedload(Reviewer.user),
            selectinload(SupervisionSession.attendees).joinedload(Reviewer.user),
        )
    ).all()


def supervision_norm(engagement: Engagement) -> Norm:
    """What the norm asks of a review, and what it had."""
    return supervision_norms({engagement.id: engagement.type})[engagement.id]


def supervision_norms(types: dict[int, EngagementType | None]) -> dict[int, Norm]:
    """The same for many reviews at once, given their types by id; two statements in all."""
    held: dict[int, list[tuple[SupervisionMoment, int]]] = {each: [] for each in types}
    for each, moment, minutes in session.execute(
        select(
            SupervisionSession.engagement_id, SupervisionSession.moment, SupervisionSession.minutes
        ).where(SupervisionSession.engagement_id.in_(types))
    ):
        held[each].append((moment, minutes))
    asked = _asks_for_more(types)
    return {
        each: rules.norm(
            type_,
            held[each],
            has_practice_review=(PRACTICE, each) in asked,
            was_delayed=(DELAY, each) in asked,
        )
        for each, type_ in types.items()
    }


PRACTICE, DELAY = "practice", "delay"


def _asks_for_more(engagement_ids: Collection[int]) -> set[tuple[str, int]]:
    """With a supervised practice review; on hold once, or run beside other proceedings."""
    practice = select(literal(PRACTICE), Assignment.engagement_id).where(
        Assignment.engagement_id.in_(engagement_ids),
        Assignment.is_practice_review,
        Assignment.started_on.is_not(None),
    )
    held = select(literal(DELAY), Hold.engagement_id).where(Hold.engagement_id.in_(engagement_ids))
    beside = select(literal(DELAY), FocusPoint.engagement_id).where(
        FocusPoint.engagement_id.in_(engagement_ids),
        FocusPoint.focus == Focus.PARALLEL_PROCEEDINGS,
    )
    return {(row[0], row[1]) for row in session.execute(practice.union(held, beside))}


SHOWN = (*RUNNING, EngagementState.ON_HOLD, EngagementState.CLOSED)
MOST = 200


@dataclass(frozen=True)
class Kept:
    """How one review keeps the norm."""

    engagement_id: int
    code: str
    state: EngagementState
    norm: Norm
    supervisors: str

    @property
    def overdue(self) -> tuple[SupervisionMoment, ...]:
        """The moments that went by without a session."""
        return rules.overdue(self.norm, self.state)

    @property
    def is_gap(self) -> bool:
        """Whether the norm cannot be kept in time any more."""
        return rules.is_gap(self.norm, self.state)


def _seen_by(user: User) -> Select[Any]:
    """Every review for who reads them all; otherwise those in which somebody has a place."""
    columns: tuple[Any, ...] = (Engagement.id, Engagement.code, Engagement.state, Engagement.type)
    wanted = select(*columns)
    if user.may(Permission.REVIEWER_READ):
        return wanted
    own = (
        select(Assignment.engagement_id)
        .join(Reviewer, Assignment.reviewer_id == Reviewer.id)
        .where(Reviewer.user_id == user.id, Assignment.started_on.is_not(None))
    )
    return wanted.where(Engagement.id.in_(own))


def kept_norms(user: User) -> list[Kept]:
    """The norm of every review that runs or ran, newest first; four statements in all."""
    rows = session.execute(
        _seen_by(user)
        .where(Engagement.state.in_(SHOWN))
        .order_by(Engagement.code.desc())
        .limit(MOST)
    ).all()
    norms = supervision_norms({row.id: row.type for row in rows})
    names = _supervisors([row.id for row in rows])
    return [
        Kept(row.id, row.code, row.state, norms[row.id], ", ".join(names.get(row.id, [])))
        for row in rows
    ]


def _supervisors(engagement_ids: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for engagement_id, name in session.execute(
        select(Assignment.engagement_id, User.name)
        .join(Reviewer, Assignment.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(
            Assignment.engagement_id.in_(engagement_ids),
            Assignment.role == AssignmentRole.SUPERVISOR,
            Assignment.started_on.is_not(None),
        )
        .order_by(Assignment.id)
    ):
        names.setdefault(engagement_id, []).append(name)
    return names


def find_engagement_seen_by(engagement_id: int, user: User) -> Engagement | None:
    """A review whose supervision this user may see."""
    seen = session.execute(_seen_by(user).where(Engagement.id == engagement_id)).first()
    return session.get(Engagement, engagement_id) if seen else None


def find_session(engagement: Engagement, session_id: int) -> SupervisionSession | None:
    """A session of this review."""
    found = session.get(SupervisionSession, session_id)
    return found if found is not None and found.engagement_id == engagement.id else None
