"""The course of each engagement: which event comes on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lt_admin.conduct.services import steps
from lt_admin.demo import afterwards, beginning, billing, conducting, reporting, working
from lt_admin.demo.telling import AFTERNOON, EVENING, MORNING, NOON, Event, Review, event
from lt_admin.quality.services import closing


def events(review: Review) -> Iterator[Event]:
    """Everything that happens in one engagement, in no particular order."""
    yield from _orientation(review)
    yield from _acceptance(review)
    yield from _steps(review)
    yield from conducting.events(review)
    yield from working.events(review)
    yield from reporting.events(review)
    yield from afterwards.events(review)
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
    yield event(first, MORNING, lambda: steps.start(review.engagement, by=by))
    for day in later:
        yield event(day, MORNING, lambda: steps.move_on(review.engagement, by=by))
    yield event(
        scenario.closed_on, EVENING, lambda: closing.close_engagement(review.engagement, by=by)
    )
