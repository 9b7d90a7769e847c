"""What may be logged, by whom, on which day, within which ceiling: pure rules (DOMAIN.md 2g)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, Steps
from lt_admin.orientation.models.engagements import RUNNING, EngagementState
from lt_admin.reviewers.rules.places import GUIDING, AssignmentRole

QUARTER = 15
DAY = 24 * 60
WEEK = 7


class Activity(StrEnum):
    """What kind of work an entry is about; never what was said."""

    ORIENTATION = "orientation"
    INTRODUCTION = "introduction"
    INTERVIEW = "interview"
    FILE_STUDY = "file_study"
    TIMELINE = "timeline"
    SESSION = "session"
    ANALYSIS = "analysis"
    WRITING = "writing"
    PRESENTATION = "presentation"
    FOLLOW_UP = "follow_up"
    COORDINATION = "coordination"
    SHADOWING = "shadowing"
    TRAVEL = "travel"


class EntryState(StrEnum):
    """Where a time entry stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


ENTRY_STEPS = Steps(
    {
        (EntryState.DRAFT, "change"): EntryState.DRAFT,
        (EntryState.RETURNED, "change"): EntryState.DRAFT,
        (EntryState.DRAFT, "submit"): EntryState.SUBMITTED,
        (EntryState.RETURNED, "submit"): EntryState.SUBMITTED,
        (EntryState.SUBMITTED, "withdraw"): EntryState.DRAFT,
        (EntryState.SUBMITTED, "approve"): EntryState.APPROVED,
        (EntryState.SUBMITTED, "return"): EntryState.RETURNED,
        (EntryState.APPROVED, "reopen"): EntryState.DRAFT,  # only while nothing bills or pays it
    }
)


class Pot(StrEnum):
    """The ceiling that billable hours count against."""

    REVIEW = "review"  # steps 2 to 5
    FOLLOW_UP = "follow_up"  # step 6


def pot_of(step: int) -> Pot:
    """Which ceiling a billable hour of this step counts against; step 1 is never billed."""
    return Pot.FOLLOW_UP if step == 6 else Pot.REVIEW


def week_start(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Key:
    """What makes a cell of the week one cell: a reviewer has one entry for each."""

    engagement_id: int
    worked_on: date
    step: int
    activity: Activity
    billable: bool = True


@dataclass(frozen=True)
class Cell:
    """What a reviewer wants to stand at one place of the week; no minutes takes it away."""

    key: Key
    minutes: int


@dataclass(frozen=True)
class Booked:
    """What stands there now."""

    id: int
    key: Key
    minutes: int
    state: EntryState


@dataclass(frozen=True)
class Stay:
    """A place in a review: from the signed declaration on (IR8), until it was ended."""

    role: AssignmentRole
    since: date | None  # None: asked, but the declaration is not signed or not accepted yet
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether work on `day` falls in it."""
        is_signed = self.since is not None and self.since <= day
        return is_signed and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Terms:
    """What holds for one reviewer's hours in one engagement; ceilings and use in minutes.

    `used` are the billable minutes of everybody in the engagement, whatever their state.
    """

    code: str
    state: EngagementState
    ceilings: Mapping[Pot, int]
    used: Mapping[Pot, int]
    stays: Sequence[Stay]

    def stay_on(self, day: date) -> Stay | None:
        """The place that work on `day` belongs to."""
        return next((stay for stay in self.stays if stay.covers(day)), None)


@dataclass(frozen=True)
class Change:
    """One cell as it will stand, and what stands there; `asked` is the cell as it was given."""

    asked: Cell
    cell: Cell
    booked: Booked | None

    @property
    def added(self) -> int:
        """The minutes by which the ceiling is used more; negative when less."""
        return self.cell.minutes - (self.booked.minutes if self.booked else 0)


class CellsRefused(Refused):
    """Some hours cannot be logged as asked; `sentences` says why, by cell; nothing was saved."""

    def __init__(self, sentences: Mapping[Cell, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(sentences.values())))
        self.sentences = dict(sentences)


@dataclass
class Week:
    """A reviewer's week: what is asked, what stands there, and the terms of each engagement."""

    cells: Sequence[Cell]
    booked: Mapping[Key, Booked]
    terms: Mapping[int, Terms]
    today: date
    refused: dict[Cell, str] = field(default_factory=dict)

    def changes(self) -> list[Change]:
        """What has to be written; raises CellsRefused when any cell cannot be."""
        found = [self._change(cell) for cell in self.cells]
        changed = [change for change in found if change.added]
        seen: set[Key] = set()
        for change in changed:
            if sentence := self._why_not(change, is_double=change.cell.key in seen):
                self.refused[change.asked] = sentence
            seen.add(change.cell.key)
        self._check_days(changed)
        self._check_ceilings(changed)
        if self.refused:
            raise CellsRefused(self.refused)
        return changed

    def _change(self, cell: Cell) -> Change:
        kept = replace(cell, key=as_kept(cell.key, self.terms.get(cell.key.engagement_id)))
        return Change(cell, kept, self.booked.get(kept.key))

    def _why_not(self, change: Change, *, is_double: bool) -> str:
        cell, booked = change.cell, change.booked
        if is_double:
            return _("This stands here twice; put the hours together in one row.")
        if booked is not None and not ENTRY_STEPS.allows(booked.state, "change"):
            return _("These hours are with the coordinator already; take them back first.")
        if not cell.minutes:
            return ""
        terms = self.terms.get(cell.key.engagement_id)
        if terms is None:
            return _("You have no place in this review.")
        return (
            _why_not_minutes(cell.minutes)
            or _why_not_day(cell.key.worked_on, terms, self.today)
            or _why_not_step(cell.key, terms)
        )

    def _check_days(self, changed: Iterable[Change]) -> None:
        totals: dict[date, int] = {}
        for booked in self.booked.values():
            totals[booked.key.worked_on] = totals.get(booked.key.worked_on, 0) + booked.minutes
        for change in changed:
            day = change.cell.key.worked_on
            totals[day] = totals.get(day, 0) + change.added
            if change.added > 0 and totals[day] > DAY:
                self.refused.setdefault(change.asked, _("A day has 24 hours."))

    def _check_ceilings(self, changed: Sequence[Change]) -> None:
        billed = [change for change in changed if change.cell.key.billable]
        used: dict[tuple[int, Pot], int] = {}
        for change in sorted(billed, key=lambda c: (c.added > 0, c.cell.key.worked_on)):
            key = change.cell.key
            terms, place = self.terms.get(key.engagement_id), (key.engagement_id, pot_of(key.step))
            if terms is None or change.asked in self.refused:
                continue
            before = used.get(place, terms.used[place[1]])
            used[place] = before + change.added
            if change.added > 0 and used[place] > terms.ceilings[place[1]]:
                left = terms.ceilings[place[1]] - before
                self.refused[change.asked] = beyond_ceiling(left, terms.ceilings[place[1]])


def as_kept(key: Key, terms: Terms | None) -> Key:
    """The cell that an asked one comes to: what is never billed is not billable (DOMAIN.md 1d)."""
    stay = terms.stay_on(key.worked_on) if terms else None
    return replace(key, billable=key.billable and is_billed(key.step, stay.role if stay else None))


def is_billed(step: int, role: AssignmentRole | None) -> bool:
    """Whether hours of this step by this role can be billed: not step 1, not a shadow's."""
    return step > 1 and (role is None or role in GUIDING)


def _why_not_minutes(minutes: int) -> str:
    if minutes < 0 or minutes % QUARTER:
        return _("Hours go by the quarter.")
    return ""


def _why_not_day(day: date, terms: Terms, today: date) -> str:
    if day > today:
        return _("This day is still to come; hours are logged afterwards.")
    stay = terms.stay_on(day)
    if stay is not None and stay.role is AssignmentRole.SUPERVISOR:
        return _("A supervisor's time is recorded as a supervision session.")
    if stay is not None:
        return ""
    signed = [s.since for s in terms.stays if s.since is not None]
    if not signed:
        return _("Sign your declaration of independence first; hours count from that day on.")
    if day < min(signed):
        return _(
            "Your declaration of independence is of %(day)s; hours count from that day on.",
            day=f"{min(signed):%d-%m-%Y}",
        )
    return _("You had no place in this review on that day.")


_STEPS_BY_STATE: dict[EngagementState, range] = {
    EngagementState.QUOTED: range(1, 2),
    EngagementState.ACCEPTED: range(1, 6),
    **{state: range(1, 7) for state in (*RUNNING, EngagementState.ON_HOLD)},
    EngagementState.CLOSED: range(6, 7),
}


def _why_not_step(key: Key, terms: Terms) -> str:
    if not 1 <= key.step <= 6:
        return _("A review has six steps.")
    if key.step in _STEPS_BY_STATE.get(terms.state, range(0)):
        return ""
    if terms.state is EngagementState.QUOTED:
        return _("The quote is not accepted yet; only step 1 can be logged.")
    if terms.state is EngagementState.CLOSED:
        return _("This review is closed; ask the coordinator when hours are missing.")
    return _("This review is not running; ask the coordinator when hours are missing.")


def beyond_ceiling(left: int, ceiling: int) -> str:
    """How many minutes are left under the ceiling, in words, and what to do."""
    if not ceiling:
        return _("The commissioners did not agree to hours for this step yet.")
    return _(
        "The commissioners agreed to %(ceiling)s hours and %(left)s of them are left. Log at most "
        "that, and ask the coordinator for a change order when more is needed.",
        ceiling=formats.hours(ceiling),
        left=formats.hours(max(left, 0)),
    )


def check_correction(key: Key, minutes: int, *, standing: int, terms: Terms) -> None:
    """Raises Refused unless a counter-entry of so many minutes can stand.

    `standing` is what is left of the entry after earlier corrections.
    """
    if not minutes or minutes % QUARTER:
        raise Refused(_("Hours go by the quarter."))
    if standing + minutes < 0:
        raise Refused(
            _("There are only %(hours)s hours to take off.", hours=formats.hours(standing))
        )
    pot = pot_of(key.step)
    left = terms.ceilings[pot] - terms.used[pot]
    if key.billable and minutes > max(left, 0):
        raise Refused(beyond_ceiling(left, terms.ceilings[pot]))
