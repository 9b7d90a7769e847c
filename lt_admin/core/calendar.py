"""Calendar files (RFC 5545 and 5546): what goes along with a mail or is read by a calendar.

An event keeps its `uid` for ever and its `sequence` rises with every change, so that a calendar
finds the appointment again. Titles are neutral: they stand in calendars that others can see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress
from icalendar.enums import PARTSTAT, ROLE, STATUS

from lt_admin.core.clock import AMSTERDAM, day_of

MAKER = "-//Learning Together//lt_admin//NL"
MARGIN = timedelta(days=366)  # around the events, for the rules of summer time


class Method(StrEnum):
    """What a calendar is asked to do with the file."""

    PUBLISH = "PUBLISH"  # show it; nobody is asked to answer
    REQUEST = "REQUEST"  # an invitation, or a newer version of one
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Person:
    """Somebody in a calendar file."""

    name: str
    email: str


@dataclass(frozen=True)
class CalendarEvent:
    """One appointment; instants are aware and come out in the time of Amsterdam."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime  # when it last changed
    organizer: Person
    attendees: tuple[Person, ...] = ()
    place: str = ""
    url: str = ""
    is_cancelled: bool = False


def invitation(event: CalendarEvent, method: Method) -> bytes:
    """The file for one appointment; published ones name no attendees."""
    return calendar_file([event], method)


def calendar_file(
    events: Iterable[CalendarEvent], method: Method = Method.PUBLISH, *, name: str = ""
) -> bytes:
    """A whole calendar, with the time zone that its events stand in."""
    found = list(events)
    parts = [_component(event, method) for event in found]
    calendar = Calendar.new(
        prodid=MAKER, method=method.value, name=name or None, subcomponents=parts
    )
    calendar.pop("UID")  # a random one; the events have their own
    if found:
        first = min(day_of(event.starts_at) for event in found) - MARGIN
        last = max(day_of(event.ends_at) for event in found) + MARGIN
        calendar.add_missing_timezones(first, last)
    return bytes(calendar.to_ical())


def content_type(method: Method) -> str:
    """The media type under which the file travels: calendars act on the method in it."""
    return f"text/calendar; charset=utf-8; method={method}"


def _component(event: CalendarEvent, method: Method) -> Event:
    is_off = event.is_cancelled or method is Method.CANCEL
    people = [] if method is Method.PUBLISH else [_attendee(each) for each in event.attendees]
    return Event.new(
        uid=event.uid,
        sequence=event.sequence,
        summary=event.title,
        start=event.starts_at.astimezone(AMSTERDAM),
        end=event.ends_at.astimezone(AMSTERDAM),
        stamp=event.stamped_at,
        last_modified=event.stamped_at,
        location=event.place or None,
        url=event.url or None,
        organizer=vCalAddress.new(event.organizer.email, cn=event.organizer.name),
        attendees=people or None,
        status=STATUS.CANCELLED if is_off else STATUS.CONFIRMED,
    )


def _attendee(person: Person) -> vCalAddress:
    return vCalAddress.new(
        person.email,
        cn=person.name,
        role=ROLE.REQ_PARTICIPANT,
        partstat=PARTSTAT.NEEDS_ACTION,
        rsvp=True,
    )
