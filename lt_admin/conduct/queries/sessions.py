"""Reading the sessions of a review, and the part that service users took."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.sessions import (
    ReviewSession,
    ServiceUserVoice,
    SessionKind,
    SessionState,
)
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import SEES_THE_CASE, Assignment
from lt_admin.reviewers.models.people import Reviewer

DIALOGUES = (SessionKind.DIALOGUE, SessionKind.JOINT_DIALOGUE)
INTERVIEWS = (SessionKind.INTERVIEW, SessionKind.GROUP_INTERVIEW)
_WHOLE = (
    selectinload(ReviewSession.reviewers).joinedload(Reviewer.user),
    selectinload(ReviewSession.organisations),
    selectinload(ReviewSession.subgroups),
)


def sessions_of(engagement_id: int) -> Sequence[ReviewSession]:
    """Every session of a review, cancelled ones too, the earliest first."""
    return session.scalars(
        select(ReviewSession)
        .where(ReviewSession.engagement_id == engagement_id)
        .order_by(ReviewSession.starts_at, ReviewSession.id)
        .options(*_WHOLE)
    ).all()


def find_session(engagement: Engagement, session_id: int) -> ReviewSession | None:
    """That session of this review."""
    found = session.get(ReviewSession, session_id, options=_WHOLE)
    return found if found is not None and found.engagement_id == engagement.id else None


def last_presentations(engagement_ids: Collection[int]) -> dict[int, date]:
    """The Amsterdam day of the latest presentation held, for the reviews that had one."""
    rows = session.execute(
        select(ReviewSession.engagement_id, func.max(ReviewSession.starts_at))
        .where(
            ReviewSession.engagement_id.in_(engagement_ids),
            ReviewSession.kind == SessionKind.PRESENTATION,
            ReviewSession.state == SessionState.HELD,
        )
        .group_by(ReviewSession.engagement_id)
    )
    return {engagement_id: clock.day_of(at) for engagement_id, at in rows}


def first_held(engagement_id: int, kinds: Collection[SessionKind]) -> datetime | None:
    """When the first held session of one of these kinds began."""
    return session.scalar(
        select(func.min(ReviewSession.starts_at)).where(
            ReviewSession.engagement_id == engagement_id,
            ReviewSession.kind.in_(kinds),
            ReviewSession.state == SessionState.HELD,
        )
    )


def groups_in_dialogue(engagement_id: int) -> set[Group]:
    """The groups that held a dialogue, apart or together."""
    rows = session.execute(
        select(ReviewSession.kind, ReviewSession.group).where(
            ReviewSession.engagement_id == engagement_id,
            ReviewSession.kind.in_(DIALOGUES),
            ReviewSession.state == SessionState.HELD,
        )
    ).all()
    apart = {group for kind, group in rows if kind is SessionKind.DIALOGUE and group is not None}
    has_joint = any(kind is SessionKind.JOINT_DIALOGUE or group is None for kind, group in rows)
    return set(Group) if has_joint else apart


def reviewers_of(engagement: Engagement) -> Sequence[Assignment]:
    """Who may be at the sessions of a review: lead, second and shadow with a declaration."""
    return session.scalars(
        select(Assignment)
        .where(
            Assignment.engagement_id == engagement.id,
            Assignment.role.in_(SEES_THE_CASE),
            Assignment.started_on.is_not(None),
        )
        .order_by(Assignment.id)
        .options(joinedload(Assignment.reviewer).joinedload(Reviewer.user))
    ).all()


def voices_of(engagement_id: int) -> Sequence[ServiceUserVoice]:
    """The part that service users took, in the order of recording."""
    return session.scalars(
        select(ServiceUserVoice)
        .where(ServiceUserVoice.engagement_id == engagement_id)
        .order_by(ServiceUserVoice.id)
    ).all()


def find_voice(engagement: Engagement, voice_id: int) -> ServiceUserVoice | None:
    """That line of this review."""
    found = session.get(ServiceUserVoice, voice_id)
    return found if found is not None and found.engagement_id == engagement.id else None
