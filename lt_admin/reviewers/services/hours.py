"""Hours: save a week, submit, approve, return, correct (DOMAIN.md 2g)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers import mails
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries import hours as queries
from lt_admin.reviewers.rules import hours as rules
from lt_admin.reviewers.rules.hours import Cell, Change, Key

_CELL = ("reviewer_id", "engagement_id", "worked_on", "step", "activity", "billable")
_OPEN = (EntryState.DRAFT, EntryState.RETURNED)


def save_week(reviewer: Reviewer, monday: date, cells: Sequence[Cell], *, by: User) -> int:
    """Let these cells stand in the week of `monday`; the number that changed.

    Cells that are not given stay as they are; no minutes takes a cell away. All or nothing: raises
    CellsRefused with a sentence for each cell that cannot be. The number of statements does not
    grow with the number of cells, and the engagements stay locked, so that reviewers who save at
    the same moment never pass a ceiling together.
    """
    last = monday + timedelta(days=6)
    if any(not monday <= cell.key.worked_on <= last for cell in cells):
        raise Refused(_("These hours are of another week."))
    terms = queries.locked_terms(reviewer.id, {cell.key.engagement_id for cell in cells})
    week = rules.Week(cells, queries.booked(reviewer.id, monday), terms, clock.today())
    changes = week.changes()
    _write(reviewer, changes)
    _record_saved(reviewer, monday, changes, by)
    return len(changes)


def log_hours(  # noqa: PLR0913 - an hour has this many sides
    reviewer: Reviewer,
    engagement: Engagement,
    *,
    worked_on: date,
    step: int,
    activity: Activity,
    minutes: int,
    billable: bool = True,
    by: User,
) -> TimeEntry:
    """Add minutes to one day's activity; what stood there as a draft counts on.

    Raises CellsRefused, with the reason in words, as save_week does. Step 1 and a shadow's hours
    are kept as not billable, whatever was asked.
    """
    session.flush()
    asked = Key(engagement.id, worked_on, step, activity, billable)
    terms = queries.locked_terms(reviewer.id, {engagement.id})
    booked = queries.booked(reviewer.id, rules.week_start(worked_on))
    key = rules.as_kept(asked, terms.get(engagement.id))
    total = minutes + (booked[key].minutes if key in booked else 0)
    if minutes <= 0:
        raise Refused(_("Log at least a quarter of an hour."))
    changes = rules.Week([Cell(asked, total)], booked, terms, clock.today()).changes()
    _write(reviewer, changes)
    _record_saved(reviewer, rules.week_start(worked_on), changes, by)
    return queries.entry_at(reviewer.id, key)


def _write(reviewer: Reviewer, changes: Sequence[Change]) -> None:
    """Two statements at most: one takes away, one writes every other cell."""
    gone = [c.booked.id for c in changes if c.booked and not c.cell.minutes]
    kept = [_row(reviewer, change.cell) for change in changes if change.cell.minutes]
    if gone:
        _delete(gone)
    if kept:
        _upsert(kept)
    for thing in list(session.identity_map.values()):
        if isinstance(thing, TimeEntry):
            session.expire(thing)


def _row(reviewer: Reviewer, cell: Cell) -> dict[str, object]:
    return {
        "reviewer_id": reviewer.id,
        "engagement_id": cell.key.engagement_id,
        "worked_on": cell.key.worked_on,
        "step": cell.key.step,
        "activity": cell.key.activity,
        "billable": cell.key.billable,
        "minutes": cell.minutes,
        "state": EntryState.DRAFT,
        "version": 1,
    }


def _delete(ids: Sequence[int]) -> None:
    open_ones = delete(TimeEntry).where(TimeEntry.id.in_(ids), TimeEntry.state.in_(_OPEN))
    _check_all(session.scalars(open_ones.returning(TimeEntry.id)).all(), ids)


def _check_all(written: Sequence[int], wanted: Sequence[object]) -> None:
    if len(written) != len(wanted):
        raise WrongState(_("These hours were submitted in the meantime."))


def _upsert(rows: Sequence[Mapping[str, object]]) -> None:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(TimeEntry).values(list(rows))
    written = session.scalars(
        insert.on_conflict_do_update(
            index_elements=list(_CELL),
            index_where=TimeEntry.corrects_id.is_(None),
            set_={
                "minutes": insert.excluded.minutes,
                "state": insert.excluded.state,
                "version": TimeEntry.version + 1,
            },
            where=TimeEntry.state.in_(_OPEN),
        ).returning(TimeEntry.id)
    ).all()
    _check_all(written, rows)


def _record_saved(reviewer: Reviewer, monday: date, changes: Sequence[Change], by: User) -> None:
    if changes:
        audit.record(
            "hours:saved",
            reviewer,
            by=by,
            week=monday,
            cells=len(changes),
            minutes=sum(change.added for change in changes),
        )


def remove(entry: TimeEntry, *, by: User) -> None:
    """Take away an entry that is not submitted: the way out for a returned counter-entry."""
    rules.ENTRY_STEPS.after(entry.state, "change")
    _record([entry], "hours:removed", by)
    session.delete(entry)


def submit(entries: Sequence[TimeEntry], *, by: User) -> None:
    """Hand hours to the coordinator; they do not change any more until they come back."""
    _check_any(entries)
    for entry in entries:
        entry.submit()
    _record(entries, "hours:submitted", by)


def withdraw(entries: Sequence[TimeEntry], *, by: User) -> None:
    """Take hours back that nobody approved yet, to change them."""
    _check_any(entries)
    for entry in entries:
        entry.withdraw()
    _record(entries, "hours:withdrawn", by)


def approve(entries: Sequence[TimeEntry], *, by: User) -> None:
    """Approve submitted hours: only these are ever billed or paid."""
    _check_any(entries)
    for entry in entries:
        entry.approve(by=by)
    _record(entries, "hours:approved", by)


def send_back(entries: Sequence[TimeEntry], *, reason: str, by: User) -> None:
    """Return submitted hours with a reason; each reviewer gets one mail about them."""
    _check_any(entries)
    if not reason.strip():
        raise Refused(_("Say why, so that the reviewer knows what to change."))
    for entry in entries:
        entry.send_back(reason.strip())
    _record(entries, "hours:returned", by)
    for reviewer in dict.fromkeys(entry.reviewer for entry in entries):
        outbox.queue(mails.hours_returned(reviewer, reason.strip()))


def reopen(entries: Sequence[TimeEntry], *, by: User) -> None:
    """Make approved hours a draft again; raises WrongState once they are billed or paid."""
    _check_any(entries)
    for entry in entries:
        entry.reopen()
    _record(entries, "hours:reopened", by)


def correct(entry: TimeEntry, *, minutes: int, by: User) -> TimeEntry:
    """A counter-entry of plus or minus `minutes` on hours that are billed or paid already.

    It waits for approval like any entry and reaches the next invoice and statement. Raises Refused
    when less than nothing would be left, or more than the ceiling allows.
    """
    _check_correctable(entry)
    terms = queries.locked_terms(entry.reviewer_id, {entry.engagement_id})[entry.engagement_id]
    standing = queries.corrected_minutes(entry)
    rules.check_correction(entry.key, minutes, standing=standing, terms=terms)
    counter = entry.counter_entry(minutes)
    session.add(counter)
    _record([counter], "hours:corrected", by)
    return counter


def _check_correctable(entry: TimeEntry) -> None:
    if entry.corrects_id is not None or entry.state is not EntryState.APPROVED:
        raise WrongState(_("Only approved hours are corrected; change these themselves."))
    if entry.locked_at is None:
        raise WrongState(_("These hours are not billed or paid yet; open them again instead."))


def _check_any(entries: Sequence[TimeEntry]) -> None:
    if not entries:
        raise Refused(_("There is nothing here to do this with."))


def _record(entries: Iterable[TimeEntry], event: str, by: User) -> None:
    """One line of the audit log for each reviewer and engagement."""
    session.flush()
    count: Counter[tuple[Reviewer, Engagement]] = Counter()
    minutes: Counter[tuple[Reviewer, Engagement]] = Counter()
    for entry in entries:
        place = (entry.reviewer, entry.engagement)
        count[place] += 1
        minutes[place] += entry.minutes
    for (reviewer, engagement), number in count.items():
        total = minutes[reviewer, engagement]
        audit.record(event, reviewer, by=by, about=engagement, entries=number, minutes=total)
