"""What reviewers and the coordinator have to do about places, hours and supervision."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock, formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.reviewers.models.assignments import Assignment, AssignmentState
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer
from lt_admin.reviewers.queries import growth_duties
from lt_admin.reviewers.queries.payee_pages import account_duties
from lt_admin.reviewers.queries.people import reviewer_of
from lt_admin.reviewers.queries.supervision import Kept, kept_norms
from lt_admin.reviewers.queries.words import MOMENTS
from lt_admin.reviewers.rules.hours import week_start


def duties(user: User) -> list[Duty]:
    """What this person has to do here."""
    found = account_duties(user)
    if user.may(Permission.HOURS_LOG) and (reviewer := reviewer_of(user)) is not None:
        found += [*_to_sign(reviewer), *_returned(reviewer), *_to_submit(reviewer)]
        found += growth_duties.of_reviewer(reviewer)
    if user.may(Permission.HOURS_APPROVE):
        found += _to_approve()
    if user.may(Permission.ASSIGNMENT_MANAGE):
        found += _to_judge()
    if user.may(Permission.SUPERVISION_MANAGE):
        found += [*_gaps(user), *growth_duties.to_assess(user)]
    if user.may(Permission.REVIEWER_MANAGE):
        found += growth_duties.of_coordinator()
    return found


def _to_sign(reviewer: Reviewer) -> list[Duty]:
    asked = session.scalars(
        select(Assignment)
        .where(
            Assignment.reviewer_id == reviewer.id,
            Assignment.state == AssignmentState.ASKED,
            ~Assignment.declaration.has(),
        )
        .options(joinedload(Assignment.engagement))
        .order_by(Assignment.id)
    ).all()
    return [
        Duty(
            _("Review %(code)s asks for you.", code=place.engagement.code),
            since=place.asked_on,
            url=url_for("assignments.assignment", assignment_id=place.id),
            button=_("Answer three questions"),
            reason=_("Hours count from the day on which you sign."),
        )
        for place in asked
    ]


def _returned(reviewer: Reviewer) -> list[Duty]:
    row = session.execute(
        select(func.count(TimeEntry.id), func.min(TimeEntry.worked_on)).where(
            TimeEntry.reviewer_id == reviewer.id, TimeEntry.state == EntryState.RETURNED
        )
    ).one()
    if not row[0]:
        return []
    words = ngettext("One entry came back.", "%(num)d entries came back.", row[0])
    return [
        Duty(
            words,
            since=row[1],
            url=url_for("hours.week_of", day=row[1].isoformat()),
            button=_("See why"),
            badge=Badge(_("returned"), "warn", "back"),
        )
    ]


def _to_submit(reviewer: Reviewer) -> list[Duty]:
    """Weeks that are over and hold drafts; one duty a week."""
    days = session.execute(
        select(TimeEntry.worked_on, func.sum(TimeEntry.minutes))
        .where(
            TimeEntry.reviewer_id == reviewer.id,
            TimeEntry.state == EntryState.DRAFT,
            TimeEntry.worked_on < week_start(clock.today()),
        )
        .group_by(TimeEntry.worked_on)
    ).all()
    weeks: dict[date, int] = {}
    for day, minutes in days:
        weeks[week_start(day)] = weeks.get(week_start(day), 0) + int(minutes)
    return [_week(monday, minutes) for monday, minutes in sorted(weeks.items())]


def _week(monday: date, minutes: int) -> Duty:
    return Duty(
        _(
            "Your hours of week %(week)s are not submitted yet.",
            week=monday.isocalendar().week,
        ),
        since=monday + timedelta(days=7),
        url=url_for("hours.week_of", day=monday.isoformat()),
        button=_("Look and submit"),
        reason=_("%(hours)s hours stand ready.", hours=formats.hours(minutes)),
    )


def _to_approve() -> list[Duty]:
    row = session.execute(
        select(
            func.count(TimeEntry.id), func.sum(TimeEntry.minutes), func.min(TimeEntry.worked_on)
        ).where(TimeEntry.state == EntryState.SUBMITTED)
    ).one()
    if not row[0]:
        return []
    return [
        Duty(
            ngettext(
                "One entry of hours waits for approval.",
                "%(num)d entries of hours wait for approval.",
                row[0],
            ),
            since=row[2],
            url=url_for("entries.to_approve"),
            button=_("Look at the hours"),
            reason=_("%(hours)s hours together.", hours=formats.hours(int(row[1]))),
        )
    ]


def _to_judge() -> list[Duty]:
    waiting = session.scalars(
        select(Assignment)
        .where(Assignment.state == AssignmentState.ASKED, Assignment.declaration.has())
        .options(
            joinedload(Assignment.engagement),
            joinedload(Assignment.declaration),
            joinedload(Assignment.reviewer).joinedload(Reviewer.user),
        )
        .order_by(Assignment.id)
    ).all()
    return [
        Duty(
            _(
                "%(name)s mentions other paid work for %(code)s.",
                name=place.reviewer.name,
                code=place.engagement.code,
            ),
            since=clock.day_of(place.declaration.signed_at) if place.declaration else clock.today(),
            url=url_for("assignments.assignment", assignment_id=place.id),
            button=_("Look at the declaration"),
        )
        for place in waiting
    ]


def _gaps(user: User) -> list[Duty]:
    running = [each for each in kept_norms(user) if each.overdue and each.state != "closed"]
    return [_gap(each) for each in running]


def _gap(kept: Kept) -> Duty:
    moments = ", ".join(str(MOMENTS[moment]) for moment in kept.overdue)
    return Duty(
        _("Supervision of %(code)s: %(moments)s is missing.", code=kept.code, moments=moments),
        since=clock.today(),
        url=url_for("supervision.sessions", engagement_id=kept.engagement_id),
        button=_("Record a session"),
        reason=_(
            "%(held)s of %(required)s sessions held.",
            held=kept.norm.held,
            required=kept.norm.required,
        ),
        badge=Badge(_("past its moment"), "warn", "clock"),
    )


def going_well(user: User) -> list[str]:
    """A sentence on hours, for the coordinator when nothing waits."""
    if not user.may(Permission.HOURS_APPROVE) or _to_approve():
        return []
    return [_("All submitted hours are approved.")]
