"""Hours: what stands in a week, under which terms, and what may be billed or paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment, AssignmentState
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.rules.hours import Booked, Key, Pot, Stay, Terms, pot_of

WEEK = timedelta(days=7)


def locked_terms(reviewer_id: int, engagement_ids: Collection[int]) -> dict[int, Terms]:
    """What holds for a reviewer's hours in these engagements, by id; their rows stay locked.

    Two reviewers who save at once wait for each other here, so that together they never pass a
    ceiling. An engagement in which the reviewer has no place is not in the answer.
    """
    rows = session.execute(
        select(
            *(Engagement.id, Engagement.code, Engagement.state),
            *(Engagement.ceiling_minutes, Engagement.follow_up_ceiling_minutes),
            *(Assignment.role, Assignment.started_on, Assignment.ended_on),
        )
        .join(Assignment, Assignment.engagement_id == Engagement.id)
        .where(
            Engagement.id.in_(sorted(engagement_ids)),
            Assignment.reviewer_id == reviewer_id,
            Assignment.state != AssignmentState.DECLINED,
        )
        .order_by(Engagement.id, Assignment.id)
        .with_for_update(of=Engagement)
    ).all()
    used = used_minutes([row.id for row in rows])
    terms: dict[int, Terms] = {}
    for row in rows:
        stay = Stay(row.role, row.started_on, row.ended_on)
        ceilings = {
            Pot.REVIEW: row.ceiling_minutes,
            Pot.FOLLOW_UP: row.follow_up_ceiling_minutes,
        }
        before = terms[row.id].stays if row.id in terms else ()
        terms[row.id] = Terms(row.code or "", row.state, ceilings, used[row.id], (*before, stay))
    return terms


def used_minutes(engagement_ids: Collection[int]) -> dict[int, dict[Pot, int]]:
    """The billable minutes of everybody, whatever their state, by engagement and ceiling."""
    rows = session.execute(
        select(TimeEntry.engagement_id, TimeEntry.step, func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id.in_(sorted(set(engagement_ids))), TimeEntry.billable)
        .group_by(TimeEntry.engagement_id, TimeEntry.step)
    ).all()
    used = {each: dict.fromkeys(Pot, 0) for each in engagement_ids}
    for engagement_id, step, minutes in rows:
        used[engagement_id][pot_of(step)] += int(minutes)
    return used


def booked(reviewer_id: int, monday: date) -> dict[Key, Booked]:
    """What stands in a reviewer's week; counter-entries are not part of it."""
    rows = session.execute(
        select(
            *(TimeEntry.id, TimeEntry.engagement_id, TimeEntry.worked_on, TimeEntry.step),
            *(TimeEntry.activity, TimeEntry.billable, TimeEntry.minutes, TimeEntry.state),
        ).where(
            TimeEntry.reviewer_id == reviewer_id,
            TimeEntry.worked_on >= monday,
            TimeEntry.worked_on < monday + WEEK,
            TimeEntry.corrects_id.is_(None),
        )
    ).all()
    keys = [Key(r.engagement_id, r.worked_on, r.step, r.activity, r.billable) for r in rows]
    return {
        key: Booked(row.id, key, row.minutes, row.state)
        for key, row in zip(keys, rows, strict=True)
    }


def entry_at(reviewer_id: int, key: Key) -> TimeEntry:
    """The entry at one place of the week, read afresh; raises NoResultFound when there is none."""
    return session.scalars(
        select(TimeEntry)
        .where(
            TimeEntry.reviewer_id == reviewer_id,
            TimeEntry.engagement_id == key.engagement_id,
            TimeEntry.worked_on == key.worked_on,
            TimeEntry.step == key.step,
            TimeEntry.activity == key.activity,
            TimeEntry.billable == key.billable,
            TimeEntry.corrects_id.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one()


def to_submit(reviewer: Reviewer, monday: date) -> Sequence[TimeEntry]:
    """What a reviewer can submit of one week: drafts, and what came back."""
    return session.scalars(
        select(TimeEntry)
        .where(
            TimeEntry.reviewer_id == reviewer.id,
            TimeEntry.worked_on >= monday,
            TimeEntry.worked_on < monday + WEEK,
            TimeEntry.state.in_([EntryState.DRAFT, EntryState.RETURNED]),
        )
        .order_by(TimeEntry.worked_on, TimeEntry.id)
    ).all()


def corrected_minutes(entry: TimeEntry) -> int:
    """What stands of an entry after its counter-entries, whatever their state."""
    corrections = session.scalar(
        select(func.coalesce(func.sum(TimeEntry.minutes), 0)).where(
            TimeEntry.corrects_id == entry.id
        )
    )
    return entry.minutes + int(corrections or 0)


def approved_billable(engagement_id: int) -> Sequence[TimeEntry]:
    """Every approved billable entry of an engagement, counter-entries too, by day."""
    return session.scalars(
        select(TimeEntry)
        .where(
            TimeEntry.engagement_id == engagement_id,
            TimeEntry.billable,
            TimeEntry.state == EntryState.APPROVED,
        )
        .order_by(TimeEntry.worked_on, TimeEntry.id)
        .options(joinedload(TimeEntry.reviewer).joinedload(Reviewer.user))
    ).all()


def approved_unpaid(until: date) -> Sequence[TimeEntry]:
    """Every approved billable entry up to and with a day; billing leaves out what is paid."""
    return session.scalars(
        select(TimeEntry)
        .where(
            TimeEntry.worked_on <= until,
            TimeEntry.billable,
            TimeEntry.state == EntryState.APPROVED,
        )
        .order_by(TimeEntry.reviewer_id, TimeEntry.worked_on, TimeEntry.id)
        .options(joinedload(TimeEntry.reviewer))
    ).all()
