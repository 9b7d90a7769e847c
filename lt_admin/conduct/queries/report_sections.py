"""The card "Report and documents" on the page of an engagement, and the facts of step 5."""

from __future__ import annotations

from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.registers import DestructionCertificate
from lt_admin.conduct.models.reports import MethodCheck, ReportKind, ReportVersion
from lt_admin.conduct.queries import recommendations, registers, report_words, reports
from lt_admin.conduct.rules.registers import destruction_due_on
from lt_admin.core import clock
from lt_admin.core.badges import Badge
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
    found = recommendations.recommendations_of(engagement.id)
    decision = reports.latest_decisions([engagement.id]).get(engagement.id)
    context = {
        "method": method_badge(reports.method_check_of(engagement.id)),
        "versions": reports.versions_of(engagement.id)[:2],
        "recommendations": len(found),
        "untagged": sum(not each.is_tagged for each in found),
        "follow_up": report_words.CHOICE_BADGES[decision.choice if decision else None],
        "documents": sum(each.count for each in registers.documents_of(engagement.id)),
        **_destruction(engagement),
        "version_badge": version_badge,
        "words": report_words,
    }
    return Section("report", _("Report and documents"), "conduct/section_report.html", context)


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
