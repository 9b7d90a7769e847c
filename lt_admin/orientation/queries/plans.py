"""Reading review plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.core import formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import ReviewPlan
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import PlannedPart, outside_usual, planned_parts


def find_plan(engagement: Engagement) -> ReviewPlan | None:
    """The plan of an engagement, once it is made."""
    wanted = (
        select(ReviewPlan)
        .where(ReviewPlan.engagement_id == engagement.id)
        .options(joinedload(ReviewPlan.lines))
    )
    return session.scalars(wanted).unique().one_or_none()


@dataclass(frozen=True)
class PlannedStep:
    """One step of a plan: its parts, and the minutes of each reviewer."""

    step: int
    parts: list[PlannedPart]

    @property
    def lead_minutes(self) -> int:
        """Of the lead reviewer."""
        return sum(part.lead_minutes for part in self.parts)

    @property
    def second_minutes(self) -> int:
        """Of the second reviewer."""
        return sum(part.second_minutes for part in self.parts)

    @property
    def minutes(self) -> int:
        """Of both."""
        return self.lead_minutes + self.second_minutes


def in_steps(parts: Iterable[PlannedPart]) -> list[PlannedStep]:
    """The parts of a plan by step, in order."""
    ordered = sorted(parts, key=lambda part: part.step)
    return [PlannedStep(step, list(of)) for step, of in groupby(ordered, lambda part: part.step)]


def steps_of(plan: ReviewPlan) -> list[PlannedStep]:
    """The plan by step."""
    return in_steps(plan.parts)


def is_by_hand(plan: ReviewPlan) -> bool:
    """Whether the hours differ from what the calculator makes of the counts."""
    kind = plan.engagement.type
    with_privacy = plan.engagement.asks_for_privacy
    return kind is None or plan.parts != planned_parts(kind, plan.counts, with_privacy=with_privacy)


def warnings_of(kind: EngagementType, parts: Sequence[PlannedPart]) -> list[str]:
    """A sentence for each range of DOMAIN.md 2f that the plan falls outside."""
    return [
        _(
            "Step %(steps)s comes to %(hours)s hours; %(least)s to %(most)s is usual.",
            steps=_(" and ").join(str(step) for step in usual.steps),
            hours=formats.hours(made),
            least=formats.hours(usual.least),
            most=formats.hours(usual.most),
        )
        for usual, made in outside_usual(kind, parts)
    ]
