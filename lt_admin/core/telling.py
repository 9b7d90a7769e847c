"""The audit log in plain sentences: each feature says how its events read.

A feature keeps a table from event to a function of the entry's facts beside its queries::

    TOLD: Told = {"engagement:accepted": lambda facts: _("Everything is agreed.")}

and gathered.py lists the tables. An event that no table tells stays out of timelines; it is in
the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

Facts = Mapping[str, str]
Told = Mapping[str, Callable[[Facts], str]]


@dataclass(frozen=True)
class Happening:
    """One line of a timeline: when, what, and by whom (empty for the system)."""

    at: datetime
    sentence: str
    who: str


def init_app(app: Flask, tables: Iterable[Told]) -> None:
    """Keep how events read."""
    app.extensions["told"] = {event: tell for table in tables for event, tell in table.items()}


def _told() -> Told:
    told: Told = current_app.extensions["told"]
    return told


def told_events() -> list[str]:
    """The events that have a sentence."""
    return sorted(_told())


def sentence(event: str, facts: Facts) -> str:
    """What happened, in the language of the moment; the event's name when nobody tells it."""
    tell = _told().get(event)
    return event if tell is None else tell(facts)
