"""After the report of an engagement of the demo: evaluation, follow-up, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lt_admin.core import clock
from lt_admin.demo.conducted import Answered
from lt_admin.demo.telling import EVENING, NOON, Event, Review, event
from lt_admin.followup.models.bookings import Where
from lt_admin.followup.queries import outcomes as reads
from lt_admin.followup.services import availability, bookings, offers, outcomes
from lt_admin.quality.models.evaluations import Moment, Respondents
from lt_admin.quality.rules import questionnaires
from lt_admin.quality.services import evaluations
from lt_admin.reviewers.services import growth

ASKED_AFTER, ANSWERED_AFTER = timedelta(days=4), timedelta(days=14)
OFFERED_BEFORE, BOOKED_BEFORE = timedelta(days=40), timedelta(days=33)
BEGINS, ENDS, MINUTES = 9 * 60, 17 * 60, 120
SAFE, UNSAFE = 4, 3  # answers on feeling safe: from 4 on it counts
BURDEN = "ES3"


def events(review: Review) -> Iterator[Event]:
    """Questionnaires after the last presentation; the follow-up, where it was agreed."""
    presented = max(held.on for held in review.conduct.sessions if held.boards)
    for answered in review.conduct.answers:
        yield event(presented + ASKED_AFTER, NOON, _ask, review, answered)
        if answered.sheets:
            yield event(presented + ANSWERED_AFTER, NOON, _answer, review, answered)
    if review.scenario.is_practice:
        yield event(presented + ANSWERED_AFTER, EVENING, _assess, review)
    if fu := review.scenario.follow_up:
        yield event(fu.held_on - OFFERED_BEFORE, NOON, _offer, review)
        yield event(fu.held_on - BOOKED_BEFORE, NOON, _book, review)
        yield event(fu.held_on, EVENING, _look_back, review)


def _ask(review: Review, answered: Answered) -> None:
    evaluations.hand_out(
        review.engagement,
        respondents=answered.respondents,
        moment=Moment.T0,
        count=answered.invited,
        by=review.world.coordinator,
    )


def _answer(review: Review, answered: Answered) -> None:
    for place, sheet in enumerate(answered.sheets):
        evaluations.enter_paper(
            review.engagement,
            respondents=answered.respondents,
            moment=Moment.T0,
            scores=scores(answered, place, sheet),
            words={},
            by=review.world.coordinator,
        )


def scores(answered: Answered, place: int, sheet: int | tuple[int, int]) -> dict[str, int | None]:
    """One sheet: the sum spread over the core items; the last ones may not apply."""
    items = [
        item.code
        for item in questionnaires.items_for(answered.respondents, Moment.T0)
        if item.is_core
    ]
    total, count = sheet if isinstance(sheet, tuple) else (sheet, len(items))
    found: dict[str, int | None] = dict.fromkeys(items)
    first = items[0]
    if answered.respondents is Respondents.STAFF:
        found[first] = SAFE if place < answered.safe else UNSAFE
        found[BURDEN] = UNSAFE
        total, count, items = total - (found[first] or 0), count - 1, items[1:]
    for nth, item in enumerate(items[:count]):
        found[item] = total * (nth + 1) // count - total * nth // count
    return found


def _assess(review: Review) -> None:
    """The supervisor finds the practice review well done: the level rises."""
    scenario, world = review.scenario, review.world
    growth.assess(
        review.assignments[scenario.second],
        assessor=world.reviewers[scenario.supervisor],
        assessed_on=clock.today(),
        is_positive=True,
        by=world.users[scenario.supervisor],
    )


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(minutes // 60), clock.AMSTERDAM)


def _held(review: Review) -> date:
    return review.scenario.agreed_follow_up.held_on


def _payers(review: Review) -> tuple[str, ...]:
    return review.scenario.agreed_follow_up.payers


def _offer(review: Review) -> None:
    """Both reviewers can on three days around; the commissioners choose."""
    scenario, world, held_on = review.scenario, review.world, _held(review)
    choice = [held_on - timedelta(days=2), held_on, held_on + timedelta(days=5)]
    for key in (scenario.lead, scenario.second):
        for day in choice:
            availability.set_day(world.reviewers[key], day, [(BEGINS, ENDS)], by=world.users[key])
    starts = [_at(day, hour * 60) for day in choice for hour in (10, 14)]
    review.offer = offers.make_offer(
        review.engagement,
        starts=starts,
        minutes=MINUTES,
        organisations=[world.organisations[key].id for key in _payers(review)],
        by=world.coordinator,
    )


def _book(review: Review) -> None:
    wanted = _at(_held(review), review.conduct.booked_at * 60)
    slot = next(slot for slot in review.offer.slots if slot.starts_at == wanted)
    contact = review.world.contacts[_payers(review)[-1]]
    review.booking = bookings.book(
        slot, contact=contact, name="Bestuurder", where=Where.AT_YOURS, people=3, by=contact
    )


def _look_back(review: Review) -> None:
    """The conversation was held, and every recommendation was looked at."""
    by, booking = review.world.users[review.scenario.lead], review.booking
    with clock.at(booking.ends_at):
        bookings.hold(booking, by=by)
        found = reads.followed(review.engagement.id)
        for each, advice in zip(found, review.conduct.advice, strict=True):
            if advice.outcome:
                outcomes.record_outcome(
                    each.recommendation,
                    outcome=advice.outcome,
                    evidence=advice.evidence,
                    said_on=clock.today(),
                    by=by,
                )
