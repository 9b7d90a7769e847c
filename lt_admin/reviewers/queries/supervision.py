"""Supervision: the sessions of a review, and whether its norm is met."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import (
    Engagement,
    Focus,
    FocusPoint,
    Hold,
)
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import Assignment
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
    """The same for many reviews at once, given their types by id; three statements in all."""
    held: dict[int, list[tuple[SupervisionMoment, int]]] = {each: [] for each in types}
    for each, moment, minutes in session.execute(
        select(
            SupervisionSession.engagement_id, SupervisionSession.moment, SupervisionSession.minutes
        ).where(SupervisionSession.engagement_id.in_(types))
    ):
        held[each].append((moment, minutes))
    practice, delayed = _with_practice_review(types), _delayed(types)
    return {
        each: rules.norm(
            type_, held[each], has_practice_review=each in practice, was_delayed=each in delayed
        )
        for each, type_ in types.items()
    }


def _with_practice_review(engagement_ids: Collection[int]) -> set[int]:
    return set(
        session.scalars(
            select(Assignment.engagement_id).where(
                Assignment.engagement_id.in_(engagement_ids),
                Assignment.is_practice_review,
                Assignment.started_on.is_not(None),
            )
        )
    )


def _delayed(engagement_ids: Collection[int]) -> set[int]:
    """The reviews that were on hold, or run beside other proceedings."""
    return set(
        session.scalars(
            select(Hold.engagement_id)
            .where(Hold.engagement_id.in_(engagement_ids))
            .union(
                select(FocusPoint.engagement_id).where(
                    FocusPoint.engagement_id.in_(engagement_ids),
                    FocusPoint.focus == Focus.PARALLEL_PROCEEDINGS,
                )
            )
        )
    )
