"""How reviewers stay and become good: the norm of a year, meetings among peers, levels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import SEES_THE_CASE, Assignment
from lt_admin.reviewers.models.growth import Assessment, PeerMeeting, peer_attendance
from lt_admin.reviewers.models.people import LevelPeriod, Reviewer, ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionSession, supervision_attendance
from lt_admin.reviewers.queries import assessments
from lt_admin.reviewers.rules import growth as rules
from lt_admin.reviewers.rules.growth import Aspect, Year

ACTIVE = "active"
FIRST_YEAR = 2020  # nothing was kept before


@dataclass(frozen=True)
class OfYear:
    """One reviewer in one year."""

    reviewer: Reviewer
    level: ReviewerLevel | None
    kept: Year


def years_kept(year: int) -> list[OfYear]:
    """The year of everybody of whom the norm asks something, by name; two statements in all."""
    _first, last = _days(year)
    people = session.scalars(
        select(Reviewer)
        .join(User, Reviewer.user_id == User.id)
        .where(or_(Reviewer.left_on.is_(None), Reviewer.left_on > last))
        .order_by(User.name, Reviewer.id)
        .options(joinedload(Reviewer.user), joinedload(Reviewer.levels))
    ).unique()
    return [each for each in _kept(list(people), year) if each.kept.asked]


def year_of(reviewer: Reviewer, year: int) -> OfYear:
    """The year of one reviewer."""
    return _kept([reviewer], year)[0]


def _kept(people: Sequence[Reviewer], year: int) -> list[OfYear]:
    counted = _counted([each.id for each in people], year)
    day = min(clock.today(), _days(year)[1])
    found = []
    for each in people:
        level = each.level_on(day)
        had = {aspect: counted.get((each.id, aspect.value), 0) for aspect in Aspect}
        is_active = (each.id, ACTIVE) in counted
        kept = Year(year, had, is_active, level is ReviewerLevel.SUPERVISOR)
        found.append(OfYear(each, level, kept))
    return found


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _counted(ids: Collection[int], year: int) -> dict[tuple[int, str], int]:
    """What people had in a year, by aspect, and who was active; one statement."""
    parts: CompoundSelect[Any] = union_all(
        _contact_time(ids, year),
        _meetings(ids, year, [kind for kind in rules.PeerKind if kind not in rules.TWO_YEARS]),
        _meetings(ids, year, rules.TWO_YEARS, first=year - 1),
        _active(ids, year),
    )
    return {(row[0], row[1]): int(row[2]) for row in session.execute(parts)}


def _contact_time(ids: Collection[int], year: int) -> Select[Any]:
    """The minutes of supervision that people had in a year; those they gave do not count."""
    attended = supervision_attendance.c
    return (
        select(
            attended.reviewer_id,
            literal(Aspect.SUPERVISION.value),
            func.sum(SupervisionSession.minutes),
        )
        .join(SupervisionSession, attended.session_id == SupervisionSession.id)
        .where(attended.reviewer_id.in_(ids), SupervisionSession.held_on.between(*_days(year)))
        .group_by(attended.reviewer_id)
    )


def _meetings(
    ids: Collection[int], year: int, kinds: Sequence[rules.PeerKind], *, first: int = 0
) -> Select[Any]:
    """The meetings of these kinds in a year, or since the year `first`."""
    attended, since = peer_attendance.c, _days(first or year)[0]
    return (
        select(attended.reviewer_id, cast(PeerMeeting.kind, String), func.count())
        .join(PeerMeeting, attended.meeting_id == PeerMeeting.id)
        .where(
            attended.reviewer_id.in_(ids),
            PeerMeeting.kind.in_(kinds),
            PeerMeeting.held_on.between(since, _days(year)[1]),
        )
        .group_by(attended.reviewer_id, PeerMeeting.kind)
    )


def _active(ids: Collection[int], year: int) -> Select[int, str, int]:
    """Who had a declared place in a review that ran in that year."""
    first, last = _days(year)
    until = func.coalesce(Assignment.ended_on, Engagement.closed_on, Engagement.ended_on)
    return (
        select(Assignment.reviewer_id, literal(ACTIVE), func.count())
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(
            Assignment.reviewer_id.in_(ids),
            Assignment.role.in_(SEES_THE_CASE),
            Assignment.started_on <= last,
            or_(until.is_(None), until >= first),
        )
        .group_by(Assignment.reviewer_id)
    )


@dataclass(frozen=True)
class Record:
    """What a reviewer's own page shows of one year, and of all assessments."""

    of_year: OfYear
    sessions: Sequence[SupervisionSession]
    meetings: Sequence[PeerMeeting]
    assessments: Sequence[Assessment]


def record_of(reviewer: Reviewer, year: int) -> Record:
    """How somebody grew in a year."""
    return Record(
        year_of(reviewer, year),
        supervision_of(reviewer, year),
        peers_of(reviewer, year),
        assessments.assessments_of(reviewer),
    )


def renewal(reviewer: Reviewer) -> dict[str, object]:
    """What a new period of a level that ends soon or ran out would be; else empty.

    From the day after its last, or from today, for the usual term.
    """
    today = clock.today()
    now = reviewer.levels[-1] if reviewer.levels else None
    if now is None or now.valid_until is None or not now.is_to_renew(today):
        return {}
    since = max(today, now.valid_until + timedelta(days=1))
    until = rules.usual_until(now.level, since)
    return {"level": now.level, "valid_from": since, "valid_until": until}


def levels_to_renew() -> Sequence[tuple[Reviewer, LevelPeriod]]:
    """The newest levels in the pool that ran out, or do so within six months; first ends on top."""
    newest = (
        select(func.max(LevelPeriod.valid_from))
        .where(LevelPeriod.reviewer_id == Reviewer.id)
        .correlate(Reviewer)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Reviewer, LevelPeriod)
        .join(LevelPeriod, LevelPeriod.reviewer_id == Reviewer.id)
        .where(
            Reviewer.left_on.is_(None),
            LevelPeriod.valid_from == newest,
            LevelPeriod.valid_until <= rules.soon(clock.today()),
        )
        .order_by(LevelPeriod.valid_until, Reviewer.id)
        .options(joinedload(Reviewer.user))
    )
    return [(reviewer, period) for reviewer, period in rows]


def peers_of(reviewer: Reviewer, year: int) -> Sequence[PeerMeeting]:
    """The meetings among peers that somebody attended in a year, newest first."""
    return session.scalars(
        select(PeerMeeting)
        .join(peer_attendance, peer_attendance.c.meeting_id == PeerMeeting.id)
        .where(
            peer_attendance.c.reviewer_id == reviewer.id,
            PeerMeeting.held_on.between(*_days(year)),
        )
        .order_by(PeerMeeting.held_on.desc(), PeerMeeting.id.desc())
    ).all()


def supervision_of(reviewer: Reviewer, year: int) -> Sequence[SupervisionSession]:
    """The sessions of supervision that somebody attended in a year, newest first."""
    return session.scalars(
        select(SupervisionSession)
        .join(
            supervision_attendance,
            supervision_attendance.c.session_id == SupervisionSession.id,
        )
        .where(
            supervision_attendance.c.reviewer_id == reviewer.id,
            SupervisionSession.held_on.between(*_days(year)),
        )
        .order_by(SupervisionSession.held_on.desc(), SupervisionSession.id.desc())
        .options(
            joinedload(SupervisionSession.engagement),
            joinedload(SupervisionSession.supervisor).joinedload(Reviewer.user),
            selectinload(SupervisionSession.attendees),
        )
    ).all()


def find_meeting_seen_by(meeting_id: int, user: User) -> PeerMeeting | None:
    """A meeting among peers, for who reads them all and for who was there."""
    found = session.get(PeerMeeting, meeting_id)
    if found is None or user.may(Permission.REVIEWER_READ):
        return found
    return found if user.id in {each.user_id for each in found.attendees} else None


def usual_years() -> list[int]:
    """The years to choose from: this one and the two before."""
    this = clock.today().year
    return [this, this - 1, this - 2]
