"""The hours of a review beside those that were agreed, by step and by reviewer's role."""

from __future__ import annotations

from sqlalchemy import case, exists, func, select

from lt_admin.billing.models.quotes import LineKind, LineRole, Quote, QuoteKind, QuoteLine
from lt_admin.billing.models.quotes import QuoteState as State
from lt_admin.billing.rules.change_orders import Place
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.hours import EntryState, TimeEntry

COUNTED = (EntryState.APPROVED, EntryState.SUBMITTED)
ADDS_UP = (QuoteKind.REVIEW, QuoteKind.CHANGE_ORDER)


def worked(engagement: Engagement) -> dict[Place, int]:
    """The billable minutes of steps 2 to 5, approved or waiting for that, by place in the plan."""
    is_second = exists().where(
        Assignment.engagement_id == TimeEntry.engagement_id,
        Assignment.reviewer_id == TimeEntry.reviewer_id,
        Assignment.role == AssignmentRole.SECOND,
    )
    role = case((is_second, LineRole.SECOND.value), else_=LineRole.LEAD.value)
    wanted = (
        select(TimeEntry.step, role, func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id == engagement.id, TimeEntry.billable)
        .where(TimeEntry.state.in_(COUNTED), TimeEntry.step.between(2, 5))
        .group_by(TimeEntry.step, role)
    )
    return {(row[0], row[1]): int(row[2]) for row in session.execute(wanted)}


def agreed(engagement: Engagement) -> dict[Place, int]:
    """The minutes of the accepted quote and its change orders, by place in the plan."""
    wanted = (
        select(QuoteLine.step, QuoteLine.role, func.sum(QuoteLine.minutes))
        .join(Quote, Quote.id == QuoteLine.quote_id)
        .where(Quote.engagement_id == engagement.id, Quote.state == State.ACCEPTED)
        .where(Quote.kind.in_(ADDS_UP), QuoteLine.kind == LineKind.HOURS)
        .group_by(QuoteLine.step, QuoteLine.role)
    )
    rows = session.execute(wanted)
    return {(step, role or LineRole.LEAD): int(minutes) for step, role, minutes in rows}
