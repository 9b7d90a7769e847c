"""Reading requests and the conversations that follow."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission, Role
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import ENDED, Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, Outcome, Request
from lt_admin.orientation.queries.engagements import engagements_seen_by
from lt_admin.orientation.queries.words import CHANNELS

_held_on = (
    select(func.min(OrientationMeeting.held_on))
    .where(OrientationMeeting.engagement_id == Engagement.id)
    .correlate(Engagement)
    .scalar_subquery()
)
_is_open_ended = exists().where(
    OrientationMeeting.engagement_id == Engagement.id, OrientationMeeting.outcome.is_(None)
)
_wants_plan = exists().where(
    OrientationMeeting.engagement_id == Engagement.id,
    OrientationMeeting.outcome == Outcome.PLAN_AND_QUOTE,
)
_ORIENTED = Engagement.state == EngagementState.ORIENTATION
WAITS_FOR = {
    "answer": Badge(_l("acknowledgement"), "warn", "mail"),
    "talk": Badge(_l("conversation"), "warn", "person"),
    "outcome": Badge(_l("outcome"), "warn", "pen"),
    "plan": Badge(_l("plan and quote"), "info", "paper"),
    "end": Badge(_l("closing off"), "warn", "pen"),
    "review": Badge(_l("nothing: it became a review"), "ok"),
    "nothing": Badge(_l("nothing: it ended"), "neutral", "minus"),
}
_waits_for = case(
    (Engagement.state == EngagementState.CLOSED, "review"),
    (Engagement.state.in_(ENDED), "nothing"),
    (
        and_(Engagement.state == EngagementState.REQUESTED, Request.acknowledged_at.is_(None)),
        "answer",
    ),
    (Engagement.state == EngagementState.REQUESTED, "talk"),
    (and_(_ORIENTED, _is_open_ended), "outcome"),
    (and_(_ORIENTED, _wants_plan), "plan"),
    (_ORIENTED, "end"),
    else_="review",
)
REQUESTS = Listing(
    "requests",
    key=Engagement.id,
    order="-received",
    columns=(
        Column(
            "organisation",
            _l("Organisation"),
            Organisation.name,
            sort=func.lower(Organisation.name),
            link="engagements.engagement",
            link_key="engagement_id",
            small="code",
        ),
        Column("received", _l("Received"), Request.received_on, kind="day"),
        Column("talk", _l("Conversation"), _held_on, kind="day"),
        Column("waits", _l("Waits for"), _waits_for, kind="badge", words=WAITS_FOR, sort=False),
        Column("coordinator", _l("Coordinator"), User.name, card="hide"),
        Column("code", _l("Code"), Engagement.code, card="carried"),
        Column("sender", _l("Sender"), Request.sender_name, card="carried"),
        Column("channel", _l("How it came"), Request.channel, words=CHANNELS, card="carried"),
        Column(
            "busy",
            _l("Inspectorate until"),
            Request.inspectorate_due_on,
            kind="day",
            card="carried",
        ),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Organisation.name, Request.sender_name, Engagement.code),
            hint=_l("Organisation, sender or code"),
        ),
        Days("from", _l("Received from"), lambda day: Request.received_on >= day),
        Choice("waits", _l("Waits for"), WAITS_FOR, lambda key: _waits_for == key),
    ),
)


def requests_seen_by(user: User) -> Select[Any]:
    """The rows of the list that this person may see."""
    return (
        engagements_seen_by(user)
        .join(Request, Request.id == Engagement.request_id)
        .join(Organisation, Organisation.id == Request.organisation_id)
        .join(User, User.id == Engagement.coordinator_id)
    )


def find_meeting(engagement: Engagement, meeting_id: int) -> OrientationMeeting | None:
    """The conversation of that engagement, if there is one."""
    wanted = (
        select(OrientationMeeting)
        .where(
            OrientationMeeting.id == meeting_id, OrientationMeeting.engagement_id == engagement.id
        )
        .options(
            selectinload(OrientationMeeting.organisations), selectinload(OrientationMeeting.hosts)
        )
    )
    return session.scalars(wanted).one_or_none()


def possible_hosts() -> list[tuple[int, str]]:
    """Who can lead a conversation: coordinators, reviewers and supervisors, by name."""
    roles = (Role.COORDINATOR, Role.REVIEWER, Role.SUPERVISOR)
    return _people(User.role.in_(roles))


def coordinators() -> list[tuple[int, str]]:
    """Who can take an engagement over, by name."""
    return _people(User.role == Role.COORDINATOR)


def _people(condition: Any) -> list[tuple[int, str]]:
    wanted = select(User.id, User.name).where(condition, User.deactivated_at.is_(None))
    return [(row.id, row.name) for row in session.execute(wanted.order_by(User.name, User.id))]


def users_with(ids: list[int]) -> list[User]:
    """The people with these ids, by name."""
    return list(session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name)))


def may_manage(user: User) -> bool:
    """Whether this person takes requests and engagements further."""
    return user.may(Permission.ENGAGEMENT_MANAGE)
