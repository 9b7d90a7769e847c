"""What a reviewer's week page shows; the number of statements does not grow with the rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select

from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.reviewers.models.assignments import (
    SEES_THE_CASE,
    Assignment,
    AssignmentRole,
    AssignmentState,
)
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.hours import between
from lt_admin.reviewers.rules.grid import Grid, Stand, Work, rows_of, works_to_show
from lt_admin.reviewers.rules.hours import week_start

BACK = timedelta(days=14)
WEEK = timedelta(days=7)


def grid(reviewer: Reviewer, day: date, added: Collection[Work] = ()) -> Grid:
    """The week of `day`, with the rows that were added by hand; four statements."""
    monday = week_start(day)
    found = between(reviewer.id, monday - BACK, monday + WEEK)
    booked = {key: each for key, each in found.items() if key.worked_on >= monday}
    before = {key: each for key, each in found.items() if key.worked_on < monday}
    stands = _stands(reviewer)
    works = works_to_show(booked, before, stands, added)
    rows = rows_of(works, stands, _spent(reviewer))
    return Grid(day, clock.today(), rows, booked, before, stands)


def open_stands(reviewer: Reviewer) -> list[Stand]:
    """The places for which work can be logged now."""
    return [stand for stand in _stands(reviewer) if stand.usual is not None]


def _stands(reviewer: Reviewer) -> list[Stand]:
    """The places that work can be logged for, newest first; ended ones for what was done before."""
    rows = session.execute(
        select(
            *(Engagement.id, Engagement.code, Engagement.state, Assignment.role),
            Engagement.follow_up_ceiling_minutes,
        )
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(
            Assignment.reviewer_id == reviewer.id,
            Assignment.role.in_(SEES_THE_CASE),
            Assignment.state.in_([AssignmentState.ACTIVE, AssignmentState.ENDED]),
            Assignment.started_on.is_not(None),
        )
        .order_by(Engagement.code.desc(), Assignment.id.desc())
    ).all()
    planned = _planned({row.id: row.role for row in reversed(rows)})
    known: dict[int, Stand] = {}
    for row in rows:
        has_follow_up = row.follow_up_ceiling_minutes > 0
        facts = (row.id, row.code or "", row.state, row.role, has_follow_up)
        known.setdefault(row.id, Stand(*facts, planned.get(row.id, {})))
    return list(known.values())


def _planned(roles: dict[int, AssignmentRole]) -> dict[int, dict[int, int]]:
    """The minutes that the plans give to this reviewer's role, by engagement and step."""
    rows = session.execute(
        select(
            *(ReviewPlan.engagement_id, PlanLine.step),
            *(func.sum(PlanLine.lead_minutes), func.sum(PlanLine.second_minutes)),
        )
        .join(PlanLine, PlanLine.plan_id == ReviewPlan.id)
        .where(ReviewPlan.engagement_id.in_(sorted(roles)))
        .group_by(ReviewPlan.engagement_id, PlanLine.step)
    ).all()
    planned: dict[int, dict[int, int]] = {}
    for engagement_id, step, lead, second in rows:
        by_role = {AssignmentRole.LEAD: lead, AssignmentRole.SECOND: second}
        if roles[engagement_id] in by_role:
            planned.setdefault(engagement_id, {})[step] = int(by_role[roles[engagement_id]])
    return planned


def _spent(reviewer: Reviewer) -> dict[tuple[int, int], int]:
    """The reviewer's billable minutes so far, by engagement and step."""
    rows = session.execute(
        select(TimeEntry.engagement_id, TimeEntry.step, func.sum(TimeEntry.minutes))
        .where(TimeEntry.reviewer_id == reviewer.id, TimeEntry.billable)
        .group_by(TimeEntry.engagement_id, TimeEntry.step)
    ).all()
    return {(row[0], row[1]): int(row[2]) for row in rows}


def returned(reviewer: Reviewer) -> list[TimeEntry]:
    """What came back and was not submitted again, with its reason, oldest first."""
    return list(
        session.scalars(
            select(TimeEntry)
            .where(TimeEntry.reviewer_id == reviewer.id, TimeEntry.returned_reason != "")
            .where(TimeEntry.state.in_([EntryState.RETURNED, EntryState.DRAFT]))
            .order_by(TimeEntry.worked_on, TimeEntry.id)
        )
    )
