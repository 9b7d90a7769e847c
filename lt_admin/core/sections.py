"""The record of an engagement, filled by every feature: its sections, and what comes next.

The page itself belongs to orientation and knows no other feature. Features offer functions, and
gathered.py lists them in the order of the page::

    def hours_section(engagement: Engagement, user: User) -> Section | None: ...   # SECTIONS
    def make_a_quote(engagement: Engagement, user: User) -> NextStep | None: ...   # NEXT_STEPS
    def unplanned_invoice(engagement: Engagement, user: User) -> list[NotYet]: ... # NOT_YET

They stand in the queries of the feature and load everything that their template shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True)
class Section:
    """A part of the page: `template` draws the whole card.

    In it are `context` (``context.hours``), `section`, `engagement`, `may_manage` and `words`; the
    heading of the card has `section.id` as its id, which is unique on the page.
    """

    id: str
    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NextStep:
    """What is needed now, and by whom; `button` is the one filled button of the page.

    `url` is where the button leads; with `posts` the button does the step itself, and `facts` go
    along as hidden fields. Without a button the step is somebody else's. `warning` is something
    to weigh before pressing it.
    """

    title: str
    text: str
    who: str
    button: str = ""
    url: str = ""
    posts: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    then: str = ""
    warning: str = ""


@dataclass(frozen=True)
class NotYet:
    """A step that cannot be taken now, and why: shown as a button that waits."""

    word: str
    reason: str


Offer = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Contributions:
    """What the features offer for the page, each in order."""

    sections: Sequence[Offer] = ()
    next_steps: Sequence[Offer] = ()
    not_yet: Sequence[Offer] = ()


def init_app(app: Flask, contributions: Contributions) -> None:
    """Keep what the features offer."""
    app.extensions["contributions"] = contributions


def _offered() -> Contributions:
    offered: Contributions = current_app.extensions["contributions"]
    return offered


def sections_of(engagement: Any, user: Any) -> list[Section]:
    """The sections that this person sees, in order."""
    offers = [offer(engagement, user) for offer in _offered().sections]
    return [section for section in offers if section is not None]


def next_step_of(engagement: Any, user: Any) -> NextStep | None:
    """The first step that a feature names."""
    offers = (offer(engagement, user) for offer in _offered().next_steps)
    return next((step for step in offers if step is not None), None)


def not_yet_of(engagement: Any, user: Any) -> list[NotYet]:
    """Everything that has to wait, with its reason."""
    return [each for offer in _offered().not_yet for each in offer(engagement, user)]
