"""Supervised practice reviews and their assessments: who judged, and who may."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import Assessment
from lt_admin.reviewers.models.people import Reviewer


def assessment_of(assignment: Assignment) -> Assessment | None:
    """The judgement of a practice review, once there is one."""
    return session.scalars(
        select(Assessment).where(Assessment.assignment_id == assignment.id)
    ).one_or_none()


def assessments_of(reviewer: Reviewer) -> Sequence[Assessment]:
    """The judgements of somebody's practice reviews, newest first."""
    return session.scalars(
        select(Assessment)
        .join(Assignment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.reviewer_id == reviewer.id)
        .order_by(Assessment.assessed_on.desc(), Assessment.id.desc())
        .options(
            joinedload(Assessment.assignment).joinedload(Assignment.engagement),
            joinedload(Assessment.assessor).joinedload(Reviewer.user),
        )
    ).all()


def practice_reviews(engagement: Engagement) -> Sequence[tuple[Assignment, Assessment | None]]:
    """The supervised practice reviews in a review, each with its judgement."""
    rows = session.execute(
        select(Assignment, Assessment)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .where(
            Assignment.engagement_id == engagement.id,
            Assignment.is_practice_review,
            Assignment.started_on.is_not(None),
        )
        .order_by(Assignment.id)
        .options(joinedload(Assignment.reviewer).joinedload(Reviewer.user))
    )
    return [(assignment, made) for assignment, made in rows]


def practice_reviews_to_assess(user: User) -> Sequence[Assignment]:
    """Practice reviews in step 5 or closed without a judgement, that this person may give."""
    wanted = (
        select(Assignment)
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(
            Assignment.is_practice_review,
            Assignment.started_on.is_not(None),
            Engagement.state.in_([EngagementState.REPORTING, EngagementState.CLOSED]),
            Assignment.id.not_in(select(Assessment.assignment_id)),
        )
        .order_by(Assignment.id)
        .options(
            joinedload(Assignment.engagement),
            joinedload(Assignment.reviewer).joinedload(Reviewer.user),
        )
    )
    if not user.may(Permission.REVIEWER_MANAGE):
        wanted = wanted.where(Assignment.engagement_id.in_(_supervised_by(user)))
    return session.scalars(wanted).all()


def _supervised_by(user: User) -> Select[int]:
    return (
        select(Assignment.engagement_id)
        .join(Reviewer, Assignment.reviewer_id == Reviewer.id)
        .where(
            Reviewer.user_id == user.id,
            Assignment.role == AssignmentRole.SUPERVISOR,
            Assignment.started_on.is_not(None),
        )
    )


def find_practice_review_seen_by(assignment_id: int, user: User) -> Assignment | None:
    """A supervised practice review, for its supervisor and for who manages reviewers."""
    found = session.get(Assignment, assignment_id)
    if found is None or not found.is_practice_review:
        return None
    is_free = user.may(Permission.REVIEWER_MANAGE)
    return (
        found
        if is_free or found.engagement_id in session.scalars(_supervised_by(user)).all()
        else None
    )
