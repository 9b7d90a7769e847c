"""The engagement: the commissioned job, from request to closed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, ReadinessAnswer, Request


class EngagementType(StrEnum):
    """The shapes of a learning review (DOMAIN.md 2f)."""

    FULL = "full"
    GROUP = "group"
    MIDRANGE = "midrange"
    SHORT_ONE_DAY = "short_one_day"


class EngagementState(StrEnum):
    """Where an engagement stands (DOMAIN.md 2h); a follow-up is a quote of its own."""

    REQUESTED = "requested"
    ORIENTATION = "orientation"
    QUOTED = "quoted"
    ACCEPTED = "accepted"
    EXPLORING = "exploring"
    DIALOGUE = "dialogue"
    DRAFTING = "drafting"
    REPORTING = "reporting"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


_S = EngagementState
RUNNING = (_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING, _S.REPORTING)
BEFORE_START = (_S.REQUESTED, _S.ORIENTATION, _S.QUOTED, _S.ACCEPTED)
ENGAGEMENT_STEPS = Steps(
    {
        (_S.REQUESTED, "orient"): _S.ORIENTATION,
        (_S.ORIENTATION, "orient"): _S.ORIENTATION,
        (_S.ORIENTATION, "quote"): _S.QUOTED,
        (_S.QUOTED, "quote"): _S.QUOTED,
        (_S.QUOTED, "accept"): _S.ACCEPTED,
        (_S.QUOTED, "reject"): _S.REJECTED,
        (_S.ACCEPTED, "explore"): _S.EXPLORING,
        (_S.EXPLORING, "discuss"): _S.DIALOGUE,
        (_S.DIALOGUE, "draft"): _S.DRAFTING,
        (_S.DIALOGUE, "report"): _S.REPORTING,  # a short review has no step 4 (DOMAIN.md 2f)
        (_S.DRAFTING, "report"): _S.REPORTING,
        (_S.REPORTING, "close"): _S.CLOSED,
        **{(state, "hold"): _S.ON_HOLD for state in RUNNING},
        **{(state, "withdraw"): _S.WITHDRAWN for state in (*BEFORE_START, *RUNNING, _S.ON_HOLD)},
    }
)


class EndReason(StrEnum):
    """Why a request or engagement went no further (DOMAIN.md 2a, I4)."""

    PARTICIPANT_REFUSED = "participant_refused"
    BUDGET = "budget"
    TIMING = "timing"
    OTHER_METHOD = "other_method"
    OTHER = "other"


class Focus(StrEnum):
    """What asks extra attention in a review, in neutral words (DOMAIN.md 1a, A22-37)."""

    PRIVACY = "privacy"
    PARALLEL_PROCEEDINGS = "parallel_proceedings"
    DISAGREEMENT = "disagreement"
    LARGE_TEAM = "large_team"
    YOUNG_PERSON = "young_person"


class Engagement(Versioned, Model):
    """One learning review for one or more commissioners; known by a neutral code only."""

    __tablename__ = "engagement"

    code: Mapped[str | None] = mapped_column(String(16), unique=True)  # LT-YYYY-NN at first quote
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), unique=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[EngagementState] = mapped_column(default=EngagementState.REQUESTED, index=True)
    type: Mapped[EngagementType | None]
    ceiling_minutes: Mapped[int] = mapped_column(default=0)  # accepted hours of steps 2-5
    follow_up_ceiling_minutes: Mapped[int] = mapped_column(default=0)  # accepted hours of step 6
    planned_start_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]
    end_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    request: Mapped[Request] = relationship()
    coordinator: Mapped[User] = relationship()
    parties: Mapped[list[Party]] = relationship(
        back_populates="engagement", order_by="Party.position"
    )
    meetings: Mapped[list[OrientationMeeting]] = relationship(order_by="OrientationMeeting.held_on")
    readiness: Mapped[list[ReadinessAnswer]] = relationship()
    focus_points: Mapped[list[FocusPoint]] = relationship(cascade="all, delete-orphan")
    holds: Mapped[list[Hold]] = relationship(order_by="Hold.starts_on")


class PartyRole(StrEnum):
    """What an organisation is in one engagement."""

    PARTICIPATING = "participating"
    COMMISSIONING = "commissioning"  # pays or asks, but takes no part itself
    PARTNER = "partner"  # helps to run it at its own cost


class Party(Versioned, Model):
    """An organisation's place in an engagement, and its written agreement with the ground rules.

    Every participating organisation must agree, at director level (DOMAIN.md 1c, LT-w3).
    """

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("engagement_id", "organisation_id"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[PartyRole] = mapped_column(default=PartyRole.PARTICIPATING)
    position: Mapped[int]
    agreed_on: Mapped[date | None]
    agreed_by_name: Mapped[str] = mapped_column(default="")
    agreed_by_function: Mapped[str] = mapped_column(default="")
    refused_on: Mapped[date | None]
    engagement: Mapped[Engagement] = relationship(back_populates="parties")
    organisation: Mapped[Organisation] = relationship()

    @property
    def must_agree(self) -> bool:
        """Whether the review cannot start without this organisation's agreement."""
        return self.role is PartyRole.PARTICIPATING


class FocusPoint(Model):
    """One focus of one engagement."""

    __tablename__ = "focus_point"
    __table_args__ = (UniqueConstraint("engagement_id", "focus"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    focus: Mapped[Focus]


class Hold(Versioned, Model):
    """A time in which the review waits, with the decision's reason in neutral words."""

    __tablename__ = "hold"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str]
    interrupted: Mapped[EngagementState]  # what resume goes back to


class EngagementSeries(Model):
    """The engagement codes of one year: ``LT-2025-01`` and on."""

    __tablename__ = "engagement_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
