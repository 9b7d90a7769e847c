"""The review plan: what is foreseen per step, in minutes for each of the two reviewers."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement


class Component(StrEnum):
    """The parts of a plan, in the order in which they happen (DOMAIN.md 2f and 4)."""

    COMPOSE = "compose"
    PRIVACY = "privacy"
    INTRODUCTION = "introduction"
    INTERVIEWS = "interviews"
    COMPLEX_INTERVIEWS = "complex_interviews"
    GROUP_INTERVIEWS = "group_interviews"
    FILES = "files"
    TIMELINE = "timeline"
    SESSIONS = "sessions"
    ANALYSIS = "analysis"
    DRAFT = "draft"
    COMMENTARY = "commentary"
    PROCESSING = "processing"
    FINAL = "final"
    PRESENTATION = "presentation"
    TEAM_FEEDBACK = "team_feedback"
    CLOSING = "closing"
    FOLLOW_UP = "follow_up"


class ReviewPlan(Versioned, Model):
    """The counts asked for, and the hours that follow from them; every number editable."""

    __tablename__ = "review_plan"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), unique=True)
    introductions: Mapped[int] = mapped_column(default=0)
    interviews: Mapped[int] = mapped_column(default=0)
    complex_interviews: Mapped[int] = mapped_column(default=0)
    group_interviews: Mapped[int] = mapped_column(default=0)
    dialogue_sessions: Mapped[int] = mapped_column(default=0)
    commentary_meetings: Mapped[int] = mapped_column(default=0)
    presentations: Mapped[int] = mapped_column(default=0)
    engagement: Mapped[Engagement] = relationship()
    lines: Mapped[list[PlanLine]] = relationship(
        order_by="PlanLine.position", cascade="all, delete-orphan"
    )


class PlanLine(Model):
    """One part of a step: minutes for the lead reviewer and for the second."""

    __tablename__ = "plan_line"
    __table_args__ = (
        CheckConstraint("step BETWEEN 2 AND 6", name="step"),
        CheckConstraint("lead_minutes >= 0 AND second_minutes >= 0", name="minutes"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("review_plan.id"), index=True)
    position: Mapped[int]
    step: Mapped[int]
    component: Mapped[Component]
    lead_minutes: Mapped[int]
    second_minutes: Mapped[int]
