"""What people have to do for reports, follow-up decisions and the destruction of documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import Row, Select, func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.registers import DestructionCertificate, WorkingDocument
from lt_admin.conduct.models.reports import (
    FollowUpChoice,
    FollowUpDecision,
    MethodCheck,
    ReportKind,
    ReportVersion,
)
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.conduct.queries.report_words import REPORTS
from lt_admin.conduct.rules.registers import destruction_due_on
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.reviewers.models.assignments import GUIDING, Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries.access import reviews_seen_by

Rows = Sequence[Row[*tuple[Any, ...]]]


def duties(user: User) -> list[Duty]:
    """What this person has to do here."""
    found: list[Duty] = []
    if user.may(Permission.METHOD_CHECK):
        found += [_check(row) for row in _unchecked(user)]
    if user.may(Permission.CONDUCT_MANAGE):
        found += [_anonymise(row) for row in _not_anonymised(user)]
        found += [_destroy(row) for row in _not_destroyed(user)]
    if user.may(Permission.ENGAGEMENT_MANAGE):
        found += [_decide(row) for row in _undecided()]
        found += [_decide_again(row) for row in _postponed()]
    return found


def _words(day: date) -> str:
    return formats.long_day(day, language())


def _unchecked(user: User) -> Rows:
    """Reviews that this person supervises, with a draft and without a complete check."""
    complete = select(MethodCheck.id).where(
        MethodCheck.engagement_id == Engagement.id,
        MethodCheck.avoids_hindsight,
        MethodCheck.appraises_and_explains,
        MethodCheck.explores_wider,
    )
    wanted = (
        select(Engagement.id, Engagement.code, func.max(ReportVersion.made_on).label("since"))
        .join(ReportVersion, ReportVersion.engagement_id == Engagement.id)
        .join(Assignment, Assignment.engagement_id == Engagement.id)
        .join(Reviewer, Reviewer.id == Assignment.reviewer_id)
        .where(Engagement.state.in_(RUNNING), ReportVersion.kind == ReportKind.DRAFT)
        .where(Reviewer.user_id == user.id, Assignment.started_on.is_not(None))
        .where(Assignment.role == AssignmentRole.SUPERVISOR, ~complete.exists())
        .group_by(Engagement.id, Engagement.code)
    )
    return session.execute(wanted).all()


def _check(row: Any) -> Duty:
    return Duty(
        _("The method of %(code)s waits for your check.", code=row.code),
        since=row.since,
        url=url_for("reports.report", engagement_id=row.id),
        button=_("Check the method"),
        reason=_("Without it there is no final report."),
    )


def _not_anonymised(user: User) -> Rows:
    """Versions that somebody else made, in the reviews of this person."""
    seen = reviews_seen_by(user).add_columns(Engagement.id)
    wanted = (
        select(
            Engagement.id,
            Engagement.code,
            ReportVersion.kind,
            ReportVersion.number,
            ReportVersion.made_on,
        )
        .join(ReportVersion, ReportVersion.engagement_id == Engagement.id)
        .where(Engagement.state.in_(RUNNING), Engagement.id.in_(seen))
        .where(ReportVersion.anonymised_at.is_(None), ReportVersion.made_by_id != user.id)
        .order_by(ReportVersion.id)
    )
    return session.execute(wanted).all()


def _anonymise(row: Any) -> Duty:
    return Duty(
        _(
            "The %(report)s of %(code)s waits for a second person.",
            report=f"{REPORTS[row.kind]} {row.number}",
            code=row.code,
        ),
        since=row.made_on,
        url=url_for("reports.report", engagement_id=row.id),
        button=_("Check the anonymisation"),
        reason=_("It is sent once nobody can be recognised."),
    )


def _presented() -> Any:
    return (
        select(func.max(ReviewSession.starts_at))
        .where(ReviewSession.engagement_id == Engagement.id)
        .where(ReviewSession.kind == SessionKind.PRESENTATION)
        .where(ReviewSession.state == SessionState.HELD)
        .correlate(Engagement)
        .scalar_subquery()
    )


def _without_certificate() -> Select[Any]:
    """Reviews with working documents, in step 5 or gone no further, whose proof is missing."""
    issued = select(DestructionCertificate.id).where(
        DestructionCertificate.engagement_id == Engagement.id
    )
    registered = select(WorkingDocument.id).where(WorkingDocument.engagement_id == Engagement.id)
    ended = Engagement.state.in_((EngagementState.WITHDRAWN, EngagementState.REJECTED))
    return (
        select(Engagement.id, Engagement.code, Engagement.ended_on)
        .add_columns(_presented().label("presented_at"))
        .where(~issued.exists())
        .where((ended & registered.exists()) | (Engagement.state == EngagementState.REPORTING))
    )


def _not_destroyed(user: User) -> Rows:
    """Those that a coordinator sees, or that this reviewer guides; a supervisor holds no papers."""
    wanted = _without_certificate()
    if not user.may(Permission.ENGAGEMENT_MANAGE):
        guided = (
            select(Assignment.engagement_id)
            .join(Reviewer, Reviewer.id == Assignment.reviewer_id)
            .where(Reviewer.user_id == user.id, Assignment.role.in_(GUIDING))
            .where(Assignment.started_on.is_not(None))
        )
        wanted = wanted.where(Engagement.id.in_(guided))
    return [row for row in session.execute(wanted).all() if row.presented_at or row.ended_on]


def _since(row: Any) -> date:
    presented_at: datetime | None = row.presented_at
    ended_on: date = row.ended_on
    return ended_on if presented_at is None else clock.day_of(presented_at)


def _destroy(row: Any) -> Duty:
    since = _since(row)
    due_on = destruction_due_on(since)
    is_late = due_on < clock.today()
    word = _("should have been before %(day)s") if is_late else _("before %(day)s")
    return Duty(
        _("The working documents of %(code)s are to be destroyed.", code=row.code),
        since=since,
        url=url_for("registers.documents", engagement_id=row.id),
        button=_("Make the certificate"),
        reason=_("The review can be closed once the certificate is there."),
        badge=Badge(word % {"day": _words(due_on)}, "danger" if is_late else "warn"),
    )


def _undecided() -> Rows:
    """Reviews in step 5 about whose follow-up nothing is decided."""
    decided = select(FollowUpDecision.id).where(FollowUpDecision.engagement_id == Engagement.id)
    wanted = (
        select(Engagement.id, Engagement.code, _presented().label("presented_at"))
        .where(Engagement.state == EngagementState.REPORTING, ~decided.exists())
        .order_by(Engagement.id)
    )
    return session.execute(wanted).all()


def _decide(row: Any) -> Duty:
    since = clock.today() if row.presented_at is None else clock.day_of(row.presented_at)
    return Duty(
        _("It is not decided yet whether %(code)s gets a follow-up.", code=row.code),
        since=since,
        url=url_for("reports.decide", engagement_id=row.id),
        button=_("Record the decision"),
        reason=_("Ask the boards in step 5; postponing is possible."),
    )


def _postponed() -> Rows:
    """Reviews whose last decision was to decide by a day that has come."""
    last = (
        select(func.max(FollowUpDecision.id).label("id"))
        .group_by(FollowUpDecision.engagement_id)
        .subquery()
    )
    wanted = (
        select(Engagement.id, Engagement.code, FollowUpDecision.until)
        .join(FollowUpDecision, FollowUpDecision.engagement_id == Engagement.id)
        .join(last, last.c.id == FollowUpDecision.id)
        .where(FollowUpDecision.choice == FollowUpChoice.POSTPONED)
        .where(FollowUpDecision.until <= clock.today())
        .order_by(FollowUpDecision.until)
    )
    return session.execute(wanted).all()


def _decide_again(row: Any) -> Duty:
    is_late = row.until < clock.today()
    return Duty(
        _("The postponed decision on a follow-up of %(code)s is due.", code=row.code),
        since=row.until,
        url=url_for("reports.decide", engagement_id=row.id),
        button=_("Record the decision"),
        badge=Badge(_words(row.until), "danger" if is_late else "warn", "clock"),
    )
