"""Who has, had or could have a place in a review; and which reviews a reviewer sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import (
    RUNNING,
    Engagement,
    EngagementState,
    Party,
    PartyRole,
)
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import Assignment, AssignmentState
from lt_admin.reviewers.models.people import PayeePeriod, Reviewer
from lt_admin.reviewers.queries import people
from lt_admin.reviewers.rules.independence import Assessment, assess
from lt_admin.reviewers.rules.places import WEIGHT, AssignmentRole, Question, Review

OPEN = (
    EngagementState.QUOTED,
    EngagementState.ACCEPTED,
    EngagementState.ON_HOLD,
    *RUNNING,
)
INVOLVED = (PartyRole.PARTICIPATING, PartyRole.COMMISSIONING)
_PAID = (
    joinedload(Assignment.reviewer).joinedload(Reviewer.user),
    joinedload(Assignment.reviewer)
    .selectinload(Reviewer.payee_periods)
    .joinedload(PayeePeriod.payee),
    joinedload(Assignment.declaration),
)
_PERSON = (*_PAID, joinedload(Assignment.reviewer).selectinload(Reviewer.levels))


def lock_engagement(engagement: Engagement) -> None:
    """Wait until nobody else changes this engagement, and read it afresh."""
    session.scalars(
        select(Engagement)
        .where(Engagement.id == engagement.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def takes_reviewers(engagement: Engagement) -> bool:
    """Whether reviewers can be asked: from the quote on until the end, and for a follow-up."""
    is_follow_up = (
        engagement.state is EngagementState.CLOSED and engagement.follow_up_ceiling_minutes > 0
    )
    return engagement.state in OPEN or is_follow_up


def team_of(engagement: Engagement) -> Sequence[Assignment]:
    """Every assignment of a review, declined and ended ones too, in the order of asking."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.engagement_id == engagement.id)
        .order_by(Assignment.id)
        .options(*_PERSON, selectinload(Assignment.findings))
    ).all()


def places_in(engagement: Engagement) -> Sequence[Assignment]:
    """The same to read only: who they are and who is paid, without their levels; two statements."""
    return (
        session.scalars(
            select(Assignment)
            .where(Assignment.engagement_id == engagement.id)
            .order_by(Assignment.id)
            .options(*_PAID, joinedload(Assignment.findings))
        )
        .unique()
        .all()
    )


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


def candidates(
    engagement: Engagement, role: AssignmentRole, *, is_practice_review: bool = False
) -> list[Assessment]:
    """What the rules say about every reviewer for this role, the possible ones first.

    The number of statements does not grow with the pool.
    """
    review = review_of(engagement)
    found = [
        assess(Question(each.as_person(review.day), role, review, is_practice_review))
        for each in people.pool()
    ]
    return sorted(found, key=lambda a: (WEIGHT[a.verdict], a.question.person.name))


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


def my_places(reviewer: Reviewer) -> Sequence[Assignment]:
    """The places a reviewer has or had, and what is asked, newest review first."""
    return session.scalars(
        select(Assignment)
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(Assignment.reviewer_id == reviewer.id, Assignment.state != AssignmentState.DECLINED)
        .order_by(Engagement.code.desc(), Assignment.id.desc())
        .options(joinedload(Assignment.engagement), joinedload(Assignment.declaration))
    ).all()


def teams_of(engagement_ids: Collection[int]) -> dict[int, list[Assignment]]:
    """Who stands in each of these reviews now, in the order of their roles."""
    found = session.scalars(
        select(Assignment)
        .where(
            Assignment.engagement_id.in_(sorted(set(engagement_ids))),
            Assignment.state.in_([AssignmentState.ASKED, AssignmentState.ACTIVE]),
        )
        .order_by(Assignment.id)
        .options(joinedload(Assignment.reviewer).joinedload(Reviewer.user))
    ).all()
    teams: dict[int, list[Assignment]] = {each: [] for each in engagement_ids}
    for assignment in sorted(found, key=lambda a: list(AssignmentRole).index(a.role)):
        teams[assignment.engagement_id].append(assignment)
    return teams


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


def places_of(reviewer: Reviewer) -> Sequence[Assignment]:
    """Every place a reviewer has, had or was asked for, newest first."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.reviewer_id == reviewer.id)
        .order_by(Assignment.id.desc())
        .options(
            joinedload(Assignment.engagement),
            joinedload(Assignment.declaration),
            selectinload(Assignment.findings),
        )
    ).all()


def next_role(team: Sequence[Assignment]) -> str:
    """The first of lead, second and supervisor that nobody has yet; shadow when all are there."""
    taken = {assignment.role for assignment in team if assignment.is_standing}
    wanted = (AssignmentRole.LEAD, AssignmentRole.SECOND, AssignmentRole.SUPERVISOR)
    return next((role.value for role in wanted if role not in taken), AssignmentRole.SHADOW.value)
