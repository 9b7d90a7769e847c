"""What stands in a reviewer's private calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import hash_of
from lt_admin.conduct.models.sessions import ReviewSession, session_reviewer
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.followup.models.bookings import Booking, CalendarFeed, Offer
from lt_admin.reviewers.models.assignments import GUIDING, Assignment, AssignmentState
from lt_admin.reviewers.models.people import Reviewer

KEPT = timedelta(days=92)  # how long an appointment stays in the calendar afterwards


def feed_of(reviewer_id: int) -> CalendarFeed | None:
    """The calendar address of a reviewer."""
    wanted = select(CalendarFeed).where(CalendarFeed.reviewer_id == reviewer_id)
    return session.scalars(wanted).one_or_none()


def reviewer_with(token: str) -> Reviewer | None:
    """Whose calendar this address opens; nobody's once the account is closed."""
    wanted = (
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == hash_of(token))
        .options(joinedload(CalendarFeed.reviewer).joinedload(Reviewer.user))
    )
    feed = session.scalars(wanted).one_or_none()
    return feed.reviewer if feed is not None and feed.reviewer.user.is_active else None


def _since() -> datetime:
    return clock.now() - KEPT


def bookings_of(reviewer: Reviewer) -> Sequence[Booking]:
    """The follow-ups that a reviewer guides, cancelled ones too."""
    guided = select(Assignment.engagement_id).where(
        Assignment.reviewer_id == reviewer.id,
        Assignment.role.in_(GUIDING),
        Assignment.state == AssignmentState.ACTIVE,
    )
    wanted = (
        select(Booking)
        .join(Booking.offer)
        .where(Offer.engagement_id.in_(guided), Booking.starts_at > _since())
        .order_by(Booking.starts_at, Booking.id)
        .options(
            joinedload(Booking.offer).joinedload(Offer.engagement),
            joinedload(Booking.organisation),
        )
    )
    return session.scalars(wanted).all()


def sessions_of(reviewer: Reviewer) -> Sequence[ReviewSession]:
    """The sessions in which a reviewer has a part, cancelled ones too."""
    wanted = (
        select(ReviewSession)
        .join(session_reviewer, session_reviewer.c.session_id == ReviewSession.id)
        .where(session_reviewer.c.reviewer_id == reviewer.id, ReviewSession.starts_at > _since())
        .order_by(ReviewSession.starts_at, ReviewSession.id)
        .options(joinedload(ReviewSession.engagement))
    )
    return session.scalars(wanted).all()
