"""All that the page of one engagement shows, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core import clock, formats, sections
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState, Party
from lt_admin.orientation.models.requests import Readiness
from lt_admin.orientation.queries.engagements import logged, present_step, step_days, what_happened
from lt_admin.orientation.queries.plans import find_plan, steps_of
from lt_admin.orientation.queries.requests import may_manage
from lt_admin.orientation.queries.words import FOCUS, STATES
from lt_admin.orientation.rules.engagements import STEPS, EngagementType

LATE = Badge(_l("past its planned end"), "danger", "clock")
AGREED = Badge(_l("agreed in writing"), "ok")
REFUSED = Badge(_l("does not take part"), "danger", "stop")
NOT_YET = Badge(_l("agreement still open"), "warn")
NOT_NEEDED = Badge(_l("not needed"), "neutral", "minus")
ORIENTATION = (EngagementState.REQUESTED, EngagementState.ORIENTATION, EngagementState.QUOTED)


def record_of(engagement: Engagement, user: User) -> dict[str, Any]:
    """What the template of the record asks for."""
    entries = logged(engagement)
    begun = step_days(entries)
    plan = find_plan(engagement)
    return {
        "engagement": engagement,
        "title": title_of(engagement),
        "badges": badges_of(engagement),
        "strip": strip_of(engagement, begun),
        "now": present_step(engagement, list(begun)),
        "next_step": sections.next_step_of(engagement, user),
        "not_yet": sections.not_yet_of(engagement, user),
        "sections": sections.sections_of(engagement, user),
        "agreements": [(party, agreement_of(party)) for party in engagement.parties],
        "answers": {answer.question: answer.is_met for answer in engagement.readiness},
        "questions": list(Readiness),
        "plan": plan,
        "plan_steps": steps_of(plan) if plan else [],
        "ahead": ahead_of(engagement),
        "happened": what_happened(entries),
        "focus": [str(FOCUS[point.focus]) for point in engagement.focus_points],
        "running": RUNNING,
        "may_manage": may_manage(user),
    }


def title_of(engagement: Engagement) -> str:
    """The code; before there is one, whose request it is."""
    asker = engagement.request.organisation.name
    return engagement.code or _("Request of %(name)s", name=asker)


def badges_of(engagement: Engagement) -> list[Badge]:
    """The state, and whether the planned end has passed."""
    end = engagement.planned_end_on
    is_late = end is not None and end < clock.today() and not engagement.has_ended
    return [STATES[engagement.state], *([LATE] if is_late else [])]


def strip_of(engagement: Engagement, begun: Mapping[int, date]) -> list[tuple[str, str]]:
    """The six steps, each with the day on which it began."""
    first = (
        engagement.meetings[0].held_on if engagement.meetings else engagement.request.received_on
    )
    days = {1: first, **begun}
    when = {step: formats.short_day(day, language()) for step, day in days.items()}
    if engagement.type is EngagementType.SHORT_ONE_DAY:
        when[4] = _("not in a short review")
    if engagement.follow_up_ceiling_minutes:
        when[6] = _("agreed")
    return [(str(name), when.get(step, "")) for step, name in STEPS.items()]


def agreement_of(party: Party) -> Badge:
    """How an organisation stands towards the ground rules."""
    if party.agreed_on is not None:
        return AGREED
    if party.refused_on is not None:
        return REFUSED
    return NOT_YET if party.must_agree else NOT_NEEDED


def ahead_of(engagement: Engagement) -> list[tuple[date, str]]:
    """What is planned for days to come, the furthest first."""
    if engagement.has_ended:
        return []
    until = engagement.request.busy_until
    planned = [
        (engagement.planned_end_on, _("Planned end of the review.")),
        (engagement.planned_start_on, _("Planned start of step 2.")),
        (until, _("Date of the Inspectorate; until then there is little room for learning.")),
        *((each.held_on, _("Orientation conversation.")) for each in engagement.meetings),
    ]
    return sorted(
        ((day, words) for day, words in planned if day and day > clock.today()), reverse=True
    )
