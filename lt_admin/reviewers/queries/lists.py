"""The lists of reviewers, declared once: shown, sorted, filtered, paged and exported alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Date, Select, bindparam, case, func, literal, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentState,
    IndependenceFinding,
)
from lt_admin.reviewers.models.growth import PeerMeeting, peer_attendance
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.people import (
    CompensationRate,
    LevelPeriod,
    Payee,
    PayeePeriod,
    Reviewer,
    ReviewerLevel,
)
from lt_admin.reviewers.queries.words import (
    ACTIVITIES,
    ENDINGS,
    ENTRIES,
    LEVEL_BADGES,
    LEVELS,
    PAYEES,
    PEERS,
    ROLES,
)
from lt_admin.reviewers.rules.growth import soon

TODAY: Any = bindparam("today", callable_=clock.today, type_=Date)
SOON: Any = bindparam("soon", callable_=lambda: soon(clock.today()), type_=Date)
STANDING = (AssignmentState.ASKED, AssignmentState.ACTIVE)


def _now(value: Any, period: Any) -> Any:
    """What holds today: the value of the newest period that has begun."""
    return (
        select(value)
        .where(period.reviewer_id == Reviewer.id, period.valid_from <= TODAY)
        .order_by(period.valid_from.desc())
        .limit(1)
        .correlate(Reviewer)
        .scalar_subquery()
    )


_HAS_RUN_OUT = LevelPeriod.valid_until < TODAY
_LEVEL = _now(
    case(
        (_HAS_RUN_OUT, literal(ReviewerLevel.LAPSED, LevelPeriod.level.type)),
        else_=LevelPeriod.level,
    ),
    LevelPeriod,
)
_UNTIL = (  # of the newest level, a renewal that is still to begin too
    select(LevelPeriod.valid_until)
    .where(LevelPeriod.reviewer_id == Reviewer.id)
    .order_by(LevelPeriod.valid_from.desc())
    .limit(1)
    .correlate(Reviewer)
    .scalar_subquery()
)
_ENDING: dict[str, Callable[[], Any]] = {
    "soon": lambda: _UNTIL.between(TODAY, SOON),
    "over": lambda: _UNTIL < TODAY,
}
_PAYEE_ID = _now(PayeePeriod.payee_id, PayeePeriod)
_PAYEE = select(Payee.name).where(Payee.id == _PAYEE_ID).correlate(Reviewer).scalar_subquery()
_PLACES = (
    select(func.count(Assignment.id))
    .where(Assignment.reviewer_id == Reviewer.id, Assignment.state.in_(STANDING))
    .correlate(Reviewer)
    .scalar_subquery()
)
REVIEWERS = Listing(
    "reviewers",
    key=Reviewer.id,
    order="name",
    columns=(
        Column(
            *("name", _l("Name"), User.name),
            link="people.reviewer",
            link_key="reviewer_id",
            small="email",
        ),
        Column("level", _l("Level"), _LEVEL, kind="badge", words=LEVEL_BADGES),
        Column("until", _l("Level until"), _UNTIL, kind="day"),
        Column("payee", _l("Payee"), _PAYEE),
        Column("rate", _l("Rate"), _now(CompensationRate.rate, CompensationRate), kind="euro"),
        Column("places", _l("Reviews now"), _PLACES, kind="number"),
        Column("email", _l("E-mail"), User.email, card="carried"),
        Column("phone", _l("Telephone"), Reviewer.phone, card="carried"),
        Column("left", _l("Left on"), Reviewer.left_on, kind="day", card="hide"),
    ),
    filters=(
        Search("q", _l("Search"), (User.name, User.email)),
        Choice("level", _l("Level"), LEVELS, lambda level: level == _LEVEL),
        Choice("ending", _l("End of the level"), ENDINGS, lambda ending: _ENDING[ending]()),
        Choice(
            "payee",
            _l("Payee"),
            PAYEES,
            lambda kind: Reviewer.id.in_(_paid_as(kind)),
        ),
    ),
)


def _paid_as(kind: Any) -> Select[Any]:
    """The reviewers whose payee today is of this kind."""
    return (
        select(Reviewer.id)
        .join(Payee, Payee.id == _PAYEE_ID)
        .where(Payee.kind == kind)
        .correlate(None)
    )


def all_reviewers() -> Select[Any]:
    """Every reviewer, those who left too."""
    return select().select_from(Reviewer).join(User, Reviewer.user_id == User.id)


_PERSON = User.name
OVERRIDES = Listing(
    "independence",
    key=IndependenceFinding.id,
    order="-at",
    columns=(
        Column("at", _l("Decided on"), IndependenceFinding.overridden_at, kind="instant"),
        Column("code", _l("Review"), Engagement.code, kind="code"),
        Column("person", _l("Reviewer"), _PERSON),
        Column("role", _l("Role"), Assignment.role, words=ROLES),
        Column("rule", _l("Rule"), IndependenceFinding.rule),
        Column("reason", _l("Reason"), IndependenceFinding.override_reason, card="wide"),
    ),
)


def all_overrides() -> Select[Any]:
    """Every warning or exception of independence that the coordinator went on with."""
    return (
        select()
        .select_from(IndependenceFinding)
        .join(Assignment, IndependenceFinding.assignment_id == Assignment.id)
        .join(Engagement, Assignment.engagement_id == Engagement.id)
        .join(Reviewer, Assignment.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
        .where(IndependenceFinding.overridden_at.is_not(None))
    )


_ATTENDEES = (
    select(func.aggregate_strings(User.name, ", "))
    .select_from(peer_attendance)
    .join(Reviewer, peer_attendance.c.reviewer_id == Reviewer.id)
    .join(User, Reviewer.user_id == User.id)
    .where(peer_attendance.c.meeting_id == PeerMeeting.id)
    .correlate(PeerMeeting)
    .scalar_subquery()
)
PEER_MEETINGS = Listing(
    "peers",
    key=PeerMeeting.id,
    order="-day",
    columns=(
        Column("day", _l("Day"), PeerMeeting.held_on, kind="day"),
        Column("kind", _l("Kind"), PeerMeeting.kind, words=PEERS),
        Column("hours", _l("Hours"), PeerMeeting.minutes, kind="hours"),
        Column("attendees", _l("Who came"), _ATTENDEES, sort=False, card="wide"),
        Column("number", _l("Correction"), PeerMeeting.id, sort=False, card="wide"),
    ),
    filters=(
        Choice("kind", _l("Kind"), PEERS, lambda kind: PeerMeeting.kind == kind),
        Days("from", _l("From"), lambda day: PeerMeeting.held_on >= day),
        Days("until", _l("Until"), lambda day: PeerMeeting.held_on <= day),
    ),
)


def all_peer_meetings() -> Select[Any]:
    """Every meeting among peers."""
    return select().select_from(PeerMeeting)


_STATE_WORDS = {state: badge.word for state, badge in ENTRIES.items()}
HOURS = Listing(
    "hours",
    key=TimeEntry.id,
    order="-day",
    columns=(
        Column(
            *("day", _l("Day"), TimeEntry.worked_on),
            kind="day",
            link="entries.entry",
            link_key="entry_id",
        ),
        Column("person", _l("Reviewer"), _PERSON),
        Column("code", _l("Review"), Engagement.code, kind="code"),
        Column("step", _l("Step"), TimeEntry.step, kind="number"),
        Column("activity", _l("Activity"), TimeEntry.activity, words=ACTIVITIES),
        Column("hours", _l("Hours"), TimeEntry.minutes, kind="hours", total=True),
        Column(
            *("billable", _l("Billable"), TimeEntry.billable),
            words={True: _l("yes"), False: _l("no")},
        ),
        Column("state", _l("State"), TimeEntry.state, kind="badge", words=ENTRIES),
    ),
    filters=(
        Search("q", _l("Review or reviewer"), (Engagement.code, _PERSON)),
        Choice("state", _l("State"), _STATE_WORDS, lambda state: TimeEntry.state == state),
        Days("from", _l("From"), lambda day: TimeEntry.worked_on >= day),
        Days("until", _l("Until"), lambda day: TimeEntry.worked_on <= day),
    ),
)
MY_HOURS = replace(
    HOURS,
    name="my-hours",
    columns=tuple(column for column in HOURS.columns if column.key != "person"),
    filters=(Search("q", _l("Review"), (Engagement.code,)), *HOURS.filters[1:]),
)


def hours_seen_by(user: User) -> Select[Any]:
    """Every hour for who reads the finances; for a reviewer one's own."""
    found = (
        select()
        .select_from(TimeEntry)
        .join(Engagement, TimeEntry.engagement_id == Engagement.id)
        .join(Reviewer, TimeEntry.reviewer_id == Reviewer.id)
        .join(User, Reviewer.user_id == User.id)
    )
    if user.may(Permission.FINANCE_READ):
        return found
    return found.where(Reviewer.user_id == user.id)
