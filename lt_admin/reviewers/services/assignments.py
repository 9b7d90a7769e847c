"""Places in a review: ask, declare, judge, decline, end (DOMAIN.md 2e)."""

from __future__ import annotations

from collections.abc import Mapping

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers import mails
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentRole,
    IndependenceDeclaration,
    IndependenceFinding,
    IndependenceRule,
    Verdict,
)
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries import assignments as queries
from lt_admin.reviewers.rules import independence as rules
from lt_admin.reviewers.rules import places

Overrides = Mapping[IndependenceRule, str]


def question(
    engagement: Engagement,
    reviewer: Reviewer,
    role: AssignmentRole,
    *,
    is_practice_review: bool = False,
) -> places.Question:
    """What is asked of the rules about one reviewer in one role, today."""
    review = queries.review_of(engagement)
    return places.Question(reviewer.as_person(review.day), role, review, is_practice_review)


def ask(
    engagement: Engagement,
    reviewer: Reviewer,
    role: AssignmentRole,
    *,
    is_practice_review: bool = False,
    overrides: Overrides | None = None,
    by: User,
) -> Assignment:
    """Ask a reviewer for a place in a review, by mail; it starts with the declaration.

    Raises Refused, naming the rule in words, when level or independence do not allow it.
    `overrides` holds the coordinator's reason for each warning, and for IR7 the agreement of the
    board of the institution, which alone sets IR1 aside.
    """
    queries.lock_engagement(engagement)
    reasons = overrides or {}
    asked = question(engagement, reviewer, role, is_practice_review=is_practice_review)
    _check_place(engagement, reviewer, asked)
    assessment = rules.assess(asked)
    if refusal := assessment.refusal(reasons):
        raise Refused(refusal)
    assignment = Assignment(
        engagement=engagement,
        reviewer=reviewer,
        role=role,
        is_practice_review=is_practice_review,
        level_at_start=asked.person.level,
        findings=_findings(assessment, reasons, by),
    )
    session.add(assignment)
    audit.record("assignment:asked", assignment, by=by, about=engagement, role=role)
    outbox.queue(mails.asked(engagement, reviewer, assignment.id), about=engagement)
    return assignment


def _check_place(engagement: Engagement, reviewer: Reviewer, asked: places.Question) -> None:
    if not queries.takes_reviewers(engagement):
        raise WrongState(_("Reviewers are asked from the quote on, until the review is closed."))
    if reviewer.left_on is not None:
        raise Refused(_("This reviewer has left."))
    if any(p.is_standing and p.person.reviewer_id == reviewer.id for p in asked.review.team):
        clash = rules.supervises_oneself(asked)
        raise Refused(
            _("This reviewer has a place in this review already.")
            if clash.verdict is Verdict.OK
            else f"{clash.rule}: {clash.sentence}"
        )
    holder = asked.review.standing(asked.role)
    if holder is not None and asked.role is not AssignmentRole.SHADOW:
        raise Refused(
            _("%(name)s has this place now; end that assignment first.", name=holder.name)
        )


def _findings(
    assessment: rules.Assessment, reasons: Overrides, by: User
) -> list[IndependenceFinding]:
    found = [IndependenceFinding(rule=f.rule, verdict=f.verdict) for f in assessment.findings]
    if assessment.may_be_excepted:
        found.append(IndependenceFinding(rule=IndependenceRule.IR7, verdict=Verdict.WARN))
    elif IndependenceRule.IR4 in reasons:  # known before the declaration asks it
        found.append(IndependenceFinding(rule=IndependenceRule.IR4, verdict=Verdict.WARN))
    for finding in found:
        if finding.verdict is Verdict.WARN:
            finding.override(reasons[finding.rule].strip(), by=by)
    return found


def declare(
    assignment: Assignment,
    *,
    is_involved: bool,
    has_private_relation: bool,
    has_other_paid_work: bool,
    by: User,
) -> None:
    """Sign the declaration of independence (IR8): from today on hours can be logged.

    Who is involved in the case (IR2) or has a private relation (IR3) does not take part: the
    assignment ends as declined. Other paid work (IR4) first waits for the coordinator's judgement.
    """
    _check_own(assignment, by)
    if assignment.awaits_judgement or not assignment.is_standing:
        raise WrongState(_("This declaration is signed already."))
    assignment.declaration = IndependenceDeclaration(
        is_involved=is_involved,
        has_private_relation=has_private_relation,
        has_other_paid_work=has_other_paid_work,
    )
    for finding in rules.declared(
        is_involved=is_involved,
        has_private_relation=has_private_relation,
        has_other_paid_work=has_other_paid_work,
    ):
        _keep(assignment, finding)
    _settle(assignment, by)


def _check_own(assignment: Assignment, by: User) -> None:
    if assignment.reviewer.user_id != by.id:
        raise Refused(_("Only the reviewer answers for this."))


def _keep(assignment: Assignment, finding: places.Finding) -> None:
    known = assignment.finding(finding.rule)
    if known is None:
        known = IndependenceFinding(rule=finding.rule)
        assignment.findings.append(known)
    known.verdict = finding.verdict


def _settle(assignment: Assignment, by: User) -> None:
    """After the declaration: at work, not taking part, or waiting for the coordinator."""
    blocks = [
        finding
        for finding in assignment.findings
        if finding.verdict is Verdict.BLOCK and finding.rule is not IndependenceRule.IR1
    ]
    if blocks:
        _decline(assignment, by)
        return
    other_work = assignment.finding(IndependenceRule.IR4)
    if other_work and other_work.verdict is Verdict.WARN and not other_work.override_reason:
        audit.record("assignment:declared", assignment, by=by, about=assignment.engagement)
        outbox.queue(mails.to_judge(assignment), about=assignment.engagement)
        return
    assignment.start(clock.today())
    audit.record("assignment:declared", assignment, by=by, about=assignment.engagement)


def accept_warning(assignment: Assignment, *, reason: str, by: User) -> None:
    """Go on although the reviewer has other paid work at a party (IR4); listed for the board."""
    finding = assignment.finding(IndependenceRule.IR4)
    if finding is None or not assignment.awaits_judgement:
        raise WrongState(_("There is nothing to judge here now."))
    if not reason.strip():
        raise Refused(_("Give a reason to go on."))
    finding.override(reason.strip(), by=by)
    assignment.start(clock.today())
    audit.record(
        "assignment:warning_accepted",
        assignment,
        by=by,
        about=assignment.engagement,
        rule=finding.rule,
    )


def decline(assignment: Assignment, *, by: User) -> None:
    """Say no to an assignment; no reason is asked."""
    _check_own(assignment, by)
    _decline(assignment, by)


def _decline(assignment: Assignment, by: User) -> None:
    assignment.decline()
    audit.record("assignment:declined", assignment, by=by, about=assignment.engagement)
    outbox.queue(mails.declined(assignment), about=assignment.engagement)


def end_assignment(assignment: Assignment, *, by: User) -> None:
    """End a place from today on; hours and history stay, and somebody else can be asked."""
    assignment.end(clock.today())
    audit.record("assignment:ended", assignment, by=by, about=assignment.engagement)
    outbox.queue(mails.ended(assignment), about=assignment.engagement)
