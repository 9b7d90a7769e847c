"""What the indicators are counted from: the facts of requests and reviews, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.quality.rules.codes import DESTRUCTION_DAYS
from lt_admin.reviewers.rules.supervision import Norm


@dataclass(frozen=True)
class RequestFacts:
    """One request, with what became of it; days that are not there yet are None."""

    engagement_id: int
    name: str  # the code, or the organisation that asked
    received_on: date
    talked_on: date | None  # the first conversation
    quoted_on: date | None  # the first quote for the review
    accepted_on: date | None
    started_on: date | None
    ended_on: date | None
    state: str
    end_reason: str
    participants: int
    agreed: int  # of the participants, on the day step 2 began


@dataclass(frozen=True)
class ReviewFacts:
    """One closed review, with everything that an indicator asks of it."""

    engagement_id: int
    code: str
    type: EngagementType | None
    requested_on: date
    accepted_on: date | None
    planned_end_on: date | None  # as it stands after replanning
    guides: int  # of lead and second, how many were there
    leads: int
    weak_leads: int  # of a level too low for this type
    exceptions: int  # members of a group by way of exception
    introduced_at: datetime | None  # the first introduction that was held
    interviewed_at: datetime | None  # the first interview that was held
    heard: int  # service users who took part, or with a reason why not
    considered: int  # lines in the log of other proceedings
    method_points: int | None  # of three; None when never checked
    approved_minutes: int
    actual_minutes: int
    presented_on: date | None  # the last presentation that was held
    destroyed_on: date | None
    destroyed: int  # working documents on the certificate
    follow_up: str  # the last decision
    held_days: int  # on hold
    supervision: Norm

    @property
    def is_short(self) -> bool:
        """Whether it was a short one-day review."""
        return self.type is EngagementType.SHORT_ONE_DAY

    @property
    def phases(self) -> tuple[int, int, int] | None:
        """Days to acceptance, to the last presentation, to the certificate; None when not all."""
        days = (self.requested_on, self.accepted_on, self.presented_on, self.destroyed_on)
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            return None
        first, second, third, last = known
        return (second - first).days, (third - second).days, (last - third).days

    @property
    def is_destroyed_late(self) -> bool:
        """Whether the certificate came after its term."""
        return self.phases is not None and self.phases[2] > DESTRUCTION_DAYS


@dataclass(frozen=True)
class PlaceFacts:
    """A reviewer's or shadow's place in a closed review."""

    engagement_id: int
    code: str
    declared_on: date | None
    worked_on: date | None  # the first hour


@dataclass(frozen=True)
class RecommendationFacts:
    """One recommendation of a closed review."""

    engagement_id: int
    code: str
    number: int
    quadrant: str
    loop: str
    is_followed_up: bool  # the follow-up of its review was held
    outcome: str

    @property
    def name(self) -> str:
        """``LT-2025-03, 4``."""
        return f"{self.code}, {self.number}"


@dataclass(frozen=True)
class PoolFacts:
    """One active reviewer on the last day of the period."""

    level: str
    has_guided: bool  # in the last 24 months
    expires_on: date | None
