"""Sessions of a review: when, where, who guided, how many came; never what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.conduct.models.groups import Group
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.people import Reviewer


class SessionKind(StrEnum):
    """What a session is for (DOMAIN.md 3)."""

    INTRODUCTION = "introduction"
    INTERVIEW = "interview"
    GROUP_INTERVIEW = "group_interview"
    DIALOGUE = "dialogue"
    JOINT_DIALOGUE = "joint_dialogue"
    COMMENTARY = "commentary"
    PRESENTATION = "presentation"


class SessionState(StrEnum):
    """Whether a session is still to come."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


SESSION_STEPS = Steps(
    {
        (SessionState.PLANNED, "move"): SessionState.PLANNED,
        (SessionState.PLANNED, "hold"): SessionState.HELD,
        (SessionState.PLANNED, "cancel"): SessionState.CANCELLED,
    }
)

session_reviewer = Table(
    "session_reviewer",
    Model.metadata,
    Column("session_id", ForeignKey("review_session.id"), primary_key=True),
    Column("reviewer_id", ForeignKey("reviewer.id"), primary_key=True, index=True),
)
session_organisation = Table(
    "session_organisation",
    Model.metadata,
    Column("session_id", ForeignKey("review_session.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)


class ReviewSession(Versioned, Model):
    """One session; no notes and no files belong to it.

    `group` is None for both groups together and where groups play no part. `organisations` are
    those whose boards are present (a presentation).
    """

    __tablename__ = "review_session"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="quarters"),
        CheckConstraint("attended >= 0", name="attended"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[SessionKind]
    group: Mapped[Group | None]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    is_online: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(default="")
    with_family: Mapped[bool] = mapped_column(default=False)  # an interview with service users
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    attended: Mapped[int | None]  # participants, reviewers not counted
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: str(uuid4()))  # of the calendar
    sequence: Mapped[int] = mapped_column(default=0)  # rises with every change (RFC 5545)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    engagement: Mapped[Engagement] = relationship()
    reviewers: Mapped[list[Reviewer]] = relationship(secondary=session_reviewer)
    organisations: Mapped[list[Organisation]] = relationship(secondary=session_organisation)
    subgroups: Mapped[list[Subgroup]] = relationship(
        cascade="all, delete-orphan", order_by="Subgroup.position"
    )

    @property
    def ends_at(self) -> datetime:
        """The instant at which it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def _take(self, step: str) -> None:
        self.state = SESSION_STEPS.after(self.state, step)
        self.changed_at = clock.now()

    def move(self, *, starts_at: datetime, minutes: int, is_online: bool, place: str) -> None:
        """Another time or place; raises WrongState once held or cancelled."""
        self._take("move")
        self.starts_at, self.minutes = starts_at, minutes
        self.is_online, self.place = is_online, place
        self.sequence += 1

    def hold(self, attended: int) -> None:
        """It took place, with so many participants."""
        self._take("hold")
        self.attended = attended

    def cancel(self) -> None:
        """It does not take place."""
        self._take("cancel")
        self.sequence += 1


class Subgroup(Model):
    """A part of a large group in one session: its number and how many came."""

    __tablename__ = "session_subgroup"
    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        CheckConstraint("attended >= 0", name="attended"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("review_session.id"))
    position: Mapped[int]
    attended: Mapped[int]


class Relation(StrEnum):
    """Who somebody of the family is, in neutral words only (DOMAIN.md 2i)."""

    YOUNG_PERSON = "young_person"
    MOTHER = "mother"
    FATHER = "father"
    PARENTS = "parents"
    GRANDPARENT = "grandparent"
    OTHER_FAMILY = "other_family"


class Voice(StrEnum):
    """What came of the invitation to a service user (DOMAIN.md 1a, A36-37)."""

    INVITED = "invited"
    TOOK_PART = "took_part"
    DECLINED = "declined"
    NOT_INVITED = "not_invited"


class ServiceUserVoice(Versioned, Model):
    """Whether somebody of the family was invited and took part; a reason when not (I11)."""

    __tablename__ = "service_user_voice"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    relation: Mapped[Relation]
    voice: Mapped[Voice]
    reason: Mapped[str] = mapped_column(default="")
    own_consent: Mapped[bool] = mapped_column(default=False)  # from 16 years on
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
