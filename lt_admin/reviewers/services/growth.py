"""Meetings among peers, and the assessment that ends a supervised practice review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import SEES_THE_CASE, Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import Assessment, PeerKind, PeerMeeting
from lt_admin.reviewers.models.people import Reviewer, ReviewerLevel
from lt_admin.reviewers.queries import assessments, assignments
from lt_admin.reviewers.rules import growth as rules
from lt_admin.reviewers.services.people import set_level

ASSESSED_IN = (EngagementState.REPORTING, EngagementState.CLOSED)
RAISED_FROM = (ReviewerLevel.IN_TRAINING, ReviewerLevel.LAPSED)


def record_peers(
    *, kind: PeerKind, held_on: date, minutes: int, attendees: Sequence[Reviewer], by: User
) -> PeerMeeting:
    """Record a meeting among peers: that it took place, how long and who came.

    Raises Refused for a day to come, too few people, or somebody in the peer group of supervisors
    who was none on that day.
    """
    people = list(dict.fromkeys(attendees))
    rules.check_peers(
        kind,
        held_on=held_on,
        minutes=minutes,
        people=len(people),
        supervisors=sum(each.level_on(held_on) is ReviewerLevel.SUPERVISOR for each in people),
        today=clock.today(),
    )
    _check_hand(people, by)
    met = PeerMeeting(kind=kind, held_on=held_on, minutes=minutes, attendees=people)
    session.add(met)
    audit.record("peers:met", met, by=by, kind=kind, held_on=held_on, minutes=minutes)
    return met


def _check_hand(people: Sequence[Reviewer], by: User) -> None:
    if by.role is not Role.COORDINATOR and by.id not in {each.user_id for each in people}:
        raise Refused(_("The coordinator, or a supervisor who was there, records a meeting."))


def remove_peers(met: PeerMeeting, *, by: User) -> None:
    """Take back a meeting that was recorded by mistake."""
    _check_hand(met.attendees, by)
    audit.record(
        "peers:removed", met, by=by, kind=met.kind, held_on=met.held_on, minutes=met.minutes
    )
    session.delete(met)


def assess(
    assignment: Assignment, *, assessor: Reviewer, assessed_on: date, is_positive: bool, by: User
) -> Assessment:
    """Record the supervisor's judgement of a supervised practice review (DOMAIN.md 2e).

    A positive one makes a reviewer in training accredited from that day, for three years; who has
    a higher level keeps it. Raises Refused unless `assessor` supervises that review and guided it
    never, and WrongState before the review is in step 5 or once it is assessed.
    """
    _check_practice(assignment)
    _check_assessor(assignment, assessor, by)
    _check_day(assignment, assessed_on)
    made = Assessment(
        assignment=assignment, assessor=assessor, assessed_on=assessed_on, is_positive=is_positive
    )
    session.add(made)
    audit.record(
        "assessment:recorded",
        made,
        by=by,
        about=assignment.engagement,
        is_positive=is_positive,
        assessed_on=assessed_on,
    )
    if is_positive and assignment.reviewer.level_on(assessed_on) in RAISED_FROM:
        _accredit(assignment, assessed_on, by)
    return made


def _check_practice(assignment: Assignment) -> None:
    if not assignment.is_practice_review or assignment.started_on is None:
        raise Refused(_("Only a supervised practice review is assessed."))
    if assignment.engagement.state not in ASSESSED_IN:
        raise WrongState(_("The assessment comes after the final report, in step 5."))
    if assessments.assessment_of(assignment) is not None:
        raise WrongState(_("This practice review is assessed already."))


def _check_assessor(assignment: Assignment, assessor: Reviewer, by: User) -> None:
    team = assignments.team_of(assignment.engagement)
    roles = {
        place.role
        for place in team
        if place.reviewer_id == assessor.id and place.started_on is not None
    }
    if roles & set(SEES_THE_CASE):
        raise Refused(_("Whoever guided a review does not assess in it."))
    if AssignmentRole.SUPERVISOR not in roles:
        raise Refused(_("%(name)s does not supervise this review.", name=assessor.name))
    if by.role is not Role.COORDINATOR and assessor.user_id != by.id:
        raise Refused(_("Only the supervisor and the coordinator record an assessment."))


def _check_day(assignment: Assignment, day: date) -> None:
    if day > clock.today():
        raise Refused(_("This day is still to come; an assessment is recorded afterwards."))
    if assignment.started_on is None or day < assignment.started_on:
        raise Refused(_("The practice review had not begun on this day."))


def _accredit(assignment: Assignment, day: date, by: User) -> None:
    level = ReviewerLevel.ACCREDITED
    set_level(
        assignment.reviewer,
        level,
        valid_from=day,
        valid_until=rules.usual_until(level, day),
        reason=assignment.engagement.code or "",
        by=by,
    )
