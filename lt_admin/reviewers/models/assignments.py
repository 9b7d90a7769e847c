"""Assignments: who guides which review, and why that is independent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.people import ReviewerLevel
from lt_admin.reviewers.rules.places import (
    GUIDING,
    SEES_THE_CASE,
    AssignmentRole,
    IndependenceRule,
    Place,
    Verdict,
)

__all__ = [
    "ASSIGNMENT_STEPS",
    "GUIDING",
    "SEES_THE_CASE",
    "Assignment",
    "AssignmentRole",
    "AssignmentState",
    "IndependenceDeclaration",
    "IndependenceFinding",
    "IndependenceRule",
    "Verdict",
]


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    ASKED = "asked"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


ASSIGNMENT_STEPS = Steps(
    {
        (AssignmentState.ASKED, "declare"): AssignmentState.ACTIVE,
        (AssignmentState.ASKED, "decline"): AssignmentState.DECLINED,
        (AssignmentState.ASKED, "end"): AssignmentState.ENDED,
        (AssignmentState.ACTIVE, "end"): AssignmentState.ENDED,
    }
)


_STANDING = text("state IN ('asked', 'active')")


class Assignment(Versioned, Model):
    """A reviewer's place in an engagement; works only after the declaration of independence."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_standing",
            "engagement_id",
            "reviewer_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    role: Mapped[AssignmentRole]
    is_practice_review: Mapped[bool] = mapped_column(default=False)  # supervised practice review
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.ASKED)
    level_at_start: Mapped[ReviewerLevel]
    asked_on: Mapped[date] = mapped_column(default=clock.today)
    started_on: Mapped[date | None]  # declared and clear: hours count from this day (IR8)
    ended_on: Mapped[date | None]
    engagement: Mapped[Engagement] = relationship()
    reviewer: Mapped[Reviewer] = relationship()
    findings: Mapped[list[IndependenceFinding]] = relationship(
        back_populates="assignment", order_by="IndependenceFinding.rule"
    )
    declaration: Mapped[IndependenceDeclaration | None] = relationship(back_populates="assignment")

    @property
    def is_standing(self) -> bool:
        """Whether this place is taken: asked, or at work."""
        return self.state in (AssignmentState.ASKED, AssignmentState.ACTIVE)

    @property
    def awaits_judgement(self) -> bool:
        """Whether a declaration with a warning (IR4) waits for the coordinator."""
        return self.state is AssignmentState.ASKED and self.declaration is not None

    def covers(self, day: date) -> bool:
        """Whether work on `day` falls in this place."""
        is_started = self.started_on is not None and self.started_on <= day
        return is_started and (self.ended_on is None or day <= self.ended_on)

    def start(self, on: date) -> None:
        """The declaration is signed and nothing stands in the way: hours count from this day."""
        self.state = ASSIGNMENT_STEPS.after(self.state, "declare")
        self.started_on = on

    def decline(self) -> None:
        """The reviewer does not take part."""
        self.state = ASSIGNMENT_STEPS.after(self.state, "decline")

    def end(self, on: date) -> None:
        """Somebody else takes over, or the work is done; what was logged stays."""
        self.state = ASSIGNMENT_STEPS.after(self.state, "end")
        self.ended_on = on

    def as_place(self, day: date) -> Place:
        """This place as the independence rules see it on `day`."""
        return Place(self.reviewer.as_person(day), self.role, self.is_standing)

    def finding(self, rule: IndependenceRule) -> IndependenceFinding | None:
        """What this rule said, if it was asked."""
        return next((f for f in self.findings if f.rule is rule), None)


class IndependenceFinding(Model):
    """What one rule said about one assignment, and why the coordinator went on where allowed."""

    __tablename__ = "independence_finding"
    __table_args__ = (UniqueConstraint("assignment_id", "rule"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    rule: Mapped[IndependenceRule]
    verdict: Mapped[Verdict]
    override_reason: Mapped[str] = mapped_column(default="")
    overridden_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    overridden_at: Mapped[datetime | None]
    assignment: Mapped[Assignment] = relationship(back_populates="findings")
    overridden_by: Mapped[User | None] = relationship()

    def override(self, reason: str, *, by: User) -> None:
        """The coordinator goes on all the same, and says why; listed for the board."""
        self.override_reason, self.overridden_by, self.overridden_at = reason, by, clock.now()


class IndependenceDeclaration(Model):
    """What a reviewer declares before seeing the case (IR8; IR2, IR3 and IR4 are asked here)."""

    __tablename__ = "independence_declaration"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_involved: Mapped[bool]  # IR2
    has_private_relation: Mapped[bool]  # IR3
    has_other_paid_work: Mapped[bool]  # IR4
    assignment: Mapped[Assignment] = relationship(back_populates="declaration")
