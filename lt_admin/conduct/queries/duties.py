"""What has to be done about sessions and groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Row, Select, func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.groups import Group, GroupConfirmation, GroupMember, Side
from lt_admin.conduct.models.sessions import ReviewSession, SessionState, session_reviewer
from lt_admin.conduct.queries.labels import KINDS, THE_GROUPS
from lt_admin.conduct.queries.sessions import DIALOGUES
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.clock import day_of, midnight
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.orientation.models.engagements import ENDED, RUNNING, Engagement
from lt_admin.reviewers.models.people import Reviewer

MOST = 50


def duties(user: User) -> list[Duty]:
    """Sessions to record, for who guided them and for coordinators; groups to confirm."""
    if not user.may(Permission.CONDUCT_MANAGE):
        return []
    found = [_record(row) for row in _not_recorded(user)]
    if user.may(Permission.ENGAGEMENT_MANAGE):
        found += [_confirm(row) for row in _not_confirmed()]
    return found


def _not_recorded(user: User) -> Sequence[Row[Any]]:
    wanted = (
        select(ReviewSession.id, ReviewSession.kind, ReviewSession.starts_at, Engagement.code)
        .add_columns(ReviewSession.engagement_id)
        .join(Engagement, Engagement.id == ReviewSession.engagement_id)
        .where(
            ReviewSession.state == SessionState.PLANNED,
            ReviewSession.starts_at < midnight(clock.today()),
            Engagement.state.not_in(ENDED),
        )
        .order_by(ReviewSession.starts_at)
        .limit(MOST)
    )
    if not user.may(Permission.ENGAGEMENT_MANAGE):
        wanted = wanted.where(ReviewSession.id.in_(_guided_by(user)))
    return session.execute(wanted).all()


def _guided_by(user: User) -> Any:
    return (
        select(session_reviewer.c.session_id)
        .join(Reviewer, Reviewer.id == session_reviewer.c.reviewer_id)
        .where(Reviewer.user_id == user.id)
    )


def _record(row: Row[Any]) -> Duty:
    day = day_of(row.starts_at)
    return Duty(
        _(
            "Was the session of %(code)s on %(day)s held?",
            code=row.code,
            day=formats.long_day(day, language()),
        ),
        since=day,
        url=url_for("sessions.review_session", engagement_id=row.engagement_id, session_id=row.id),
        button=_("Record the session"),
        reason=str(KINDS[row.kind]),
    )


def _dialogue(state: SessionState) -> ColumnElement[bool]:
    return (
        select(ReviewSession.id)
        .where(
            ReviewSession.engagement_id == Engagement.id,
            ReviewSession.kind.in_(DIALOGUES),
            ReviewSession.state == state,
        )
        .exists()
    )


def _sides() -> Any:
    """How many sides confirmed the group of a member."""
    return (
        select(func.count(GroupConfirmation.id))
        .where(
            GroupConfirmation.engagement_id == GroupMember.engagement_id,
            GroupConfirmation.group == GroupMember.group,
        )
        .scalar_subquery()
    )


def _not_confirmed() -> Sequence[Row[Any]]:
    """The groups of people who are about to hold their first dialogue, unconfirmed by a side."""
    of: tuple[Any, ...] = (Engagement.id, Engagement.code, GroupMember.group)
    wanted: Select[Any] = (
        select(*of, func.min(GroupMember.added_at).label("since"))
        .join(Engagement, Engagement.id == GroupMember.engagement_id)
        .where(
            Engagement.state.in_(RUNNING),
            _dialogue(SessionState.PLANNED),
            ~_dialogue(SessionState.HELD),
            _sides() < len(Side),
        )
        .group_by(*of)
        .order_by(Engagement.id, GroupMember.group)
        .limit(MOST)
    )
    return session.execute(wanted).all()


def _confirm(row: Row[Any]) -> Duty:
    group: Group = row.group
    return Duty(
        _("Not confirmed yet: %(group)s of %(code)s.", group=THE_GROUPS[group], code=row.code),
        since=day_of(row.since),
        url=url_for("groups.groups", engagement_id=row.id),
        button=_("To the groups"),
        reason=_("The commissioners and the reviewers confirm it before the first dialogue."),
        badge=Badge(_("before the dialogue"), "info", "clock"),
    )
