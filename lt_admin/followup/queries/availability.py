"""When reviewers can, what they have planned, and which starts they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, Select, select

from lt_admin.conduct.models.sessions import ReviewSession, SessionState, session_reviewer
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.followup.models.bookings import Availability, Booking, BookingState, TakenQuarter
from lt_admin.followup.rules import times
from lt_admin.followup.rules.times import Span, Stretch
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.people import Reviewer

WEEK = timedelta(days=7)
_LONGEST = timedelta(days=1)  # no session lasts longer


def rows_of(reviewer_id: int, from_: date, until: date) -> Sequence[Availability]:
    """The stretches of a reviewer from a day until before another, in order."""
    wanted = select(Availability).where(
        Availability.reviewer_id == reviewer_id,
        Availability.on >= from_,
        Availability.on < until,
    )
    return session.scalars(wanted.order_by(Availability.on, Availability.starts)).all()


def stretches_of(reviewer_id: int, from_: date, until: date) -> dict[date, list[Stretch]]:
    """The same by day, as minutes after midnight; a day without any is left out."""
    found: dict[date, list[Stretch]] = {}
    for row in rows_of(reviewer_id, from_, until):
        found.setdefault(row.on, []).append((row.starts, row.ends))
    return found


def free_starts(
    reviewers: Sequence[Reviewer], minutes: int, *, from_: date, until: date
) -> list[datetime]:
    """When a conversation of so many minutes can begin for all these reviewers at once.

    Three statements, however many reviewers or days; nothing in the past.
    """
    ids = [reviewer.id for reviewer in reviewers]
    calendars = _calendars(ids, from_, until)
    around = (clock.midnight(from_) - _LONGEST, clock.midnight(until) + _LONGEST)
    length = timedelta(minutes=minutes)
    starts = times.starts_in(times.shared(calendars), length, _sessions(ids, around))
    taken = set(session.scalars(_taken(ids, around)))
    now = clock.now()
    return [
        start
        for start in starts
        if start > now and taken.isdisjoint(times.quarters_of(start, minutes))
    ]


def _calendars(ids: Sequence[int], from_: date, until: date) -> list[list[Span]]:
    rows = session.execute(
        select(
            Availability.reviewer_id, Availability.on, Availability.starts, Availability.ends
        ).where(
            Availability.reviewer_id.in_(ids), Availability.on >= from_, Availability.on < until
        )
    )
    found: dict[int, list[Span]] = {each: [] for each in ids}
    for row in rows:
        span = times.span_of(row.on, (row.starts, row.ends))
        if span is not None:
            found[row.reviewer_id].append(span)
    return list(found.values())


def _sessions(ids: Collection[int], around: Span) -> list[Span]:
    """The planned sessions of these reviewers."""
    rows = session.execute(
        select(ReviewSession.starts_at, ReviewSession.minutes)
        .join(session_reviewer, session_reviewer.c.session_id == ReviewSession.id)
        .where(
            session_reviewer.c.reviewer_id.in_(ids),
            ReviewSession.state == SessionState.PLANNED,
            ReviewSession.starts_at > around[0],
            ReviewSession.starts_at < around[1],
        )
    )
    return [(row.starts_at, row.starts_at + timedelta(minutes=row.minutes)) for row in rows]


def _taken(ids: Collection[int], around: Span) -> Select[datetime]:
    return select(TakenQuarter.starts_at).where(
        TakenQuarter.reviewer_id.in_(ids),
        TakenQuarter.starts_at > around[0],
        TakenQuarter.starts_at < around[1],
    )


def still_free(ids: Collection[int], starts: Iterable[datetime], minutes: int) -> list[datetime]:
    """Those of the `starts` to come at which none of these reviewers has anything planned."""
    wanted = sorted(start for start in starts if start > clock.now())
    if not wanted:
        return []
    around = (wanted[0] - _LONGEST, wanted[-1] + _LONGEST)
    spans = [(start, start + timedelta(minutes=minutes)) for start in wanted]
    taken = set(session.scalars(_taken(ids, around)))
    busy = _sessions(ids, around)
    free = times.starts_in(spans, timedelta(minutes=minutes), busy)
    return [s for s in free if taken.isdisjoint(times.quarters_of(s, minutes))]


def has_session(ids: Collection[int], starts_at: datetime, minutes: int) -> bool:
    """Whether one of these reviewers has a session planned then, or within the rest beside it."""
    span = (starts_at, starts_at + timedelta(minutes=minutes))
    busy = _sessions(ids, (starts_at - _LONGEST, starts_at + _LONGEST))
    return not times.is_free(*span, busy)


@dataclass(frozen=True)
class Planned:
    """Something in a reviewer's week."""

    starts_at: datetime
    ends_at: datetime
    code: str
    is_follow_up: bool


def planned_in(reviewer: Reviewer, from_: date, until: date) -> list[Planned]:
    """The follow-ups and sessions of a reviewer between two days, in order."""
    within = (clock.midnight(from_), clock.midnight(until))
    found = [*_booked(reviewer.id, within), *_meeting(reviewer.id, within)]
    return sorted(found, key=lambda each: each.starts_at)


def _booked(reviewer_id: int, within: Span) -> list[Planned]:
    mine = select(TakenQuarter.booking_id).where(
        TakenQuarter.reviewer_id == reviewer_id,
        TakenQuarter.starts_at >= within[0],
        TakenQuarter.starts_at < within[1],
    )
    rows = session.execute(
        select(Booking.starts_at, Booking.minutes, Engagement.code)
        .join(Booking.offer)
        .join(Engagement)
        .where(Booking.id.in_(mine), Booking.state != BookingState.CANCELLED)
    )
    return [_planned(row, is_follow_up=True) for row in rows]


def _meeting(reviewer_id: int, within: Span) -> list[Planned]:
    rows = session.execute(
        select(ReviewSession.starts_at, ReviewSession.minutes, Engagement.code)
        .join(session_reviewer, session_reviewer.c.session_id == ReviewSession.id)
        .join(Engagement, Engagement.id == ReviewSession.engagement_id)
        .where(
            session_reviewer.c.reviewer_id == reviewer_id,
            ReviewSession.state == SessionState.PLANNED,
            ReviewSession.starts_at >= within[0],
            ReviewSession.starts_at < within[1],
        )
    )
    return [_planned(row, is_follow_up=False) for row in rows]


def _planned(row: Row[datetime, int, str | None], *, is_follow_up: bool) -> Planned:
    ends_at = row.starts_at + timedelta(minutes=row.minutes)
    return Planned(row.starts_at, ends_at, row.code or "", is_follow_up)
