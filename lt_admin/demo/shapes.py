"""The shape of a scenario: who, what was planned, what was done, and when (DOMAIN.md 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lt_admin.billing.rules.shares import ShareKind
from lt_admin.orientation.models.engagements import Focus
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.plans import Component
from lt_admin.reviewers.models.supervision import SupervisionMoment

# The usual parts of each step, in the order of DOMAIN.md 4.
STEP_2 = (
    Component.COMPOSE,
    Component.INTRODUCTION,
    Component.INTERVIEWS,
    Component.FILES,
    Component.TIMELINE,
)
STEP_3 = (Component.SESSIONS, Component.ANALYSIS)
STEP_4 = (Component.DRAFT, Component.COMMENTARY, Component.PROCESSING)
STEP_5 = (Component.FINAL, Component.PRESENTATION, Component.CLOSING)


@dataclass(frozen=True)
class Planned:
    """One step of a plan: its parts, and the hours of lead and second for each."""

    step: int
    parts: tuple[Component, ...]
    lead: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True)
class Worked:
    """What was really worked in one stretch: hours of lead and second between two days."""

    steps: tuple[int, ...]
    first: date
    last: date
    lead: str
    second: str


@dataclass(frozen=True)
class Supervised:
    """One supervision session."""

    on: date
    moment: SupervisionMoment
    minutes: int
    is_individual: bool = False  # with the second reviewer only, in a practice review


@dataclass(frozen=True)
class FollowUp:
    """Step 6: its own small quote with its own shares."""

    quoted_on: date
    agreed_on: date
    held_on: date
    invoiced_on: date
    lead: int
    second: int
    payers: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """One engagement of the demo, from request to closed; organisations by their key."""

    code: str
    type: EngagementType
    parties: tuple[str, ...]
    payers: tuple[tuple[str, int], ...]  # in the order that decides on odd cents
    share: ShareKind
    lead: str
    second: str
    supervisor: str
    requested_on: date
    talked_on: date
    quoted_on: date
    accepted: tuple[date, ...]  # one a payer; the last is when the engagement is accepted
    planned_end: date
    plan: tuple[Planned, ...]
    worked: tuple[Worked, ...]
    step_days: tuple[date, ...]  # on which steps 2, 3, (4,) 5 begin
    interim_on: date | None
    final_on: date
    closed_on: date
    supervision: tuple[Supervised, ...]
    focus: tuple[Focus, ...] = ()
    partner: str | None = None
    shadow: str | None = None
    is_practice: bool = False  # the second's supervised practice review
    hold: tuple[date, date] | None = None
    follow_up: FollowUp | None = None
    declared: tuple[date, ...] = field(default=())

    @property
    def agreed_follow_up(self) -> FollowUp:
        """Step 6; raises LookupError where there is none."""
        if self.follow_up is None:
            raise LookupError(self.code)
        return self.follow_up
