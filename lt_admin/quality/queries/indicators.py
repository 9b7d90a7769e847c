"""The facts that the indicators count, each kind read in one statement (DOMAIN.md 2a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, Select, case, func, or_, select

from lt_admin.billing.models.quotes import Quote, QuoteKind
from lt_admin.conduct.models.recommendations import Finding, Recommendation
from lt_admin.core.clock import day_of
from lt_admin.core.db import session
from lt_admin.followup.models.bookings import Booking, BookingState, Offer
from lt_admin.followup.models.outcomes import RecommendationOutcome
from lt_admin.orientation.models.engagements import Engagement, Party, PartyRole
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.models.requests import OrientationMeeting, Request
from lt_admin.quality.rules.cases import Case
from lt_admin.quality.rules.facts import PlaceFacts, RecommendationFacts, RequestFacts
from lt_admin.reviewers.models.assignments import (
    SEES_THE_CASE,
    Assignment,
    AssignmentState,
    IndependenceDeclaration,
)
from lt_admin.reviewers.models.hours import TimeEntry


def requests(from_: date, until: date) -> list[RequestFacts]:
    """Every request of which something happened in the period: I1 to I5 choose from these."""
    of = _of_requests().subquery()
    days = (of.c.received_on, of.c.talked_on, of.c.quoted_on, of.c.started_on, of.c.ended_on)
    happened = or_(*(day.between(from_, until) for day in days))
    rows = session.execute(
        select(of).where(happened).order_by(of.c.received_on, of.c.engagement_id)
    )
    return [
        RequestFacts(
            **row._asdict() | {"state": str(row.state), "end_reason": str(row.end_reason or "")}
        )
        for row in rows
    ]


def _of_requests() -> Select[Any]:
    return (
        select(
            Engagement.id.label("engagement_id"),
            func.coalesce(Engagement.code, Organisation.name).label("name"),
            Request.received_on,
            _first(OrientationMeeting.held_on, OrientationMeeting).label("talked_on"),
            _first(Quote.sent_on, Quote, Quote.kind == QuoteKind.REVIEW).label("quoted_on"),
            Engagement.accepted_on,
            Engagement.started_on,
            Engagement.ended_on,
            Engagement.state,
            Engagement.end_reason,
            _participants(func.count()).label("participants"),
            _participants(_AGREED).label("agreed"),
        )
        .join(Request, Engagement.request_id == Request.id)
        .join(Organisation, Request.organisation_id == Organisation.id)
    )


_AGREED = func.coalesce(func.sum(case((Party.agreed_on <= Engagement.started_on, 1), else_=0)), 0)


def _first(day: Any, of: Any, *conditions: Any) -> ScalarSelect[Any]:
    """The earliest of these days of an engagement."""
    wanted = select(func.min(day)).where(of.engagement_id == Engagement.id, *conditions)
    return wanted.correlate(Engagement).scalar_subquery()


def _participants(what: Any) -> ScalarSelect[Any]:
    """Something of the participating organisations of an engagement."""
    of = select(what).select_from(Party).where(Party.engagement_id == Engagement.id)
    return of.where(Party.role == PartyRole.PARTICIPATING).correlate(Engagement).scalar_subquery()


def places(from_: date, until: date) -> list[PlaceFacts]:
    """Reviewers and shadows who took part in reviews closed: who declared, or logged an hour."""
    first = (
        select(func.min(TimeEntry.worked_on))
        .where(TimeEntry.reviewer_id == Assignment.reviewer_id)
        .where(TimeEntry.engagement_id == Assignment.engagement_id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Engagement.id, Engagement.code, IndependenceDeclaration.signed_at, first)
        .join(Assignment, Assignment.engagement_id == Engagement.id)
        .outerjoin(IndependenceDeclaration)
        .where(Engagement.closed_on.between(from_, until))
        .where(Assignment.role.in_(SEES_THE_CASE))
        .where(Assignment.state != AssignmentState.DECLINED)
        .order_by(Engagement.code, Assignment.id)
    )
    return [
        PlaceFacts(id_, code or "", signed_at and day_of(signed_at), worked_on)
        for id_, code, signed_at, worked_on in rows
        if signed_at is not None or worked_on is not None
    ]


def recommendations(from_: date, until: date) -> list[RecommendationFacts]:
    """The recommendations of reviews closed, with what came of them."""
    wanted = _recommendations().where(Engagement.closed_on.between(from_, until))
    rows = session.execute(wanted.order_by(Engagement.code, Recommendation.number))
    return [
        RecommendationFacts(
            row.engagement_id,
            row.code or "",
            row.number,
            str(row.quadrant or ""),
            str(row.loop or ""),
            bool(row.is_followed_up),
            str(row.outcome or ""),
        )
        for row in rows
    ]


def _recommendations() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Engagement.id.label("engagement_id"),
            Engagement.code,
            Recommendation.number,
            Recommendation.quadrant,
            Recommendation.loop,
            _FOLLOWED_UP.label("is_followed_up"),
            RecommendationOutcome.outcome,
        )
        .join(Recommendation, Recommendation.engagement_id == Engagement.id)
        .outerjoin(RecommendationOutcome)
    )


_FOLLOWED_UP = (
    select(Booking.id)
    .join(Offer, Booking.offer_id == Offer.id)
    .where(Offer.engagement_id == Engagement.id, Booking.state == BookingState.HELD)
    .correlate(Engagement)
    .exists()
)


def findings_shared(from_: date, until: date) -> list[Case]:
    """I24: findings that a second person looked at and shared in the period."""
    rows = session.execute(
        select(Engagement.id, Engagement.code)
        .join(Finding, Finding.engagement_id == Engagement.id)
        .where(Finding.shared_on.between(from_, until))
        .order_by(Finding.shared_on, Finding.id)
    )
    return [Case(code or "", is_met=True, engagement_id=id_) for id_, code in rows]
