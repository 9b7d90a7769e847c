"""Which reviews somebody may see at work: all of them, or those one has a declared place in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, Party
from lt_admin.orientation.models.requests import Request
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer


def reviews_seen_by(user: User) -> Select[Any]:
    """The reviews whose work (steps 2-6) this person may see.

    A reviewer or supervisor sees those with a declared place (IR8), also after it ended; who may
    read organisations sees them all.
    """
    rows = select().select_from(Engagement).where(Engagement.code.is_not(None))
    if user.may(Permission.ORGANISATION_READ):
        return rows
    own = (
        select(Assignment.engagement_id)
        .join(Reviewer, Reviewer.id == Assignment.reviewer_id)
        .where(Reviewer.user_id == user.id, Assignment.started_on.is_not(None))
    )
    return rows.where(Engagement.id.in_(own))


def find_review_seen_by(engagement_id: int, user: User) -> Engagement | None:
    """That review with its request and parties, if this person may see its work."""
    wanted = (
        reviews_seen_by(user)
        .add_columns(Engagement)
        .where(Engagement.id == engagement_id)
        .options(
            joinedload(Engagement.request).joinedload(Request.organisation),
            selectinload(Engagement.parties).joinedload(Party.organisation),
            selectinload(Engagement.holds),
        )
    )
    return session.scalars(wanted).one_or_none()


def role_of(user: User, engagement: Engagement) -> AssignmentRole | None:
    """The declared role that somebody has in a review; None without one."""
    return session.scalars(
        select(Assignment.role)
        .join(Reviewer, Reviewer.id == Assignment.reviewer_id)
        .where(
            Reviewer.user_id == user.id,
            Assignment.engagement_id == engagement.id,
            Assignment.started_on.is_not(None),
        )
        .order_by(Assignment.id.desc())
    ).first()
