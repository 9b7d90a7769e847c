"""Who guides a follow-up, and who may offer times for it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.reports import FollowUpChoice, FollowUpDecision
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import (
    GUIDING,
    Assignment,
    AssignmentRole,
    AssignmentState,
)
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.access import role_of

_GUIDES = (Assignment.role.in_(GUIDING), Assignment.state == AssignmentState.ACTIVE)


def guides_of(engagement_id: int) -> list[Reviewer]:
    """The reviewers who guide a review now, the lead first."""
    wanted = (
        select(Assignment)
        .where(Assignment.engagement_id == engagement_id, *_GUIDES)
        .options(joinedload(Assignment.reviewer).joinedload(Reviewer.user))
    )
    found = sorted(session.scalars(wanted), key=lambda a: (GUIDING.index(a.role), a.id))
    return [assignment.reviewer for assignment in found]


def lock_guides(engagement_id: int) -> list[int]:
    """The ids of those reviewers, for this transaction alone.

    Taken in one order, so that no two bookings wait for each other; what guards a slot is the
    unique key, not this.
    """
    guides = select(Assignment.reviewer_id).where(
        Assignment.engagement_id == engagement_id, *_GUIDES
    )
    rows = select(Reviewer.id).where(Reviewer.id.in_(guides)).order_by(Reviewer.id)
    return list(session.scalars(rows.with_for_update(key_share=True)))


def may_manage(user: User, engagement: Engagement) -> bool:
    """Whether somebody offers times for this review: who coordinates, and its lead reviewer."""
    if not user.may(Permission.FOLLOW_UP_MANAGE):
        return False
    is_lead = role_of(user, engagement) is AssignmentRole.LEAD
    return user.may(Permission.ENGAGEMENT_MANAGE) or is_lead


def decision_of(engagement_id: int) -> FollowUpDecision | None:
    """What the commissioners decided last about a follow-up (I18)."""
    wanted = select(FollowUpDecision).where(FollowUpDecision.engagement_id == engagement_id)
    newest = wanted.order_by(FollowUpDecision.decided_on.desc(), FollowUpDecision.id.desc())
    return session.scalars(newest.limit(1)).one_or_none()


def is_agreed(engagement_id: int) -> bool:
    """Whether there is to be a follow-up."""
    decision = decision_of(engagement_id)
    return decision is not None and decision.choice is FollowUpChoice.AGREED
