"""Reviews whose follow-up is agreed, with reviewers who said when they can."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.conduct.models.reports import FollowUpChoice, FollowUpDecision
from lt_admin.conduct.models.sessions import ReviewSession, SessionKind, SessionState
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.outbox import QueuedMail
from lt_admin.followup.models.bookings import Where
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.rules.times import span_of
from lt_admin.followup.services import availability, bookings, offers
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.organisations import Contact
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.people import ReviewerLevel
from tests.factories import user_with
from tests.reviewers.factories import assigned, engagement, organisation, reviewer

NAMES = ("Kamertraining Oefenkade", "Ambulante Jeugdhulp Wolkenveld")
TUESDAY = date(2026, 4, 14)
MORNING, AFTERNOON = (9 * 60, 12 * 60 + 30), (13 * 60 + 30, 17 * 60)
_numbers = itertools.count(1)


def at(day, hour, minute=0):
    """An instant by the wall in Amsterdam."""
    return span_of(day, (hour * 60 + minute, hour * 60 + minute + 15))[0]


def contact_of(at_organisation, name=None, **facts):
    number = next(_numbers)
    standard = {
        "name": name or f"Contact Nummer{number}",
        "email": f"contact{number}@lt-demo.example",
        "for_quote": True,
    }
    found = Contact(organisation_id=at_organisation.id, **standard | facts)
    session.add(found)
    session.flush()
    return found


def decided(review, choice=FollowUpChoice.AGREED, *, on=None, until=None):
    session.add(
        FollowUpDecision(
            engagement_id=review.id,
            choice=choice,
            decided_on=on or clock.today(),
            until=until,
            recorded_by_id=review.coordinator_id,
        )
    )
    session.flush()


def agreed(*names, code="LT-2025-05", by=None, choice=FollowUpChoice.AGREED):
    """A review in step 5 with two reviewers, whose commissioners agreed on a follow-up."""
    asked = [organisation(name, city="Demostad") for name in names or NAMES]
    for each in asked:
        contact_of(each)
    facts = {"code": code, "state": EngagementState.REPORTING}
    review = engagement(*asked, by=by or user_with(Role.COORDINATOR, name="Ilse Modelhof"), **facts)
    assigned(review, reviewer("Tessa Voorbeeld"))
    assigned(review, reviewer("Yara Oefenaar", ReviewerLevel.ACCREDITED), AssignmentRole.SECOND)
    if choice is not None:
        decided(review, choice)
    return review


def free(review, *days, stretches=(MORNING, AFTERNOON)):
    """All who guide the review can on these days."""
    for guide in guides_of(review.id):
        for day in days:
            availability.set_day(guide, day, stretches, by=guide.user)


def starts_on(*days, hours=(10, 14)):
    return [at(day, hour) for day in days for hour in hours]


def offered(review=None, *, starts=None, **facts):
    """Times of two days are offered: four in all, unless said otherwise."""
    review = review or agreed()
    days = (TUESDAY, TUESDAY + timedelta(days=9))
    if starts is None:
        free(review, *days)
        starts = starts_on(*days)
    return offers.make_offer(review, starts=starts, by=review.coordinator, **facts)


def booked(offer=None, place=0, guest=0, **facts):
    """The first organisation booked the first time, unless said otherwise."""
    offer = offer or offered()
    contact = offer.invitees[guest].contact
    standard = {"name": "Anna Bedacht", "where": Where.AT_YOURS, "people": 4, "by": contact}
    return bookings.book(offer.slots[place], contact=contact, **standard | facts)


def held(booking=None):
    booking = booking or booked()
    with clock.at(booking.ends_at):
        bookings.hold(booking, by=booking.offer.engagement.coordinator)
    return booking


def recommendation(review, number=1, text="Spreek af wie de jongere het eerst belt."):
    found = Recommendation(
        engagement_id=review.id,
        number=number,
        text=text,
        organisation_id=review.parties[0].organisation_id,
    )
    session.add(found)
    session.flush()
    return found


def review_session(review, starts_at, minutes=120, state=SessionState.PLANNED):
    found = ReviewSession(
        engagement_id=review.id,
        kind=SessionKind.INTERVIEW,
        starts_at=starts_at,
        minutes=minutes,
        state=state,
        reviewers=guides_of(review.id),
    )
    session.add(found)
    session.flush()
    return found


def mails_to(person):
    """The mails to somebody (a contact, a user), oldest first."""
    wanted = select(QueuedMail).where(QueuedMail.recipient == person.email)
    return list(session.scalars(wanted.order_by(QueuedMail.id)))


def link_to(invitee):
    """The path in the newest mail with a link to the invitee's contact."""
    links = [mail.link for mail in mails_to(invitee.contact) if mail.link]
    return re.sub(r"^https?://[^/]+", "", links[-1])
