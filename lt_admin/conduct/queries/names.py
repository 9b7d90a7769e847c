"""Whose names in the two groups have had their time (DOMAIN.md 2i)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, exists, func, select

from lt_admin.conduct.models.groups import GroupMember
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.core.clock import midnight
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement


def _presentation(state: SessionState) -> Select[int]:
    return select(ReviewSession.id).where(
        ReviewSession.engagement_id == Engagement.id,
        ReviewSession.kind == SessionKind.PRESENTATION,
        ReviewSession.state == state,
    )


def reviews_presented_before(day: date) -> Select[int]:
    """The reviews whose last presentation was held before `day`, and that plan no other.

    A review that was withdrawn counts from the day on which it ended.
    """
    last = (
        _presentation(SessionState.HELD)
        .with_only_columns(func.max(ReviewSession.starts_at))
        .scalar_subquery()
    )
    is_over = (last < midnight(day)) & ~exists(_presentation(SessionState.PLANNED))
    return select(Engagement.id).where(is_over | (Engagement.ended_on < day))


def named_members(reviews: Select[int]) -> Select[int]:
    """The members with a name in these reviews."""
    of_them = GroupMember.engagement_id.in_(reviews)
    return select(GroupMember.id).where(of_them, GroupMember.name.is_not(None))


def reviews_with_names(reviews: Select[int]) -> Sequence[Engagement]:
    """Those of the reviews in which somebody still has a name."""
    named = select(GroupMember.engagement_id).where(GroupMember.name.is_not(None))
    wanted = select(Engagement).where(Engagement.id.in_(reviews), Engagement.id.in_(named))
    return session.scalars(wanted.order_by(Engagement.id)).all()
