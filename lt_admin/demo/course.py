"""The course of each engagement: which event comes on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lt_admin.demo import beginning, billing, working
from lt_admin.demo.telling import AFTERNOON, EVENING, MORNING, NOON, Event, Review, event
from lt_admin.orientation.services import engagements
from lt_admin.quality.services import closing


def events(review: Review) -> Iterator[Event]:
    """Everything that happens in one engagement, in no particular order."""
    yield from _orientation(review)
    yield from _acceptance(review)
    yield from _steps(review)
    yield from working.events(review)
    yield from billing.events(review)


def _orientation(review: Review) -> Iterator[Event]:
    scenario = review.scenario
    yield event(scenario.requested_on, MORNING, beginning.receive, review)
    yield event(scenario.talked_on, MORNING, beginning.talk, review)
    yield event(scenario.quoted_on, AFTERNOON, beginning.quote, review)


def _acceptance(review: Review) -> Iterator[Event]:
    scenario = review.scenario
    yield event(min(scenario.accepted), MORNING, beginning.agree, review)
    for position, day in enumerate(scenario.accepted):
        yield event(day, AFTERNOON, beginning.accept, review, position)
    accepted = max(scenario.accepted)
    yield event(accepted, EVENING, beginning.assign, review)
    own_day = dict(zip((scenario.lead, scenario.second), scenario.declared, strict=False))
    for key in filter(None, (scenario.lead, scenario.second, scenario.supervisor, scenario.shadow)):
        day = own_day.get(key, accepted + timedelta(days=1))
        yield event(day, NOON, beginning.declare, review, key)


def _steps(review: Review) -> Iterator[Event]:
    scenario, by = review.scenario, review.world.coordinator
    first, *later = scenario.step_days
    yield event(first, MORNING, lambda: engagements.start(review.engagement, by=by))
    for day in later:
        yield event(day, MORNING, lambda: engagements.move_on(review.engagement, by=by))
    yield event(
        scenario.closed_on, EVENING, lambda: closing.close_engagement(review.engagement, by=by)
    )
    if scenario.hold:
        start, end = scenario.hold
        yield event(start, MORNING, _hold, review)
        yield event(end, MORNING, lambda: engagements.resume(review.engagement, by=by))


def _hold(review: Review) -> None:
    reason = "Zitting in de strafzaak; in overleg met beide opdrachtgevers wachten wij."
    engagements.hold(review.engagement, reason=reason, by=review.world.coordinator)
