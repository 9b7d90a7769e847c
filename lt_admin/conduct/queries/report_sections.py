"""The card "Report and documents" on the page of an engagement, and the facts of step 5."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.conduct.models.registers import DestructionCertificate, WorkingDocument
from lt_admin.conduct.models.reports import FollowUpDecision, MethodCheck, ReportKind, ReportVersion
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.conduct.queries import registers, report_words, reports
from lt_admin.conduct.rules.registers import destruction_due_on
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.sections import Section
from lt_admin.orientation.models.engagements import (
    BEFORE_START,
    RUNNING,
    Engagement,
    EngagementState,
)
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.queries.access import role_of


def report_section(engagement: Engagement, user: User) -> Section | None:
    """How far the report is, what it recommends, and whether the documents are destroyed."""
    if engagement.state in BEFORE_START or not user.may(Permission.CONDUCT_READ):
        return None
    facts = _facts_of(engagement.id)
    presented_on = clock.day_of(facts.presented_at) if facts.presented_at else None
    since = presented_on or engagement.ended_on
    due_on = destruction_due_on(since) if since else None
    context = {
        "method": method_badge(facts.MethodCheck),
        "versions": _newest_versions(engagement.id),
        "recommendations": facts.recommendations,
        "untagged": facts.untagged,
        "follow_up": report_words.CHOICE_BADGES[facts.choice],
        "documents": int(facts.documents or 0),
        "certificate": facts.DestructionCertificate,
        "due_on": due_on,
        "destruction": destruction_badge(facts.DestructionCertificate, due_on),
        "version_badge": version_badge,
        "words": report_words,
    }
    return Section("report", _("Report and documents"), "conduct/section_report.html", context)


def _facts_of(engagement_id: int) -> Any:
    """All the card asks of a review but its versions, in one statement."""
    columns = _counted(engagement_id)
    wanted = (
        select(MethodCheck, DestructionCertificate)
        .add_columns(*(each.scalar_subquery().label(name) for name, each in columns.items()))
        .select_from(Engagement)
        .outerjoin(MethodCheck, MethodCheck.engagement_id == Engagement.id)
        .outerjoin(DestructionCertificate, DestructionCertificate.engagement_id == Engagement.id)
        .where(Engagement.id == engagement_id)
    )
    return session.execute(wanted).one()


def _counted(engagement_id: int) -> dict[str, Select[Any]]:
    counted = select(func.count(Recommendation.id))
    counted = counted.where(Recommendation.engagement_id == engagement_id)
    tags = (Recommendation.level, Recommendation.quadrant, Recommendation.loop)
    return {
        "recommendations": counted,
        "untagged": counted.where(or_(*(tag.is_(None) for tag in tags))),
        "documents": select(func.sum(WorkingDocument.count)).where(
            WorkingDocument.engagement_id == engagement_id
        ),
        "presented_at": select(func.max(ReviewSession.starts_at))
        .where(ReviewSession.engagement_id == engagement_id)
        .where(ReviewSession.kind == SessionKind.PRESENTATION)
        .where(ReviewSession.state == SessionState.HELD),
        "choice": select(FollowUpDecision.choice)
        .where(FollowUpDecision.engagement_id == engagement_id)
        .order_by(FollowUpDecision.id.desc())
        .limit(1),
    }


def _newest_versions(engagement_id: int) -> Sequence[ReportVersion]:
    wanted = select(ReportVersion).where(ReportVersion.engagement_id == engagement_id)
    newest = wanted.order_by(ReportVersion.made_on.desc(), ReportVersion.id.desc())
    return session.scalars(newest.limit(2)).all()


def _destruction(engagement: Engagement) -> dict[str, Any]:
    """Whether the documents are destroyed, and by when that is to be done."""
    certificate = reports.certificate_of(engagement.id)
    since = registers.destruction_counts_from(engagement)
    due_on = destruction_due_on(since) if since else None
    return {
        "certificate": certificate,
        "due_on": due_on,
        "destruction": destruction_badge(certificate, due_on),
    }


def method_badge(check: MethodCheck | None) -> Badge:
    """How many of the three points are met."""
    if check is None:
        return Badge(_("method not checked yet"), "neutral")
    if check.is_complete:
        return Badge(_("method: 3 of 3"), "ok")
    met = sum((check.avoids_hindsight, check.appraises_and_explains, check.explores_wider))
    return Badge(_("method: %(met)s of 3", met=met), "warn", "alert")


def version_badge(report: ReportVersion) -> Badge:
    """Where one version stands."""
    if report.sent_on is not None:
        return Badge(_("sent"), "ok", "send")
    if report.anonymised_at is not None:
        return Badge(_("ready to send"), "info", "check")
    return Badge(_("waits for a second person"), "warn", "person")


def destruction_badge(certificate: DestructionCertificate | None, due_on: date | None) -> Badge:
    """Destroyed in time or late; before that, whether it is to be done. Late is red."""
    if certificate is not None:
        return _destroyed(certificate)
    if due_on is None:
        return Badge(_("not to be destroyed yet"), "neutral")
    return _due(due_on)


def _destroyed(certificate: DestructionCertificate) -> Badge:
    if certificate.days_late:
        words = ngettext(
            "destroyed, one day late", "destroyed, %(num)d days late", certificate.days_late
        )
        return Badge(words, "danger")
    return Badge(_("destroyed in time"), "ok")


def _due(due_on: date) -> Badge:
    if due_on < clock.today():
        return Badge(_("destruction late"), "danger")
    return Badge(_("to be destroyed"), "warn")


def report_page(engagement: Engagement, user: User) -> dict[str, Any]:
    """What the page of the report shows."""
    check = reports.method_check_of(engagement.id)
    role = role_of(user, engagement)
    is_running = engagement.state in RUNNING
    return {
        "check": check,
        "method": method_badge(check),
        "versions": reports.versions_of(engagement.id),
        "decisions": reports.decisions_of(engagement.id),
        "version_badge": version_badge,
        "is_running": is_running,
        "is_checking": is_running
        and role is AssignmentRole.SUPERVISOR
        and not _has_final(engagement),
        "may_decide": engagement.state in (EngagementState.REPORTING, EngagementState.CLOSED),
    }


def _has_final(engagement: Engagement) -> bool:
    return bool(reports.last_number(engagement.id, ReportKind.FINAL))


def documents_page(engagement: Engagement, user: User) -> dict[str, Any]:
    """What the page of the register shows."""
    found, facts = registers.documents_of(engagement.id), _destruction(engagement)
    may_manage = user.may(Permission.CONDUCT_MANAGE) and facts["certificate"] is None
    return {
        **facts,
        "documents": found,
        "count": sum(each.count for each in found),
        "may_register": may_manage and engagement.state in (*RUNNING, EngagementState.ON_HOLD),
        "may_correct": may_manage,
        "may_certify": may_manage and facts["due_on"] is not None and bool(found),
    }
