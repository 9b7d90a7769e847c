"""The report: its method checked, versions made, anonymised and sent; then a follow-up or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.conduct.models.reports import (
    FollowUpChoice,
    FollowUpDecision,
    MethodCheck,
    ReportKind,
    ReportVersion,
)
from lt_admin.conduct.queries import recommendations, reports
from lt_admin.conduct.rules.reports import check_decided, check_until
from lt_admin.core import audit, clock, formats
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import RUNNING, Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.services.engagements import check_is_past
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.queries.access import role_of


def check_method(
    engagement: Engagement,
    *,
    avoids_hindsight: bool,
    appraises_and_explains: bool,
    explores_wider: bool,
    checked_on: date,
    by: User,
) -> MethodCheck:
    """The supervisor of this review looked at the three points of the method (A73-93).

    A second look takes the place of the first, until there is a final report. Raises Refused for
    anybody but the declared supervisor of this very review.
    """
    lock_engagement(engagement)
    if role_of(by, engagement) is not AssignmentRole.SUPERVISOR:
        raise Refused(_("Only the supervisor of this review checks its method."))
    _check_is_running(engagement)
    check_is_past(checked_on)
    if reports.last_number(engagement.id, ReportKind.FINAL):
        raise WrongState(_("There is a final report already; its method was checked before it."))
    check = reports.method_check_of(engagement.id) or MethodCheck(engagement=engagement)
    check.avoids_hindsight, check.explores_wider = avoids_hindsight, explores_wider
    check.appraises_and_explains = appraises_and_explains
    check.checked_on, check.checked_by = checked_on, by
    session.add(check)
    facts = {"is_complete": check.is_complete, "checked_on": checked_on}
    audit.record("method:checked", check, by=by, about=engagement, **facts)
    return check


def make_report(
    engagement: Engagement, *, kind: ReportKind, made_on: date, by: User
) -> ReportVersion:
    """There is a new version of the report since this day; the report itself stays outside.

    Raises Refused for a final one until the method check is 3 of 3 and every recommendation is
    tagged.
    """
    lock_engagement(engagement)
    _check_is_running(engagement)
    check_is_past(made_on)
    if kind is ReportKind.FINAL:
        _check_may_be_final(engagement)
    number = reports.last_number(engagement.id, kind) + 1
    report = ReportVersion(
        engagement=engagement, kind=kind, number=number, made_on=made_on, made_by=by
    )
    session.add(report)
    facts = {"kind": kind, "number": number, "made_on": made_on}
    audit.record("report:made", report, by=by, about=engagement, **facts)
    return report


def _check_is_running(engagement: Engagement) -> None:
    if engagement.state not in RUNNING:
        raise WrongState(_("This is possible only while the review is in steps 2 to 5."))


def _check_may_be_final(engagement: Engagement) -> None:
    check = reports.method_check_of(engagement.id)
    if check is None or not check.is_complete:
        raise Refused(
            _("A final report waits for the method check: the supervisor says yes to all three.")
        )
    if untagged := recommendations.untagged_of(engagement.id):
        numbers = ", ".join(str(each.number) for each in untagged)
        raise Refused(
            _("These recommendations still miss level, quadrant or loop: %(all)s.", all=numbers)
        )


def sign_anonymisation(report: ReportVersion, *, by: User) -> None:
    """A second person read the version, and nobody can be recognised in it (A98)."""
    _check_is_running(report.engagement)
    if report.anonymised_at is not None:
        raise WrongState(_("This version was checked already."))
    if report.made_by_id == by.id:
        raise Refused(_("Somebody else than the maker checks the anonymisation."))
    report.anonymised_by, report.anonymised_at = by, clock.now()
    facts = {"kind": report.kind, "number": report.number}
    audit.record("report:anonymised", report, by=by, about=report.engagement, **facts)


def send_report(
    report: ReportVersion,
    *,
    sent_on: date,
    organisations: Sequence[Organisation] = (),
    to_review_team: bool = False,
    to_case_group: bool = False,
    by: User,
) -> None:
    """The version went to these recipients on this day; sending itself happens elsewhere.

    Raises Refused until it is anonymised, and WrongState when it was sent before.
    """
    engagement = report.engagement
    lock_engagement(engagement)
    _check_is_running(engagement)
    _check_may_be_sent(report, sent_on)
    count = len(organisations) + to_review_team + to_case_group
    _check_recipients(engagement, organisations, count)
    report.sent_on, report.recipients = sent_on, list(organisations)
    report.to_review_team, report.to_case_group = to_review_team, to_case_group
    facts = {"kind": report.kind, "number": report.number, "sent_on": sent_on}
    audit.record("report:sent", report, by=by, about=engagement, recipients=count, **facts)


def _check_may_be_sent(report: ReportVersion, sent_on: date) -> None:
    if report.sent_on is not None:
        raise WrongState(_("This version was sent already; make a new one."))
    if report.anonymised_at is None:
        raise Refused(_("A second person first checks that nobody can be recognised."))
    check_is_past(sent_on)
    since = max(report.made_on, clock.day_of(report.anonymised_at))
    if sent_on < since:
        day = formats.long_day(since, language())
        raise Refused(_("It can be sent from %(day)s on, when it was made and checked.", day=day))
    if report.kind is ReportKind.FINAL:
        _check_may_be_final(report.engagement)


def _check_recipients(
    engagement: Engagement, organisations: Sequence[Organisation], count: int
) -> None:
    if not count:
        raise Refused(_("Say to whom it went."))
    there = {party.organisation_id for party in engagement.parties}
    if strangers := [each.name for each in organisations if each.id not in there]:
        raise Refused(_("These have no part in this review: %(all)s.", all=", ".join(strangers)))


def decide_follow_up(
    engagement: Engagement,
    *,
    choice: FollowUpChoice,
    decided_on: date,
    until: date | None = None,
    reason: str = "",
    by: User,
) -> FollowUpDecision:
    """The commissioners decided about step 6; the last decision counts, all are kept.

    A postponed one asks for the day by which it is taken again; one that comes after an agreed or
    declined one asks for a reason. Raises WrongState before step 5.
    """
    lock_engagement(engagement)
    if engagement.state not in (EngagementState.REPORTING, EngagementState.CLOSED):
        raise WrongState(_("A follow-up is decided on in step 5 or afterwards."))
    last = reports.latest_decisions([engagement.id]).get(engagement.id)
    _check_decision(last, decided_on, reason)
    check_until(decided_on, until, is_postponed=choice is FollowUpChoice.POSTPONED)
    decision = FollowUpDecision(
        engagement=engagement,
        choice=choice,
        decided_on=decided_on,
        until=until,
        reason=reason,
        recorded_by=by,
    )
    session.add(decision)
    facts = {"choice": choice, "decided_on": decided_on}
    audit.record("follow_up:decided", decision, by=by, about=engagement, **facts)
    return decision


def _check_decision(last: FollowUpDecision | None, decided_on: date, reason: str) -> None:
    before = None if last is None else last.decided_on
    check_decided(decided_on, today=clock.today(), before=before)
    is_settled = last is not None and last.choice is not FollowUpChoice.POSTPONED
    if is_settled and not reason.strip():
        raise Refused(_("There is a decision already; say why it becomes another one."))
