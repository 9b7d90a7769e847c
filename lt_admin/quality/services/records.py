"""Outreach, complaints and data incidents: that they were, never what about (I27, I28)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import Sector
from lt_admin.quality.models.records import EventAttendance, OutreachEvent, Signal, SignalKind


def record_outreach(
    *, held_on: date, title: str, participants: Mapping[Sector, int], by: User
) -> OutreachEvent:
    """Keep that an event was held, and how many came from each sector."""
    event = OutreachEvent(held_on=held_on, title=title)
    _fill(event, participants)
    session.add(event)
    _record(event, by=by, event="outreach:recorded")
    return event


def change_outreach(
    event: OutreachEvent, *, held_on: date, title: str, participants: Mapping[Sector, int], by: User
) -> None:
    """Put right what was kept of an event."""
    event.held_on, event.title = held_on, title
    event.attendance.clear()
    session.flush()
    _fill(event, participants)
    _record(event, by=by, event="outreach:changed")


def record_signal(*, kind: SignalKind, received_on: date, due_on: date, by: User) -> Signal:
    """Keep that a complaint or data incident came in, and by when it must be handled."""
    _check_past(received_on)
    if due_on < received_on:
        raise Refused(_("The term ends before it begins."))
    signal = Signal(kind=kind, received_on=received_on, due_on=due_on, recorded_by=by)
    session.add(signal)
    audit.record("signal:recorded", signal, by=by, kind=kind, received_on=received_on)
    return signal


def handle_signal(signal: Signal, *, handled_on: date, by: User) -> None:
    """It was dealt with on that day; raises WrongState a second time."""
    _check_past(handled_on)
    signal.handle(on=handled_on)
    audit.record("signal:handled", signal, by=by, kind=signal.kind)


def _fill(event: OutreachEvent, participants: Mapping[Sector, int]) -> None:
    _check_past(event.held_on)
    event.attendance = [
        EventAttendance(sector=sector, participants=count)
        for sector, count in participants.items()
        if count
    ]
    if not event.attendance:
        raise Refused(_("Write how many people came, from at least one sector."))


def _record(thing: OutreachEvent, *, by: User, event: str) -> None:
    session.flush()
    came = thing.participants
    audit.record(event, thing, by=by, held_on=thing.held_on, participants=came)


def _check_past(day: date) -> None:
    if day > clock.today():
        raise Refused(_("This day is still to come."))
