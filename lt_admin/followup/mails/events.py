"""The follow-up as a calendar knows it: a neutral title, no names, the same uid for ever."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.conduct.models.sessions import ReviewSession, SessionState
from lt_admin.core import calendar
from lt_admin.core.calendar import CalendarEvent, Method, Person
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.outbox import Attachment
from lt_admin.followup.models.bookings import Booking, BookingState, Where

NOBODY = "lt-admin@localhost"


def event_of(booking: Booking, foundation: Foundation, *people: Person) -> CalendarEvent:
    """A booking; each recipient's file names that recipient and nobody else."""
    return CalendarEvent(
        uid=booking.uid,
        sequence=booking.sequence,
        title=title_of(booking.offer.engagement.code),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        stamped_at=booking.changed_at,
        organizer=Person(foundation.name, foundation.email or NOBODY),
        attendees=people,
        place=place_of(booking),
        is_cancelled=booking.state is BookingState.CANCELLED,
    )


def title_of(code: str | None) -> str:
    """What a calendar shows, on whatever screen it stands open."""
    return _("Follow-up %(code)s", code=code)


def place_of(booking: Booking) -> str:
    """Where it is: online, or the address of the organisation that booked."""
    if booking.where is Where.ONLINE:
        return _("online")
    return ", ".join(" ".join(line.split()) for line in booking.organisation.address_lines)


def file_for(booking: Booking, foundation: Foundation, person: Person) -> Attachment:
    """The file that puts it into somebody's calendar, moves it there, or takes it out."""
    is_off = booking.state is BookingState.CANCELLED
    method = Method.CANCEL if is_off else Method.REQUEST
    content = calendar.invitation(event_of(booking, foundation, person), method)
    name = f"follow-up-{booking.offer.engagement.code}.ics"
    return Attachment(name, calendar.content_type(method), content)


def file_to_keep(booking: Booking, foundation: Foundation) -> bytes:
    """The file that a page offers: to look at, not to answer."""
    return calendar.invitation(event_of(booking, foundation), Method.PUBLISH)


def feed_of(
    bookings: Sequence[Booking], sessions: Sequence[ReviewSession], foundation: Foundation
) -> bytes:
    """A reviewer's whole calendar; cancelled appointments stand in it as cancelled."""
    events = [event_of(booking, foundation) for booking in bookings]
    events += [_session(each, foundation) for each in sessions]
    return calendar.calendar_file(events, Method.PUBLISH, name=_("Learning Together"))


def _session(each: ReviewSession, foundation: Foundation) -> CalendarEvent:
    return CalendarEvent(
        uid=each.uid,
        sequence=each.sequence,
        title=_("Learning review %(code)s", code=each.engagement.code),
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        stamped_at=each.changed_at,
        organizer=Person(foundation.name, foundation.email or NOBODY),
        place=_("online") if each.is_online else each.place,
        is_cancelled=each.state is SessionState.CANCELLED,
    )
