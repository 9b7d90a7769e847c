"""What has to be done about follow-ups (PEERS.md 17)."""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.conduct.models.reports import FollowUpChoice, FollowUpDecision
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.followup.models.bookings import Booking, BookingState, Offer
from lt_admin.followup.models.outcomes import RecommendationOutcome
from lt_admin.followup.rules.terms import SILENCE
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.people import Reviewer

_STANDING = Booking.state != BookingState.CANCELLED


def duties(user: User) -> list[Duty]:
    """For who coordinates, and for the lead reviewer of a review."""
    if not user.may(Permission.FOLLOW_UP_MANAGE):
        return []
    mine = _mine(user)
    found = (_to_offer(mine), _to_call(mine), _to_hold(mine), _to_record(mine))
    return [duty for some in found for duty in some]


def _mine(user: User) -> ColumnElement[bool]:
    """Whose follow-up this person arranges."""
    if user.may(Permission.ENGAGEMENT_MANAGE):
        return Engagement.coordinator_id == user.id
    led = (
        select(Assignment.engagement_id)
        .join(Reviewer, Reviewer.id == Assignment.reviewer_id)
        .where(
            Reviewer.user_id == user.id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.started_on.is_not(None),
            Assignment.ended_on.is_(None),
        )
    )
    return Engagement.id.in_(led)


def _rows(wanted: Select[int, str | None, date]) -> list[tuple[int, str | None, date]]:
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def _to_offer(mine: ColumnElement[bool]) -> list[Duty]:
    """Agreed, and neither an open offer nor a booking."""
    last = (
        select(FollowUpDecision.id)
        .where(FollowUpDecision.engagement_id == Engagement.id)
        .order_by(FollowUpDecision.decided_on.desc(), FollowUpDecision.id.desc())
        .limit(1)
        .correlate(Engagement)
        .scalar_subquery()
    )
    begun = select(Offer.engagement_id).where(Offer.closed_on.is_(None))
    booked = select(Offer.engagement_id).join(Offer.bookings).where(_STANDING)
    wanted = (
        select(Engagement.id, Engagement.code, FollowUpDecision.decided_on)
        .join(FollowUpDecision, FollowUpDecision.id == last)
        .where(mine, FollowUpDecision.choice == FollowUpChoice.AGREED)
        .where(Engagement.id.not_in(begun), Engagement.id.not_in(booked))
    )
    told = _("A follow-up of %(code)s is agreed; no times are offered yet.")
    return [_duty(row, told, _("Offer times"), "offers.new") for row in _rows(wanted)]


def _to_call(mine: ColumnElement[bool]) -> list[Duty]:
    """Offered for so long that somebody should call."""
    booked = select(Booking.offer_id).where(_STANDING)
    wanted = (
        select(Engagement.id, Engagement.code, Offer.offered_on)
        .join(Offer, Offer.engagement_id == Engagement.id)
        .where(mine, Offer.closed_on.is_(None), Offer.id.not_in(booked))
        .where(Offer.offered_on <= clock.today() - SILENCE)
    )
    told = _("Nobody has chosen a time for the follow-up of %(code)s yet.")
    return [_duty(row, told, _("Look whom to call")) for row in _rows(wanted)]


def _to_hold(mine: ColumnElement[bool]) -> list[Duty]:
    """Its time is past, and nobody said whether it took place."""
    wanted = (
        select(Engagement.id, Engagement.code, Booking.starts_at)
        .join(Offer, Offer.engagement_id == Engagement.id)
        .join(Booking, Booking.offer_id == Offer.id)
        .where(mine, Booking.state == BookingState.BOOKED, Booking.starts_at < clock.now())
    )
    rows = [(n, code, clock.day_of(at)) for n, code, at in session.execute(wanted)]
    told = _("The time of the follow-up of %(code)s is past.")
    return [_duty(row, told, _("Record that it was held")) for row in rows]


def _to_record(mine: ColumnElement[bool]) -> list[Duty]:
    """Held, and recommendations without an outcome."""
    recorded = select(RecommendationOutcome.recommendation_id)
    first = func.min(Booking.starts_at)
    wanted = (
        select(Engagement.id, Engagement.code, first)
        .join(Offer, Offer.engagement_id == Engagement.id)
        .join(Booking, Booking.offer_id == Offer.id)
        .join(Recommendation, Recommendation.engagement_id == Engagement.id)
        .where(mine, Booking.state == BookingState.HELD, Recommendation.id.not_in(recorded))
        .group_by(Engagement.id, Engagement.code)
    )
    rows = [(n, code, clock.day_of(at)) for n, code, at in session.execute(wanted)]
    told = _("What came of the recommendations of %(code)s is not recorded yet.")
    return [_duty(row, told, _("Record the outcomes")) for row in rows]


def _duty(
    row: tuple[int, str | None, date], told: str, button: str, page: str = "follow_ups.follow_up"
) -> Duty:
    number, code, since = row
    badge = Badge(_("waits"), "warn", "clock") if since + SILENCE <= clock.today() else None
    url = url_for(page, engagement_id=number)
    return Duty(told % {"code": code}, since=since, url=url, button=button, badge=badge)
