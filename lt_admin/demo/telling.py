"""A story is a list of events: each on a day, in an order, told by the ordinary services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.models.quotes import Quote
from lt_admin.core import clock
from lt_admin.demo.conducted import Conduct
from lt_admin.demo.shapes import Scenario
from lt_admin.demo.world import World
from lt_admin.followup.models.bookings import Booking, Offer
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.assignments import Assignment

MORNING, NOON, AFTERNOON, EVENING = 1, 2, 3, 4


@dataclass(frozen=True)
class Event:
    """Something that happens on a day; of two on one day the lower order comes first."""

    on: date
    order: int
    act: Callable[[], Any]


def event(on: date, order: int, act: Callable[..., Any], *facts: object) -> Event:
    """An event that calls `act` with `facts` when its day comes."""
    return Event(on, order, partial(act, *facts))


def tell(events: Iterable[Event]) -> None:
    """Let everything happen in the order of days, with the clock on that day."""
    for each in sorted(events, key=lambda happening: (happening.on, happening.order)):
        with clock.at(clock.noon(each.on)):
            each.act()


@dataclass
class Review:
    """An engagement of the demo while its story is told."""

    world: World
    scenario: Scenario
    conduct: Conduct
    engagement: Engagement = field(init=False)
    quote: Quote = field(init=False)
    follow_up: Quote = field(init=False)
    change_order: Quote = field(init=False)
    offer: Offer = field(init=False)
    booking: Booking = field(init=False)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    invoices: dict[tuple[Round, str], Invoice] = field(default_factory=dict)
