"""What reviewers put on the page of an engagement: people, hours per step, supervision."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from lt_admin.accounts.models import User
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.sections import Section
from lt_admin.orientation.models.engagements import BEFORE_START, Engagement, EngagementState
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.queries import words
from lt_admin.reviewers.queries.assignments import places_in, takes_reviewers
from lt_admin.reviewers.queries.supervision import supervision_norm

EARLY = (EngagementState.REQUESTED, EngagementState.ORIENTATION)
ENDED_EARLY = (EngagementState.REJECTED, EngagementState.WITHDRAWN)


def reviewers_section(engagement: Engagement, _user: User) -> Section | None:
    """Who guides and supervises, with what independence says."""
    if engagement.state in EARLY:
        return None
    team = [place for place in places_in(engagement) if place.is_standing or place.started_on]
    context = {"team": team, "is_open": takes_reviewers(engagement), "words": words}
    return Section("reviewers", _("Reviewers"), "reviewers/section_reviewers.html", context)


@dataclass(frozen=True)
class StepHours:
    """The minutes of one step: planned, approved, and still on their way to approval."""

    step: int
    planned: int
    approved: int
    underway: int


def hours_section(engagement: Engagement, _user: User) -> Section | None:
    """The hours per step, beside the plan and the ceiling."""
    steps = hours_per_step(engagement)
    if not steps:
        return None
    longest = max(max(each.planned, each.approved + each.underway) for each in steps)
    used = sum(each.approved + each.underway for each in steps if each.step < 6)
    context = {
        "steps": steps,
        "longest": longest or 1,
        "left": engagement.ceiling_minutes - used,
        "words": words,
    }
    return Section("hours", _("Hours per step"), "reviewers/section_hours.html", context)


def hours_per_step(engagement: Engagement) -> list[StepHours]:
    """Billable hours by step: every step that is planned or worked in."""
    lines = session.execute(
        select(PlanLine.step, func.sum(PlanLine.lead_minutes + PlanLine.second_minutes))
        .join(ReviewPlan, PlanLine.plan_id == ReviewPlan.id)
        .where(ReviewPlan.engagement_id == engagement.id)
        .group_by(PlanLine.step)
    ).all()
    planned = {row[0]: int(row[1]) for row in lines}
    rows = session.execute(
        select(TimeEntry.step, TimeEntry.state, func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id == engagement.id, TimeEntry.billable)
        .group_by(TimeEntry.step, TimeEntry.state)
    ).all()
    worked = {(row[0], row[1]): int(row[2]) for row in rows}
    steps = sorted(planned.keys() | {step for step, _state in worked})
    return [_step_hours(step, planned.get(step, 0), worked) for step in steps]


def _step_hours(step: int, planned: int, worked: dict[tuple[int, EntryState], int]) -> StepHours:
    approved = worked.get((step, EntryState.APPROVED), 0)
    total = sum(minutes for (each, _state), minutes in worked.items() if each == step)
    return StepHours(step, planned, approved, total - approved)


def supervision_section(engagement: Engagement, _user: User) -> Section | None:
    """The sessions held, and what the norm still asks; nothing where no review came of it."""
    if engagement.state in BEFORE_START:
        return None
    norm = supervision_norm(engagement)
    if engagement.state in ENDED_EARLY and not norm.held:
        return None
    context = {
        "norm": norm,
        "words": words,
    }
    return Section("supervision", _("Supervision"), "reviewers/section_supervision.html", context)
