"""Reading engagements: the list, the record, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import audit, telling
from lt_admin.core.audit import AuditEntry
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import Engagement, EngagementState, Party
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, Request
from lt_admin.orientation.queries.words import STATES, STEP_OF_STATE, TYPES

_names = (
    select(func.aggregate_strings(Organisation.name, ", "))
    .join(Party, Party.organisation_id == Organisation.id)
    .where(Party.engagement_id == Engagement.id)
    .correlate(Engagement)
    .scalar_subquery()
)
ENGAGEMENTS = Listing(
    "engagements",
    key=Engagement.id,
    order="-code",
    columns=(
        Column(
            "code",
            _l("Code"),
            Engagement.code,
            link="engagements.engagement",
            link_key="engagement_id",
        ),
        Column("organisation", _l("Asked by"), Organisation.name, card="wide"),
        Column("type", _l("Type"), Engagement.type, words=TYPES),
        Column("state", _l("State"), Engagement.state, kind="badge", words=STATES),
        Column("end", _l("Ends"), Engagement.planned_end_on, kind="day"),
        Column("ceiling", _l("Ceiling"), Engagement.ceiling_minutes, kind="hours"),
        Column("coordinator", _l("Coordinator"), User.name, card="carried"),
        Column("names", _l("Organisations"), _names, sort=False, card="carried"),
        Column("received", _l("Request"), Request.received_on, kind="day", card="carried"),
        Column("accepted", _l("Accepted on"), Engagement.accepted_on, kind="day", card="carried"),
        Column("closed", _l("Closed"), Engagement.closed_on, kind="day", card="carried"),
    ),
    filters=(
        Search("q", _l("Search"), (Engagement.code, _names), hint=_l("Code or organisation")),
        Choice("state", _l("State"), STATES, lambda state: Engagement.state == state),
        Choice("type", _l("Type"), TYPES, lambda kind: Engagement.type == kind),
        Days("until", _l("Planned end until"), lambda day: Engagement.planned_end_on <= day),
    ),
)


def engagements_seen_by(user: User) -> Select[Any]:
    """The engagements that this person may see: all of them, or none of these pages.

    Reviewers see their own through reviewers.queries, which knows the assignments.
    """
    rows = select().select_from(Engagement)
    return rows if user.may(Permission.ORGANISATION_READ) else rows.where(false())


def coded_seen_by(user: User) -> Select[Any]:
    """The rows of the list of reviews: those that came so far that they have a code."""
    return (
        engagements_seen_by(user)
        .join(Request, Request.id == Engagement.request_id)
        .join(Organisation, Organisation.id == Request.organisation_id)
        .join(User, User.id == Engagement.coordinator_id)
        .where(Engagement.code.is_not(None))
    )


def find_engagement_seen_by(engagement_id: int, user: User) -> Engagement | None:
    """The engagement with all that its page shows, if this person may see it."""
    wanted = (
        engagements_seen_by(user)
        .add_columns(Engagement)
        .where(Engagement.id == engagement_id)
        .options(
            joinedload(Engagement.request).joinedload(Request.organisation),
            joinedload(Engagement.coordinator),
            selectinload(Engagement.parties).joinedload(Party.organisation),
            selectinload(Engagement.meetings).options(
                joinedload(OrientationMeeting.organisations), joinedload(OrientationMeeting.hosts)
            ),
            selectinload(Engagement.readiness),
            joinedload(Engagement.focus_points),  # of these two there are never more than a few
            joinedload(Engagement.holds),
        )
    )
    return session.scalars(wanted).unique().one_or_none()


def find_party(engagement: Engagement, party_id: int) -> Party | None:
    """The party of that engagement, if there is one."""
    return next((party for party in engagement.parties if party.id == party_id), None)


def logged(engagement: Engagement) -> Sequence[Any]:
    """The lines of the log about an engagement that can be told, the newest first."""
    wanted = (
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.event, AuditEntry.facts)
        .where(
            AuditEntry.about == audit.name_of(engagement),
            AuditEntry.event.in_(telling.told_events()),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return session.execute(wanted).all()


def what_happened(entries: Sequence[Any]) -> list[telling.Happening]:
    """The logged lines as sentences, with who did it."""
    names = actor_names({entry.actor for entry in entries})
    return [
        telling.Happening(
            entry.at, telling.sentence(entry.event, entry.facts), names.get(entry.actor, "")
        )
        for entry in entries
    ]


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """The names behind ``user:3`` and ``contact:7``; the system has none."""
    parts = []
    for kind in (User, Contact):
        prefix = f"{kind.__tablename__}:"
        ids = [int(actor.removeprefix(prefix)) for actor in actors if actor.startswith(prefix)]
        parts.append(select(literal(prefix), kind.id, kind.name).where(kind.id.in_(ids)))
    return {f"{row[0]}{row[1]}": row[2] for row in session.execute(union_all(*parts))}


def step_days(entries: Sequence[Any]) -> dict[int, date]:
    """On which day each of steps 2 to 5 began, as far as it did, by the logged lines."""
    begun = {"engagement:started": EngagementState.EXPLORING.value}
    return {
        STEP_OF_STATE[EngagementState(begun.get(entry.event) or entry.facts["state"])]: day_of(
            entry.at
        )
        for entry in reversed(entries)
        if entry.event in {*begun, "engagement:moved_on"}
    }


def present_step(engagement: Engagement, begun: Sequence[int]) -> float:
    """Where the strip of six steps stands; a half lies between two steps.

    A review that ended stands behind what was done; one with an agreed follow-up is in step 6.
    """
    if engagement.closed_on is not None:
        return 6 if engagement.follow_up_ceiling_minutes else 5.5
    reached = max(begun, default=1)
    return reached - 0.5 if engagement.has_ended else reached
