"""What coordinators have to do for requests and engagements, and what runs well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Row, Select, func, select

from lt_admin.accounts.models import User
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.orientation.models.engagements import (
    ENDED,
    RUNNING,
    Engagement,
    EngagementState,
    Party,
    PartyRole,
)
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, Request
from lt_admin.orientation.queries.requests import may_manage
from lt_admin.orientation.rules.requests import TALK_WANTED_AFTER_DAYS, TALK_WITHIN_DAYS

Rows = Sequence[Row[Any]]


def duties(user: User) -> list[Duty]:
    """What this person has to do here; only coordinators have anything."""
    if not may_manage(user):
        return []
    return [
        *(_answer(row) for row in _unanswered()),
        *(_talk(row) for row in _without_talk()),
        *(_conclude(row) for row in _without_outcome()),
        *(_start(row) for row in _ready_to_start()),
        *(_agree(row) for row in _without_agreement()),
    ]


def going_well(user: User) -> list[str]:
    """A sentence on the reviews that run."""
    if not may_manage(user):
        return []
    running = select(func.count(Engagement.id)).where(Engagement.state.in_(RUNNING))
    count = session.scalars(running).one()
    words = ngettext(
        "One learning review is running.", "%(num)d learning reviews are running.", count
    )
    return [words] if count else []


def _engagements(*columns: Any) -> Select[Any]:
    return (
        select(Engagement.id, Engagement.code, Organisation.name, Request.received_on, *columns)
        .join(Request, Request.id == Engagement.request_id)
        .join(Organisation, Organisation.id == Request.organisation_id)
    )


def _unanswered() -> Rows:
    wanted = _engagements().where(
        Engagement.state == EngagementState.REQUESTED, Request.acknowledged_at.is_(None)
    )
    return session.execute(wanted).all()


def _answer(row: Row[Any]) -> Duty:
    return Duty(
        _("The acknowledgement to %(name)s is still to be sent.", name=row.name),
        since=row.received_on,
        url=url_for("requests.acknowledgement", engagement_id=row.id),
        button=_("See the acknowledgement"),
    )


def _without_talk() -> Rows:
    latest = clock.today() - timedelta(days=TALK_WANTED_AFTER_DAYS)
    wanted = _engagements().where(
        Engagement.state == EngagementState.REQUESTED, Request.received_on <= latest
    )
    return session.execute(wanted).all()


def _talk(row: Row[Any]) -> Duty:
    before = row.received_on + timedelta(days=TALK_WITHIN_DAYS)
    return Duty(
        _("%(name)s waits for an orientation conversation.", name=row.name),
        since=row.received_on,
        url=url_for("requests.new_meeting", engagement_id=row.id),
        button=_("Record the conversation"),
        reason=_("Asked on %(day)s.", day=_words(row.received_on)),
        badge=_due(before),
    )


def _due(before: date) -> Badge:
    """By when, and whether that has passed."""
    is_late = before < clock.today()
    word = _("should have been before %(day)s") if is_late else _("before %(day)s")
    return Badge(word % {"day": _words(before)}, "danger" if is_late else "warn")


def _without_outcome() -> Rows:
    wanted = (
        _engagements(OrientationMeeting.held_on, OrientationMeeting.id.label("meeting_id"))
        .join(OrientationMeeting, OrientationMeeting.engagement_id == Engagement.id)
        .where(
            OrientationMeeting.outcome.is_(None),
            OrientationMeeting.held_on <= clock.today(),
            Engagement.state.not_in(ENDED),
        )
    )
    return session.execute(wanted).all()


def _conclude(row: Row[Any]) -> Duty:
    address = {"engagement_id": row.id, "meeting_id": row.meeting_id}
    return Duty(
        _("The conversation with %(name)s has no outcome yet.", name=row.name),
        since=row.held_on,
        url=url_for("requests.outcome", **address),
        button=_("Record the outcome"),
        reason=_("It was on %(day)s.", day=_words(row.held_on)),
    )


def _ready_to_start() -> Rows:
    wanted = _engagements(Engagement.accepted_on).where(
        Engagement.state == EngagementState.ACCEPTED
    )
    return session.execute(wanted).all()


def _start(row: Row[Any]) -> Duty:
    return Duty(
        _("%(code)s is agreed by everyone and can start.", code=row.code),
        since=row.accepted_on,
        url=url_for("engagements.engagement", engagement_id=row.id),
        button=_("Start the review"),
        reason=row.name,
    )


def _without_agreement() -> Rows:
    missing = func.count(Party.id)
    wanted = (
        _engagements(missing.label("missing"))
        .join(Party, Party.engagement_id == Engagement.id)
        .where(
            Engagement.state.in_((EngagementState.QUOTED, EngagementState.ACCEPTED)),
            Party.role == PartyRole.PARTICIPATING,
            Party.agreed_on.is_(None),
        )
        .group_by(Engagement.id, Engagement.code, Organisation.name, Request.received_on)
    )
    return session.execute(wanted).all()


def _agree(row: Row[Any]) -> Duty:
    return Duty(
        ngettext(
            "For %(code)s one organisation has not agreed in writing yet.",
            "For %(code)s %(num)d organisations have not agreed in writing yet.",
            row.missing,
            code=row.code,
        ),
        since=row.received_on,
        url=url_for("engagements.engagement", engagement_id=row.id) + "#parties",
        button=_("See who is missing"),
        reason=_("The review can start once everyone has agreed."),
    )


def _words(day: date) -> str:
    return formats.long_day(day, language())
