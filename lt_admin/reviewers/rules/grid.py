"""The week as a grid: rows of work down, days across; pure values that a page can draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from lt_admin.orientation.models.engagements import RUNNING, EngagementState
from lt_admin.reviewers.rules.hours import (
    ENTRY_STEPS,
    Activity,
    Booked,
    EntryState,
    Key,
    week_start,
)
from lt_admin.reviewers.rules.places import AssignmentRole

_NAME = re.compile(r"c-(\d{1,9})-([1-6])-([a-z_]{1,20})-([01])-(\d{4})(\d{2})(\d{2})")
_ROW = re.compile(r"(\d{1,9})-([1-6])-([a-z_]{1,20})-([01])")
USUAL_ACTIVITY = {
    1: Activity.ORIENTATION,
    2: Activity.INTERVIEW,
    3: Activity.SESSION,
    4: Activity.WRITING,
    5: Activity.PRESENTATION,
    6: Activity.FOLLOW_UP,
}
STEP_NOW = {
    EngagementState.QUOTED: 1,
    EngagementState.ACCEPTED: 2,
    **dict(zip(RUNNING, (2, 3, 4, 5), strict=True)),
    EngagementState.CLOSED: 6,
}


@dataclass(frozen=True)
class Work:
    """What a row of the grid is about."""

    engagement_id: int
    step: int
    activity: Activity
    billable: bool = True

    @property
    def name(self) -> str:
        """How the row stands in an address: ``12-3-session-1``."""
        return f"{self.engagement_id}-{self.step}-{self.activity}-{int(self.billable)}"

    def on(self, day: date) -> Key:
        """The cell of this row on one day."""
        return Key(self.engagement_id, day, self.step, self.activity, self.billable)


def work_of(key: Key) -> Work:
    """The row that a cell stands in."""
    return Work(key.engagement_id, key.step, key.activity, key.billable)


def cell_name(key: Key) -> str:
    """How a cell is called in the form: ``c-12-3-session-1-20250908``."""
    return f"c-{work_of(key).name}-{key.worked_on:%Y%m%d}"


def key_of(name: str) -> Key | None:
    """The cell with this name; None for any other name."""
    found = _NAME.fullmatch(name)
    if not found or found[3] not in set(Activity):
        return None
    try:
        day = date(int(found[5]), int(found[6]), int(found[7]))
    except ValueError:
        return None
    return Key(int(found[1]), day, int(found[2]), Activity(found[3]), found[4] == "1")


def work_named(name: str) -> Work | None:
    """The row with this name; None for any other name."""
    found = _ROW.fullmatch(name)
    if not found or found[3] not in set(Activity):
        return None
    return Work(int(found[1]), int(found[2]), Activity(found[3]), found[4] == "1")


@dataclass(frozen=True)
class Stand:
    """A place in which somebody can log hours now, with what was planned for it, by step."""

    engagement_id: int
    code: str
    state: EngagementState
    role: AssignmentRole
    has_follow_up: bool = False
    planned: Mapping[int, int] = field(default_factory=dict)

    @property
    def usual(self) -> Work | None:
        """The row that stands ready: the step that the review is in."""
        step = STEP_NOW.get(self.state)
        if step is None or (step == 6 and not self.has_follow_up):
            return None
        if self.role is AssignmentRole.SHADOW:
            return Work(self.engagement_id, step, Activity.SHADOWING, billable=False)
        return Work(self.engagement_id, step, USUAL_ACTIVITY[step], billable=step > 1)


@dataclass(frozen=True)
class Row:
    """A row as it is drawn; `left` is what the plan leaves for this step, None without a plan."""

    work: Work
    code: str
    planned: int | None
    left: int | None


@dataclass(frozen=True)
class Grid:
    """One reviewer's week, with one day in front: that day is the one a phone shows."""

    day: date
    today: date
    rows: Sequence[Row]
    booked: Mapping[Key, Booked]
    before: Mapping[Key, Booked]  # what stood in the two weeks before
    stands: Sequence[Stand]

    @property
    def monday(self) -> date:
        """The first day."""
        return week_start(self.day)

    @property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.monday + timedelta(days=place) for place in range(7)]

    @property
    def last_week(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def next_week(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)

    @property
    def open_stands(self) -> list[Stand]:
        """The places for which work can be logged now."""
        return [stand for stand in self.stands if stand.usual is not None]

    def minutes(self, key: Key) -> int:
        """What stands in a cell."""
        return self.booked[key].minutes if key in self.booked else 0

    def is_fixed(self, key: Key) -> bool:
        """Whether a cell is with the coordinator, or past that."""
        booked = self.booked.get(key)
        return booked is not None and not ENTRY_STEPS.allows(booked.state, "change")

    def of_day(self, day: date) -> int:
        """The minutes of one day."""
        return sum(each.minutes for each in self.booked.values() if each.key.worked_on == day)

    def of_row(self, work: Work) -> int:
        """The minutes of one row."""
        return sum(each.minutes for each in self.booked.values() if work_of(each.key) == work)

    @property
    def total(self) -> int:
        """The minutes of the week."""
        return sum(each.minutes for each in self.booked.values())

    def in_state(self, *states: EntryState) -> int:
        """The minutes of the week that are in one of these states."""
        return sum(each.minutes for each in self.booked.values() if each.state in states)

    def copied(self, what: str) -> dict[Key, int]:
        """Last week or the last day worked before, moved to this week or day: empty cells only.

        Nothing lands in the future.
        """
        if what == "week":
            moved = self._moved(self.last_week, timedelta(days=7), days=7)
        else:
            earlier = {**self.before, **self.booked}
            worked = [key.worked_on for key in earlier if key.worked_on < self.day]
            last = max(worked, default=self.day)
            moved = self._moved(last, self.day - last, days=1)
        shown = {row.work for row in self.rows}
        return {
            key: minutes
            for key, minutes in moved.items()
            if key not in self.booked and key.worked_on <= self.today and work_of(key) in shown
        }

    def _moved(self, first: date, by: timedelta, *, days: int) -> dict[Key, int]:
        past = first + timedelta(days=days)
        return {
            work_of(key).on(key.worked_on + by): each.minutes
            for key, each in {**self.before, **self.booked}.items()
            if by and first <= key.worked_on < past
        }


def rows_of(
    works: Iterable[Work], stands: Sequence[Stand], spent: Mapping[tuple[int, int], int]
) -> list[Row]:
    """The rows in order, with what the plan leaves of each step; `spent` by engagement and step."""
    by_id = {stand.engagement_id: stand for stand in stands}
    known = sorted(
        {work for work in works if work.engagement_id in by_id},
        key=lambda w: (by_id[w.engagement_id].code, w.step, w.activity, not w.billable),
    )
    rows = []
    for work in known:
        stand = by_id[work.engagement_id]
        planned = stand.planned.get(work.step) if work.billable else None
        used = spent.get((work.engagement_id, work.step), 0)
        left = None if planned is None else max(planned - used, 0)
        rows.append(Row(work, stand.code, planned, left))
    return rows


def works_to_show(
    booked: Iterable[Key], before: Iterable[Key], stands: Sequence[Stand], added: Iterable[Work]
) -> set[Work]:
    """This week's work, the recent work of open places, what was added, and the usual step.

    Every open place has at least one row.
    """
    open_ids = {stand.engagement_id for stand in stands if stand.usual is not None}
    recent = {work_of(key) for key in before if key.engagement_id in open_ids}
    works = {work_of(key) for key in booked} | recent | set(added)
    seen = {work.engagement_id for work in works}
    usual = {stand.usual for stand in stands if stand.usual and stand.engagement_id not in seen}
    return works | usual
