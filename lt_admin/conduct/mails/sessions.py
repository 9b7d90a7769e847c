"""Invitations to sessions: a calendar file with a neutral title, and nothing about the case."""

from __future__ import annotations

from typing import Any

from lt_admin.conduct.models.sessions import ReviewSession, SessionState
from lt_admin.core import calendar, formats, links
from lt_admin.core.calendar import CalendarEvent, Method, Person
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, speaking
from lt_admin.core.outbox import Attachment, Mail
from lt_admin.reviewers.models.people import Reviewer

FILE = "leerreview.ics"


def event_of(of: ReviewSession, kind: Any) -> CalendarEvent:
    """The session as calendars know it; `kind` is the (lazy) word for what it is.

    Its title is neutral, ``Leerreview LT-2025-01: interview``, in the language of the moment.
    """
    sender = the_foundation()
    path = f"/engagements/{of.engagement_id}/sessions/{of.id}"
    return CalendarEvent(
        uid=of.uid,
        sequence=of.sequence,
        title=_("Learning review %(code)s: %(kind)s", code=of.engagement.code, kind=kind),
        starts_at=of.starts_at,
        ends_at=of.ends_at,
        stamped_at=of.changed_at,
        organizer=Person(sender.name, sender.email or "lt-admin@localhost"),
        attendees=tuple(Person(each.name, each.user.email) for each in of.reviewers),
        place=_("online") if of.is_online else of.place,
        url=links.address(path),
        is_cancelled=of.state is SessionState.CANCELLED,
    )


def calendar_file(of: ReviewSession, kind: Any) -> bytes:
    """The file to download: to look at, not to answer."""
    return calendar.invitation(event_of(of, kind), Method.PUBLISH)


def invited(of: ReviewSession, reviewer: Reviewer, method: Method, kind: Any) -> Mail:
    """To a reviewer: a session is planned, moved or cancelled, with the file for the calendar."""
    user = reviewer.user
    with speaking(user.language):
        event = event_of(of, kind)
        file = Attachment(FILE, calendar.content_type(method), calendar.invitation(event, method))
        return Mail(
            user.email,
            _subject(of, event, method),
            _text(of, reviewer, event, method),
            language=user.language,
            attachments=(file,),
        )


def _subject(of: ReviewSession, event: CalendarEvent, method: Method) -> str:
    if method is Method.CANCEL:
        return _("Cancelled: %(title)s", title=event.title)
    return _("Moved: %(title)s", title=event.title) if of.sequence else event.title


def _text(of: ReviewSession, reviewer: Reviewer, event: CalendarEvent, method: Method) -> str:
    at = formats.moment(of.starts_at, language())
    when = _("%(at)s, %(hours)s hours.", at=at, hours=formats.hours(of.minutes))
    what = {
        Method.CANCEL: _("This session does not take place:"),
        Method.REQUEST: _("This session was moved:") if of.sequence else _("A session is planned:"),
    }[method]
    place = f"{event.place}." if event.place else ""
    greeting = _("Hello %(name)s,", name=reviewer.name)
    lines = "\n".join(line for line in (event.title, when, place) if line)
    ending = _("Open the file in this mail to change your calendar. More stands here:")
    return f"{greeting}\n\n{what}\n\n{lines}\n\n{ending}\n{event.url}\n"
