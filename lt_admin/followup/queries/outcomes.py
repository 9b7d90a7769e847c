"""The recommendations of a review with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.followup.models.bookings import Booking, BookingState, Offer
from lt_admin.followup.models.outcomes import RecommendationOutcome


@dataclass(frozen=True)
class Followed:
    """One recommendation, and what was said about it."""

    recommendation: Recommendation
    outcome: RecommendationOutcome | None


def followed(engagement_id: int) -> list[Followed]:
    """Every recommendation of a review, in order."""
    wanted = (
        select(Recommendation, RecommendationOutcome)
        .outerjoin(
            RecommendationOutcome, RecommendationOutcome.recommendation_id == Recommendation.id
        )
        .where(Recommendation.engagement_id == engagement_id)
        .order_by(Recommendation.number)
        .options(
            joinedload(Recommendation.organisation), joinedload(RecommendationOutcome.recorded_by)
        )
    )
    return [Followed(row[0], row[1]) for row in session.execute(wanted)]


def find_recommendation(engagement_id: int, recommendation_id: int) -> Recommendation | None:
    """A recommendation of this review."""
    return session.scalars(
        select(Recommendation).where(
            Recommendation.id == recommendation_id, Recommendation.engagement_id == engagement_id
        )
    ).one_or_none()


def outcome_of(recommendation_id: int) -> RecommendationOutcome | None:
    """What was recorded about a recommendation."""
    return session.scalars(
        select(RecommendationOutcome).where(
            RecommendationOutcome.recommendation_id == recommendation_id
        )
    ).one_or_none()


def first_held_on(engagement_id: int) -> date | None:
    """The Amsterdam day of the first follow-up that was held."""
    first = session.scalar(
        select(func.min(Booking.starts_at))
        .join(Booking.offer)
        .where(Offer.engagement_id == engagement_id, Booking.state == BookingState.HELD)
    )
    return None if first is None else day_of(first)
