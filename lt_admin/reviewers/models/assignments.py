"""Assignments: who guides which review, and why that is independent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer, ReviewerLevel


class AssignmentRole(StrEnum):
    """What somebody does in one review."""

    LEAD = "lead"
    SECOND = "second"
    SHADOW = "shadow"
    SUPERVISOR = "supervisor"


GUIDING = (AssignmentRole.LEAD, AssignmentRole.SECOND)
SEES_THE_CASE = (*GUIDING, AssignmentRole.SHADOW)


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
    ended_on: Mapped[date | None]
    engagement: Mapped[Engagement] = relationship()
    reviewer: Mapped[Reviewer] = relationship()
    findings: Mapped[list[IndependenceFinding]] = relationship(order_by="IndependenceFinding.rule")
    declaration: Mapped[IndependenceDeclaration | None] = relationship(back_populates="assignment")


class IndependenceRule(StrEnum):
    """The independence rules (DOMAIN.md 2e)."""

    IR1 = "IR1"
    IR2 = "IR2"
    IR3 = "IR3"
    IR4 = "IR4"
    IR5 = "IR5"
    IR6 = "IR6"
    IR7 = "IR7"
    IR8 = "IR8"


class Verdict(StrEnum):
    """What a rule says."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


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


class IndependenceDeclaration(Model):
    """What a reviewer declares before seeing the case (IR8; IR2, IR3 and IR4 are asked here)."""

    __tablename__ = "independence_declaration"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_involved: Mapped[bool]  # IR2
    has_private_relation: Mapped[bool]  # IR3
    has_other_paid_work: Mapped[bool]  # IR4
    assignment: Mapped[Assignment] = relationship(back_populates="declaration")
