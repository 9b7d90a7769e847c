"""Who has, had or could have a place in a review; and which reviews a reviewer sees."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import (
    Engagement,
    Party,
    PartyRole,
)
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import Assignment, AssignmentState
from lt_admin.reviewers.models.people import PayeePeriod, Reviewer
from lt_admin.reviewers.rules.places import Review

INVOLVED = (PartyRole.PARTICIPATING, PartyRole.COMMISSIONING)
_PERSON = (
    joinedload(Assignment.reviewer).joinedload(Reviewer.user),
    joinedload(Assignment.reviewer).selectinload(Reviewer.levels),
    joinedload(Assignment.reviewer)
    .selectinload(Reviewer.payee_periods)
    .joinedload(PayeePeriod.payee),
    joinedload(Assignment.declaration),
)


def lock_engagement(engagement: Engagement) -> None:
    """Wait until nobody else changes this engagement, and read it afresh."""
    session.refresh(engagement, with_for_update=True)


def team_of(engagement: Engagement) -> Sequence[Assignment]:
    """Every assignment of a review, declined and ended ones too, in the order of asking."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.engagement_id == engagement.id)
        .order_by(Assignment.id)
        .options(*_PERSON, selectinload(Assignment.findings))
    ).all()


def review_of(engagement: Engagement) -> Review:
    """The review as the independence rules see it today."""
    parties = session.scalars(
        select(Party)
        .where(Party.engagement_id == engagement.id, Party.role.in_(INVOLVED))
        .options(joinedload(Party.organisation))
    ).all()
    day = clock.today()
    return Review(
        day=day,
        is_short=engagement.type is EngagementType.SHORT_ONE_DAY,
        parties={party.organisation_id: party.organisation.name for party in parties},
        institutions=frozenset(
            party.organisation_id for party in parties if party.role is PartyRole.PARTICIPATING
        ),
        team=tuple(
            assignment.as_place(day)
            for assignment in team_of(engagement)
            if assignment.is_standing or assignment.started_on is not None
        ),
    )


def find_assignment_seen_by(assignment_id: int, user: User) -> Assignment | None:
    """An assignment, if it is this user's own or the user manages them all."""
    wanted = (
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(*_PERSON, selectinload(Assignment.findings), joinedload(Assignment.engagement))
    )
    if not user.may(Permission.ASSIGNMENT_MANAGE):
        wanted = wanted.where(Assignment.reviewer.has(Reviewer.user_id == user.id))
    return session.scalars(wanted).one_or_none()


def engagements_of(reviewer: Reviewer) -> Sequence[Engagement]:
    """The reviews in which a reviewer has, or was asked for, a place; newest first."""
    return session.scalars(
        select(Engagement)
        .where(
            Engagement.id.in_(
                select(Assignment.engagement_id).where(
                    Assignment.reviewer_id == reviewer.id,
                    Assignment.state != AssignmentState.DECLINED,
                )
            )
        )
        .order_by(Engagement.id.desc())
    ).all()
