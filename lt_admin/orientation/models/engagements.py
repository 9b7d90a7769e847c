"""The engagement: the commissioned job, from request to closed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps, WrongState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, ReadinessAnswer, Request
from lt_admin.orientation.rules.engagements import EngagementType


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
ENDED = (_S.CLOSED, _S.WITHDRAWN, _S.REJECTED)
NEXT_STEP = {_S.EXPLORING: "discuss", _S.DRAFTING: "report"}  # after dialogue it depends


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
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[EngagementState] = mapped_column(default=EngagementState.REQUESTED, index=True)
    type: Mapped[EngagementType | None]
    ceiling_minutes: Mapped[int] = mapped_column(default=0)  # accepted hours of steps 2-5
    follow_up_ceiling_minutes: Mapped[int] = mapped_column(default=0)  # accepted hours of step 6
    planned_start_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    started_on: Mapped[date | None]  # when step 2 began
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
    holds: Mapped[list[Hold]] = relationship(order_by="Hold.starts_on, Hold.id")

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen in it."""
        return self.state in ENDED

    @property
    def has_accepted_quote(self) -> bool:
        """Whether every commissioner has accepted its share of the review's quote."""
        return self.ceiling_minutes > 0

    @property
    def still_to_agree(self) -> list[Party]:
        """The participating organisations whose written agreement is not there."""
        return [party for party in self.parties if party.must_agree and party.agreed_on is None]

    @property
    def is_agreed(self) -> bool:
        """Whether both hold: the quote is accepted by all, and every participant has agreed."""
        return self.has_accepted_quote and not self.still_to_agree

    @property
    def asks_for_privacy(self) -> bool:
        """Whether privacy is one of its focus points, so that the plan makes room for it."""
        return any(point.focus is Focus.PRIVACY for point in self.focus_points)

    @property
    def open_hold(self) -> Hold | None:
        """The hold that the review is in now."""
        return next((hold for hold in self.holds if hold.ends_on is None), None)

    def _take(self, step: str) -> None:
        self.state = ENGAGEMENT_STEPS.after(self.state, step)

    def orient(self) -> None:
        """There is a conversation."""
        self._take("orient")

    def quote(self) -> None:
        """A quote went out; raises WrongState once one is accepted by all."""
        if self.has_accepted_quote:
            raise WrongState(_("The quote is accepted; more hours need a change order."))
        self._take("quote")

    def agree_on_hours(self, minutes: int) -> None:
        """Every commissioner has accepted its share: so many minutes, once and for all."""
        if self.state is not EngagementState.QUOTED or self.has_accepted_quote:
            raise WrongState(_("There is no open quote for this review."))
        if minutes <= 0:
            raise Refused(_("A quote without hours cannot be accepted."))
        self.ceiling_minutes = minutes

    def accept(self, *, on: date) -> None:
        """Quote and agreements are complete; raises WrongState while they are not."""
        if not self.is_agreed:
            raise WrongState(_("The quote or an agreement is not complete yet."))
        self._take("accept")
        self.accepted_on = on

    def explore(self, *, on: date) -> None:
        """Step 2 begins; raises WrongState until all is agreed."""
        self._take("explore")
        self.started_on = on

    def move_on(self) -> None:
        """The next of steps 3, 4 and 5; a short review has no step 4 (DOMAIN.md 2f)."""
        is_short = self.type is EngagementType.SHORT_ONE_DAY
        after_dialogue = "report" if is_short else "draft"
        self._take(NEXT_STEP.get(self.state, after_dialogue))

    def hold(self, *, reason: str, on: date) -> None:
        """The review waits from this day."""
        interrupted = self.state
        self._take("hold")
        self.holds.append(Hold(starts_on=on, reason=reason, interrupted=interrupted))

    def resume(self, *, on: date) -> None:
        """The review goes on where it stopped; raises WrongState when it is not on hold."""
        waiting = self.open_hold
        if self.state is not EngagementState.ON_HOLD or waiting is None:
            raise WrongState(_("This review is not on hold."))
        waiting.ends_on = on
        self.state = waiting.interrupted

    def reject(self, *, reason: EndReason, note: str, on: date) -> None:
        """The commissioners say no to the quote."""
        self._take("reject")
        self._end(reason, note, on)

    def withdraw(self, *, reason: EndReason, note: str, on: date) -> None:
        """It goes no further, whoever decided that."""
        self._take("withdraw")
        if waiting := self.open_hold:
            waiting.ends_on = on
        self._end(reason, note, on)

    def _end(self, reason: EndReason, note: str, on: date) -> None:
        self.end_reason, self.end_note, self.ended_on = reason, note, on

    def close(self, *, on: date) -> None:
        """All is done; quality guards what that means."""
        self._take("close")
        self.closed_on = on

    def raise_ceiling(self, minutes: int) -> None:
        """A change order is accepted by all: so many minutes more."""
        if self.state not in (EngagementState.ACCEPTED, EngagementState.ON_HOLD, *RUNNING):
            raise WrongState(_("Hours can be added only while a review runs."))
        if minutes <= 0:
            raise Refused(_("A change order adds hours."))
        self.ceiling_minutes += minutes

    def agree_on_follow_up(self, minutes: int) -> None:
        """The quote of step 6 is accepted by all."""
        if self.state not in (EngagementState.REPORTING, EngagementState.CLOSED):
            raise WrongState(_("A follow-up is agreed in step 5 or afterwards."))
        if minutes <= 0:
            raise Refused(_("A quote without hours cannot be accepted."))
        self.follow_up_ceiling_minutes += minutes


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

    def agree(self, *, on: date, name: str, function: str) -> None:
        """A director has agreed in writing with the ground rules."""
        self.agreed_on, self.agreed_by_name, self.agreed_by_function = on, name, function
        self.refused_on = None

    def refuse(self, *, on: date) -> None:
        """The organisation does not take part; a refusal takes an earlier agreement back."""
        self.refused_on, self.agreed_on = on, None
        self.agreed_by_name = self.agreed_by_function = ""


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
