"""The review plan: calculated from counts, and every number editable."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.accounts.models import User
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.plans import ReviewPlan
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.rules import plans as rules
from lt_admin.orientation.rules.engagements import EngagementType

PLANNING = (EngagementState.ORIENTATION, EngagementState.QUOTED)


def make_plan(
    engagement: Engagement,
    *,
    type: EngagementType,  # noqa: A002 - the domain's word
    counts: rules.Counts,
    by: User,
) -> ReviewPlan:
    """Calculate the plan from its counts; lines that were there are replaced."""
    _check_may_plan(engagement)
    rules.check_counts(counts)
    plan = find_plan(engagement) or ReviewPlan(engagement=engagement)
    session.add(plan)
    engagement.type = type
    plan.count(counts)
    plan.lay_out(rules.planned_parts(type, counts, with_privacy=engagement.asks_for_privacy))
    session.flush()
    facts = {"type": type, "minutes": plan.minutes}
    audit.record("plan:made", plan, by=by, about=engagement, **facts)
    return plan


def change_plan(plan: ReviewPlan, lines: Sequence[rules.PlannedPart], *, by: User) -> None:
    """Replace the hours of the plan by hand; outside the usual ranges is a warning, no refusal."""
    _check_may_plan(plan.engagement)
    rules.check_parts(lines)
    if not any(part.minutes for part in lines):
        raise Refused(_("A plan without hours is no plan."))
    plan.lay_out(lines)
    session.flush()
    audit.record("plan:changed", plan, by=by, about=plan.engagement, minutes=plan.minutes)


def may_plan(engagement: Engagement) -> bool:
    """Whether the plan can be made or changed now."""
    return engagement.state in PLANNING and not engagement.has_accepted_quote


def _check_may_plan(engagement: Engagement) -> None:
    if engagement.state is EngagementState.REQUESTED:
        raise WrongState(_("First record the orientation conversation; the plan rests on it."))
    if not may_plan(engagement):
        raise WrongState(_("The quote is accepted; more hours need a change order."))
