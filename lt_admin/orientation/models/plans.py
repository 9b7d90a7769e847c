"""The review plan: what is foreseen per step, in minutes for each of the two reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.rules.plans import Component, Counts, PlannedPart


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

    @property
    def counts(self) -> Counts:
        """The numbers that the plan was last calculated from."""
        return Counts(**{each.name: getattr(self, each.name) for each in fields(Counts)})

    @property
    def parts(self) -> list[PlannedPart]:
        """The lines as the rules speak of them."""
        return [line.part for line in self.lines]

    @property
    def minutes(self) -> int:
        """Of both reviewers, over all steps."""
        return sum(part.minutes for part in self.parts)

    def count(self, counts: Counts) -> None:
        """Keep the numbers that the plan is calculated from."""
        for each in fields(Counts):
            setattr(self, each.name, getattr(counts, each.name))

    def lay_out(self, parts: Sequence[PlannedPart]) -> None:
        """Replace the lines by `parts`; those that take no time are left out."""
        timed = sorted((part for part in parts if part.minutes), key=_place)
        self.lines = [
            PlanLine(
                position=position,
                step=part.step,
                component=part.component,
                lead_minutes=part.lead_minutes,
                second_minutes=part.second_minutes,
            )
            for position, part in enumerate(timed, start=1)
        ]


def _place(part: PlannedPart) -> int:
    return list(Component).index(part.component)


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

    @property
    def part(self) -> PlannedPart:
        """The line as the rules speak of it."""
        return PlannedPart(self.step, self.component, self.lead_minutes, self.second_minutes)
