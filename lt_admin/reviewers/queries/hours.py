"""Hours: what stands in a week, under which terms, and what may be billed or paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
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
        _places(reviewer_id, engagement_ids).with_for_update(of=Engagement)
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
        stays = (*before, stay)
        terms[row.id] = Terms(row.code or "", row.state, ceilings, used[row.id], stays)
    return terms


def _places(reviewer_id: int, engagement_ids: Collection[int]) -> Select[Any]:
    """A reviewer's places in these engagements, in an order in which locks never cross."""
    columns: tuple[Any, ...] = (
        *(Engagement.id, Engagement.code, Engagement.state),
        *(Engagement.ceiling_minutes, Engagement.follow_up_ceiling_minutes),
        *(Assignment.role, Assignment.started_on, Assignment.ended_on),
    )
    return (
        select(*columns)
        .join(Assignment, Assignment.engagement_id == Engagement.id)
        .where(
            Engagement.id.in_(sorted(engagement_ids)),
            Assignment.reviewer_id == reviewer_id,
            Assignment.state != AssignmentState.DECLINED,
        )
        .order_by(Engagement.id, Assignment.id)
    )


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
    return between(reviewer_id, monday, monday + WEEK)


def between(reviewer_id: int, first: date, end: date) -> dict[Key, Booked]:
    """What stands from `first` until, but not on, `end`; without counter-entries."""
    rows = session.execute(
        select(
            *(TimeEntry.id, TimeEntry.engagement_id, TimeEntry.worked_on, TimeEntry.step),
            *(TimeEntry.activity, TimeEntry.billable, TimeEntry.minutes, TimeEntry.state),
        ).where(
            TimeEntry.reviewer_id == reviewer_id,
            TimeEntry.worked_on >= first,
            TimeEntry.worked_on < end,
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


def to_take_back(reviewer: Reviewer, monday: date) -> Sequence[TimeEntry]:
    """What a reviewer can take back of one week: submitted, and not approved yet."""
    return session.scalars(
        select(TimeEntry)
        .where(
            TimeEntry.reviewer_id == reviewer.id,
            TimeEntry.worked_on >= monday,
            TimeEntry.worked_on < monday + WEEK,
            TimeEntry.state == EntryState.SUBMITTED,
            TimeEntry.corrects_id.is_(None),
        )
        .order_by(TimeEntry.worked_on, TimeEntry.id)
    ).all()


def minutes_of(reviewer: Reviewer, engagement_ids: Collection[int]) -> dict[int, int]:
    """A reviewer's minutes by engagement, billable or not, whatever their state."""
    rows = session.execute(
        select(TimeEntry.engagement_id, func.sum(TimeEntry.minutes))
        .where(
            TimeEntry.reviewer_id == reviewer.id,
            TimeEntry.engagement_id.in_(sorted(set(engagement_ids))),
        )
        .group_by(TimeEntry.engagement_id)
    ).all()
    return {row[0]: int(row[1]) for row in rows}


def find_engagement(engagement_id: int) -> Engagement | None:
    """An engagement; whether somebody may log for it, the service decides."""
    return session.get(Engagement, engagement_id)


def total_of(reviewer: Reviewer, day: date) -> int:
    """A reviewer's minutes of one day."""
    minutes = session.scalar(
        select(func.sum(TimeEntry.minutes)).where(
            TimeEntry.reviewer_id == reviewer.id, TimeEntry.worked_on == day
        )
    )
    return int(minutes or 0)


def entries_with(ids: Collection[int]) -> Sequence[TimeEntry]:
    """The entries with these numbers that wait for approval, locked until the end."""
    return session.scalars(
        select(TimeEntry)
        .where(TimeEntry.id.in_(sorted(set(ids))), TimeEntry.state == EntryState.SUBMITTED)
        .order_by(TimeEntry.id)
        .with_for_update()
    ).all()


def find_entry_seen_by(entry_id: int, user: User) -> TimeEntry | None:
    """An entry, if it is this user's own or the user reads all of them."""
    wanted = select(TimeEntry).where(TimeEntry.id == entry_id)
    if not user.may(Permission.FINANCE_READ):
        wanted = wanted.where(TimeEntry.reviewer.has(Reviewer.user_id == user.id))
    return session.scalars(
        wanted.options(
            joinedload(TimeEntry.reviewer).joinedload(Reviewer.user),
            joinedload(TimeEntry.engagement),
        )
    ).one_or_none()


def corrections_of(entry: TimeEntry) -> Sequence[TimeEntry]:
    """The counter-entries of an entry, oldest first."""
    return session.scalars(
        select(TimeEntry).where(TimeEntry.corrects_id == entry.id).order_by(TimeEntry.id)
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
