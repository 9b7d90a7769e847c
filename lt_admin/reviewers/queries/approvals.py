"""The hours that wait for the coordinator, in groups, each with what speaks for or against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select

from lt_admin.accounts.models import User
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import PlanLine, ReviewPlan
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.approval import Advice, Claim, advise
from lt_admin.reviewers.rules.hours import week_start
from lt_admin.reviewers.rules.places import Verdict

MOST = 200


@dataclass(frozen=True)
class Item:
    """One entry that waits, with the advice beside it."""

    entry: Row[Any]
    advice: Advice

    @property
    def is_fine(self) -> bool:
        """Whether nothing asks for a second look."""
        return self.advice.verdict is Verdict.OK


@dataclass(frozen=True)
class Group:
    """What one reviewer submitted for one review in one week."""

    reviewer: str
    code: str
    monday: date
    items: Sequence[Item]

    @property
    def minutes(self) -> int:
        """Together."""
        return sum(item.entry.minutes for item in self.items)


@dataclass(frozen=True)
class Waiting:
    """Everything that waits, oldest first, at most so much as fits on one page."""

    groups: Sequence[Group]
    count: int
    has_more: bool
    reviews: Sequence[tuple[int, str]]
    reviewers: Sequence[tuple[int, str]]
    review: int | None
    reviewer: int | None

    @property
    def fine(self) -> int:
        """How many entries ask for no second look."""
        return sum(item.is_fine for group in self.groups for item in group.items)


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def waiting(review: str | None, reviewer: str | None) -> Waiting:
    """The submitted hours, of one review or one reviewer when the address says so.

    The number of statements does not grow with the number of entries.
    """
    ids = (_id(review), _id(reviewer))
    columns = (TimeEntry.engagement_id, TimeEntry.reviewer_id)
    wanted = [column == each for column, each in zip(columns, ids, strict=True) if each]
    rows = session.execute(_entries(wanted)).all()
    shown = rows[:MOST]
    items = [Item(row, advise(claim)) for row, claim in zip(shown, _claims(shown), strict=True)]
    reviews, reviewers = _choices()
    return Waiting(
        _grouped(items), len(shown), len(rows) > MOST, reviews, reviewers, ids[0], ids[1]
    )


def _entries(wanted: Sequence[ColumnElement[bool]]) -> Any:
    return (
        select(
            *(TimeEntry.id, TimeEntry.worked_on, TimeEntry.step, TimeEntry.activity),
            *(TimeEntry.minutes, TimeEntry.billable, TimeEntry.corrects_id),
            *(TimeEntry.engagement_id, TimeEntry.reviewer_id, TimeEntry.returned_reason),
            *(Engagement.code, User.name),
        )
        .join(Engagement, TimeEntry.engagement_id == Engagement.id)
        .join(Reviewer, TimeEntry.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(TimeEntry.state == EntryState.SUBMITTED, *wanted)
        .order_by(User.name, Engagement.code, TimeEntry.worked_on, TimeEntry.id)
        .limit(MOST + 1)
    )


def _grouped(items: Sequence[Item]) -> list[Group]:
    def key(item: Item) -> tuple[str, str, date]:
        return (item.entry.name, item.entry.code, week_start(item.entry.worked_on))

    return [Group(*names, list(members)) for names, members in groupby(items, key)]


def _claims(rows: Sequence[Row[Any]]) -> list[Claim]:
    reviews = {row.engagement_id for row in rows}
    people = {row.reviewer_id for row in rows}
    planned, spent = _planned(reviews), _spent(reviews)
    days = _days(people, {row.worked_on for row in rows})
    return [
        Claim(
            row.worked_on,
            row.minutes,
            row.billable,
            is_correction=row.corrects_id is not None,
            planned=planned.get((row.engagement_id, row.reviewer_id, row.step)),
            spent=spent.get((row.engagement_id, row.reviewer_id, row.step), 0),
            of_day=days.get((row.reviewer_id, row.worked_on), 0),
        )
        for row in rows
    ]


def _planned(reviews: set[int]) -> dict[tuple[int, int, int], int]:
    """The plan by engagement, reviewer and step."""
    mine = case(
        (Assignment.role == AssignmentRole.LEAD, PlanLine.lead_minutes),
        else_=PlanLine.second_minutes,
    )
    rows = session.execute(
        select(Assignment.engagement_id, Assignment.reviewer_id, PlanLine.step, func.sum(mine))
        .join(ReviewPlan, ReviewPlan.engagement_id == Assignment.engagement_id)
        .join(PlanLine, PlanLine.plan_id == ReviewPlan.id)
        .where(
            Assignment.engagement_id.in_(sorted(reviews)),
            Assignment.role.in_([AssignmentRole.LEAD, AssignmentRole.SECOND]),
            Assignment.started_on.is_not(None),
        )
        .group_by(Assignment.engagement_id, Assignment.reviewer_id, PlanLine.step)
    ).all()
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _spent(reviews: set[int]) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            *(TimeEntry.engagement_id, TimeEntry.reviewer_id, TimeEntry.step),
            func.sum(TimeEntry.minutes),
        )
        .where(TimeEntry.engagement_id.in_(sorted(reviews)), TimeEntry.billable)
        .group_by(TimeEntry.engagement_id, TimeEntry.reviewer_id, TimeEntry.step)
    ).all()
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _days(people: set[int], days: set[date]) -> dict[tuple[int, date], int]:
    rows = session.execute(
        select(TimeEntry.reviewer_id, TimeEntry.worked_on, func.sum(TimeEntry.minutes))
        .where(TimeEntry.reviewer_id.in_(sorted(people)), TimeEntry.worked_on.in_(sorted(days)))
        .group_by(TimeEntry.reviewer_id, TimeEntry.worked_on)
    ).all()
    return {(row[0], row[1]): int(row[2]) for row in rows}


def _choices() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The reviews and the reviewers that have something waiting, for the filters."""
    rows = session.execute(
        select(Engagement.id, Engagement.code, Reviewer.id, User.name)
        .join(TimeEntry, TimeEntry.engagement_id == Engagement.id)
        .join(Reviewer, TimeEntry.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(TimeEntry.state == EntryState.SUBMITTED)
        .distinct()
    ).all()
    reviews = sorted({(row[0], row[1] or "") for row in rows}, key=lambda pair: pair[1])
    return reviews, sorted({(row[2], row[3]) for row in rows}, key=lambda pair: pair[1])
