"""What stands in the way of the next step of a review, in words (DOMAIN.md 1a, A9-10; 2h)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.reports import ReportKind, ReportVersion
from lt_admin.conduct.queries import groups, sessions
from lt_admin.core import clock, formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.rules.engagements import EngagementType


@dataclass(frozen=True)
class Obstacle:
    """One thing that is missing: what it is, and the page where it is done."""

    sentence: str
    button: str
    page: str  # the last part of its address


def in_the_way(engagement: Engagement) -> list[Obstacle]:
    """What must be there before the review can go on to its next step; none when it can."""
    gates = {
        EngagementState.EXPLORING: _before_dialogue,
        EngagementState.DIALOGUE: _after_dialogue,
        EngagementState.DRAFTING: _before_final_report,
    }
    gate = gates.get(engagement.state)
    return gate(engagement) if gate else []


def inspectorate_warning(engagement: Engagement) -> str:
    """That the organisation is still busy with the Inspectorate, if it is (DOMAIN.md 1a, A7-8)."""
    until = engagement.request.busy_until
    if until is None or until <= clock.today():
        return ""
    return _(
        "Until %(day)s the organisation is busy with the Inspectorate; there is little room for "
        "learning before that day. Starting is possible, if everyone has chosen to.",
        day=formats.long_day(until, language()),
    )


def _is_short(engagement: Engagement) -> bool:
    return engagement.type is EngagementType.SHORT_ONE_DAY


def _before_dialogue(engagement: Engagement) -> list[Obstacle]:
    if _is_short(engagement):
        return []
    sizes = groups.counts(engagement.id)
    words = {
        Group.REVIEW_TEAM: _("The review team has no members yet."),
        Group.CASE_GROUP: _("The case group has no members yet."),
    }
    missing = [words[group] for group in Group if not sizes[group]]
    return [Obstacle(each, _("Compose the groups"), "groups") for each in missing]


def _after_dialogue(engagement: Engagement) -> list[Obstacle]:
    held = sessions.groups_in_dialogue(engagement.id)
    if _is_short(engagement):
        missing = [] if held else [_("The day of the review is not recorded as held yet.")]
    else:
        words = {
            Group.REVIEW_TEAM: _("No dialogue with the review team is recorded as held yet."),
            Group.CASE_GROUP: _("No dialogue with the case group is recorded as held yet."),
        }
        missing = [words[group] for group in Group if group not in held]
    return [Obstacle(each, _("To the sessions"), "sessions") for each in missing]


def _before_final_report(engagement: Engagement) -> list[Obstacle]:
    if _is_short(engagement):
        return []
    sent = session.scalar(
        select(ReportVersion.id)
        .where(
            ReportVersion.engagement_id == engagement.id,
            ReportVersion.kind == ReportKind.DRAFT,
            ReportVersion.sent_on.is_not(None),
        )
        .limit(1)
    )
    if sent is not None:
        return []
    return [Obstacle(_("No draft report was sent yet."), _("To the report"), "report")]
