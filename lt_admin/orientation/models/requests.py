"""Requests and the conversation, without obligation, that follows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.rules.requests import InspectorateTerm, check_extension


class Channel(StrEnum):
    """How a request reached us."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    EVENT = "event"
    OTHER = "other"


class Request(Versioned, Model):
    """Somebody asks for an orientation conversation; says nothing about the case itself."""

    __tablename__ = "request"

    sender_name: Mapped[str]
    sender_email: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    channel: Mapped[Channel]
    heard_of_us: Mapped[str] = mapped_column(default="")
    incident_on: Mapped[date | None]
    inspectorate_term: Mapped[InspectorateTerm] = mapped_column(default=InspectorateTerm.NONE)
    inspectorate_due_on: Mapped[date | None]
    inspectorate_extended_to: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(default="")
    acknowledged_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()

    @property
    def busy_until(self) -> date | None:
        """Until when the organisation is busy with the Inspectorate, if it is."""
        return self.inspectorate_extended_to or self.inspectorate_due_on

    def extend(self, extended_to: date | None, reason: str) -> None:
        """The Inspectorate gave more time; raises Refused without a later date or a reason."""
        check_extension(self.inspectorate_due_on, extended_to, reason)
        self.inspectorate_extended_to = extended_to
        self.extension_reason = reason if extended_to else ""

    def forget(self) -> None:
        """Let go of who asked and of every word about it; that it came, and when, stays."""
        self.sender_name = self.sender_email = ""
        self.heard_of_us = self.extension_reason = ""

    def acknowledge(self, *, at: datetime) -> None:
        """The sender was written to; raises WrongState a second time."""
        if self.acknowledged_at is not None:
            raise WrongState(_("The acknowledgement of this request has been sent already."))
        self.acknowledged_at = at


class Outcome(StrEnum):
    """What an orientation conversation led to (DOMAIN.md 1a, A14-15)."""

    PLAN_AND_QUOTE = "plan_and_quote"
    OTHER_METHOD_ADVISED = "other_method_advised"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"


meeting_organisation = Table(
    "meeting_organisation",
    Model.metadata,
    Column("meeting_id", ForeignKey("orientation_meeting.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)
meeting_user = Table(
    "meeting_user",
    Model.metadata,
    Column("meeting_id", ForeignKey("orientation_meeting.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True, index=True),
)


class OrientationMeeting(Versioned, Model):
    """An orientation conversation: when, who, with which organisations, and its outcome."""

    __tablename__ = "orientation_meeting"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    held_on: Mapped[date]
    is_online: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    organisations: Mapped[list[Organisation]] = relationship(secondary=meeting_organisation)
    hosts: Mapped[list[User]] = relationship(secondary=meeting_user)

    def conclude(self, outcome: Outcome, *, on: date) -> None:
        """Say what it led to; raises Refused before it was held."""
        if self.held_on > on:
            raise Refused(_("This conversation is still to be held."))
        self.outcome = outcome


class Readiness(StrEnum):
    """The questions of the readiness checklist (DOMAIN.md 1a B3-7, B48-52; 1c)."""

    UNCONDITIONAL_SUPPORT = "unconditional_support"
    TIME_AVAILABLE = "time_available"
    PRIVACY_OBSTACLES_SMALL = "privacy_obstacles_small"
    FUNDING_REALISTIC = "funding_realistic"
    ALL_ORGANISATIONS_WILLING = "all_organisations_willing"
    BOARDS_COMMITTED = "boards_committed"
    EXPECTATIONS_DISCUSSED = "expectations_discussed"
    FAMILY_VOICE_CONSIDERED = "family_voice_considered"


class ReadinessAnswer(Model):
    """One answer of the readiness checklist; no answer means: not yet discussed."""

    __tablename__ = "readiness_answer"
    __table_args__ = (UniqueConstraint("engagement_id", "question"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    question: Mapped[Readiness]
    is_met: Mapped[bool]
    answered_on: Mapped[date]
