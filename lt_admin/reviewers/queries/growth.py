"""How reviewers stay and become good: the norm of a year, meetings among peers, assessments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.reviewers.models.assignments import SEES_THE_CASE, Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import Assessment, PeerMeeting, peer_attendance
from lt_admin.reviewers.models.people import LevelPeriod, Reviewer, ReviewerLevel
from lt_admin.reviewers.models.supervision import SupervisionSession, supervision_attendance
from lt_admin.reviewers.queries.people import pool
from lt_admin.reviewers.rules import growth as rules
from lt_admin.reviewers.rules.growth import Aspect, Year

FIRST_YEAR = 2020  # nothing was kept before


@dataclass(frozen=True)
class OfYear:
    """One reviewer in one year."""

    reviewer: Reviewer
    level: ReviewerLevel | None
    kept: Year


def years_kept(year: int) -> list[OfYear]:
    """The year of everybody of whom the norm asks something, by name; five statements in all."""
    _first, last = _days(year)
    people = session.scalars(
        select(Reviewer)
        .join(User, Reviewer.user_id == User.id)
        .where(or_(Reviewer.left_on.is_(None), Reviewer.left_on > last))
        .order_by(User.name, Reviewer.id)
        .options(joinedload(Reviewer.user), selectinload(Reviewer.levels))
    ).all()
    return [each for each in _kept(people, year) if each.kept.asked]


def year_of(reviewer: Reviewer, year: int) -> OfYear:
    """The year of one reviewer."""
    return _kept([reviewer], year)[0]


def _kept(people: Sequence[Reviewer], year: int) -> list[OfYear]:
    ids = [each.id for each in people]
    minutes, active = _contact_time(ids, year), _active(ids, year)
    now, before = _meetings(ids, year), _meetings(ids, year - 1)
    day = min(clock.today(), _days(year)[1])
    found = []
    for each in people:
        level = each.level_on(day)
        had = {Aspect.SUPERVISION: minutes.get(each.id, 0)}
        for kind in rules.PeerKind:
            earlier = before.get((each.id, kind), 0) if kind in rules.TWO_YEARS else 0
            had[Aspect(kind.value)] = now.get((each.id, kind), 0) + earlier
        kept = Year(year, had, each.id in active, level is ReviewerLevel.SUPERVISOR)
        found.append(OfYear(each, level, kept))
    return found


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _contact_time(ids: Collection[int], year: int) -> dict[int, int]:
    """The minutes of supervision that people had in a year; those they gave do not count."""
    attended = supervision_attendance.c
    rows = session.execute(
        select(attended.reviewer_id, func.sum(SupervisionSession.minutes))
        .join(SupervisionSession, attended.session_id == SupervisionSession.id)
        .where(attended.reviewer_id.in_(ids), SupervisionSession.held_on.between(*_days(year)))
        .group_by(attended.reviewer_id)
    )
    return {reviewer_id: int(minutes) for reviewer_id, minutes in rows}


def _meetings(ids: Collection[int], year: int) -> dict[tuple[int, rules.PeerKind], int]:
    attended = peer_attendance.c
    rows = session.execute(
        select(attended.reviewer_id, PeerMeeting.kind, func.count())
        .join(PeerMeeting, attended.meeting_id == PeerMeeting.id)
        .where(attended.reviewer_id.in_(ids), PeerMeeting.held_on.between(*_days(year)))
        .group_by(attended.reviewer_id, PeerMeeting.kind)
    )
    return {(reviewer_id, kind): count for reviewer_id, kind, count in rows}


def _active(ids: Collection[int], year: int) -> set[int]:
    """Who had a declared place in a review that ran in that year."""
    first, last = _days(year)
    until = func.coalesce(Assignment.ended_on, Engagement.closed_on, Engagement.ended_on)
    rows = session.scalars(
        select(Assignment.reviewer_id)
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(
            Assignment.reviewer_id.in_(ids),
            Assignment.role.in_(SEES_THE_CASE),
            Assignment.started_on <= last,
            or_(until.is_(None), until >= first),
        )
    )
    return set(rows)


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
        assessments_of(reviewer),
    )


def renewal(reviewer: Reviewer) -> dict[str, object]:
    """What a new period of a level that ends soon or ran out would be; else empty.

    From the day after its last, or from today, for the usual term.
    """
    today = clock.today()
    now = reviewer.level_period_on(today)
    if now is None or now.valid_until is None or not now.is_to_renew(today):
        return {}
    since = max(today, now.valid_until + timedelta(days=1))
    until = rules.usual_until(now.level, since)
    return {"level": now.level, "valid_from": since, "valid_until": until}


def levels_to_renew() -> list[tuple[Reviewer, LevelPeriod]]:
    """The levels in the pool that ran out, or do so within six months; the first end on top."""
    today, found = clock.today(), []
    for each in pool():
        now = each.level_period_on(today)
        if now is not None and now.is_to_renew(today):
            found.append((each, now))
    return sorted(found, key=lambda pair: pair[1].valid_until or today)


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


def assessment_of(assignment: Assignment) -> Assessment | None:
    """The judgement of a practice review, once there is one."""
    return session.scalars(
        select(Assessment).where(Assessment.assignment_id == assignment.id)
    ).one_or_none()


def assessments_of(reviewer: Reviewer) -> Sequence[Assessment]:
    """The judgements of somebody's practice reviews, newest first."""
    return session.scalars(
        select(Assessment)
        .join(Assignment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.reviewer_id == reviewer.id)
        .order_by(Assessment.assessed_on.desc(), Assessment.id.desc())
        .options(
            joinedload(Assessment.assignment).joinedload(Assignment.engagement),
            joinedload(Assessment.assessor).joinedload(Reviewer.user),
        )
    ).all()


def practice_reviews(engagement: Engagement) -> Sequence[tuple[Assignment, Assessment | None]]:
    """The supervised practice reviews in a review, each with its judgement."""
    rows = session.execute(
        select(Assignment, Assessment)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .where(
            Assignment.engagement_id == engagement.id,
            Assignment.is_practice_review,
            Assignment.started_on.is_not(None),
        )
        .order_by(Assignment.id)
        .options(joinedload(Assignment.reviewer).joinedload(Reviewer.user))
    )
    return [(assignment, made) for assignment, made in rows]


def practice_reviews_to_assess(user: User) -> Sequence[Assignment]:
    """Practice reviews in step 5 or closed without a judgement, that this person may give."""
    wanted = (
        select(Assignment)
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .where(
            Assignment.is_practice_review,
            Assignment.started_on.is_not(None),
            Engagement.state.in_([EngagementState.REPORTING, EngagementState.CLOSED]),
            Assignment.id.not_in(select(Assessment.assignment_id)),
        )
        .order_by(Assignment.id)
        .options(
            joinedload(Assignment.engagement),
            joinedload(Assignment.reviewer).joinedload(Reviewer.user),
        )
    )
    if not user.may(Permission.REVIEWER_MANAGE):
        wanted = wanted.where(Assignment.engagement_id.in_(_supervised_by(user)))
    return session.scalars(wanted).all()


def _supervised_by(user: User) -> Sequence[int]:
    return session.scalars(
        select(Assignment.engagement_id)
        .join(Reviewer, Assignment.reviewer_id == Reviewer.id)
        .where(
            Reviewer.user_id == user.id,
            Assignment.role == AssignmentRole.SUPERVISOR,
            Assignment.started_on.is_not(None),
        )
    ).all()


def find_practice_review_seen_by(assignment_id: int, user: User) -> Assignment | None:
    """A supervised practice review, for its supervisor and for who manages reviewers."""
    found = session.get(Assignment, assignment_id)
    if found is None or not found.is_practice_review:
        return None
    is_free = user.may(Permission.REVIEWER_MANAGE)
    return found if is_free or found.engagement_id in _supervised_by(user) else None
