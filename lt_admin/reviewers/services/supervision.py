"""Supervision: that it took place, with whom and how long; never what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import SEES_THE_CASE, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from lt_admin.reviewers.queries import assignments as queries
from lt_admin.reviewers.rules import supervision as rules


def record_supervision(  # noqa: PLR0913 - a session has this many sides
    engagement: Engagement,
    supervisor: Reviewer,
    *,
    held_on: date,
    moment: SupervisionMoment,
    minutes: int,
    attendees: Sequence[Reviewer],
    by: User,
) -> SupervisionSession:
    """Record a session of the supervisor of a review with one to four of its reviewers.

    Raises Refused when somebody had no signed place in the review on that day.
    """
    people = list(dict.fromkeys(attendees))
    rules.check_session(
        held_on=held_on, minutes=minutes, attendees=len(people), today=clock.today()
    )
    _check_people(engagement, supervisor, people, held_on)
    _check_hand(supervisor, by)
    held = SupervisionSession(
        engagement=engagement,
        supervisor=supervisor,
        held_on=held_on,
        moment=moment,
        minutes=minutes,
        attendees=people,
    )
    session.add(held)
    audit.record(
        "supervision:recorded",
        held,
        by=by,
        about=engagement,
        held_on=held_on,
        moment=moment,
        minutes=minutes,
    )
    return held


def _check_people(
    engagement: Engagement, supervisor: Reviewer, people: Sequence[Reviewer], day: date
) -> None:
    there = [a for a in queries.team_of(engagement) if a.covers(day)]
    supervises = {a.reviewer_id for a in there if a.role is AssignmentRole.SUPERVISOR}
    if supervisor.id not in supervises:
        raise Refused(
            _("%(name)s was not the supervisor of this review on that day.", name=supervisor.name)
        )
    reviews = {a.reviewer_id for a in there if a.role in SEES_THE_CASE}
    for person in people:
        if person.id not in reviews:
            raise Refused(
                _("%(name)s was not a reviewer of this review on that day.", name=person.name)
            )


def _check_hand(supervisor: Reviewer, by: User) -> None:
    if by.role is not Role.COORDINATOR and supervisor.user_id != by.id:
        raise Refused(_("Only the supervisor and the coordinator record a session."))


def remove_supervision(held: SupervisionSession, *, by: User) -> None:
    """Take back a session that was recorded by mistake; raises WrongState once it is paid."""
    if held.locked_at is not None:
        raise WrongState(_("This session is on a payment statement already."))
    _check_hand(held.supervisor, by)
    audit.record(
        "supervision:removed",
        held,
        by=by,
        about=held.engagement,
        held_on=held.held_on,
        minutes=held.minutes,
    )
    session.delete(held)
