"""Outreach, complaints and data incidents: the lists, and the counts of a period (I27, I28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import selectinload

from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.organisations import Sector
from lt_admin.quality.models.records import EventAttendance, OutreachEvent, Signal, SignalKind

SIGNALS = {
    SignalKind.COMPLAINT: _l("complaint"),
    SignalKind.DATA_INCIDENT: _l("data incident"),
}
STANDINGS = {
    "open": Badge(_l("open"), "info", "clock"),
    "in_time": Badge(_l("handled in time"), "ok"),
    "late": Badge(_l("handled late"), "warn", "alert"),
    "overdue": Badge(_l("overdue"), "danger"),
}
_CAME = (
    select(func.sum(EventAttendance.participants))
    .where(EventAttendance.event_id == OutreachEvent.id)
    .scalar_subquery()
)
OUTREACH = Listing(
    "outreach",
    key=OutreachEvent.id,
    order="-held",
    columns=(
        Column(
            *("title", _l("What it was"), OutreachEvent.title),
            link="records.change",
            link_key="event_id",
        ),
        Column("held", _l("Date"), OutreachEvent.held_on, kind="day"),
        Column("came", _l("Participants"), _CAME, kind="number", total=True, sort=False),
    ),
    filters=(
        Search("q", _l("Search"), (OutreachEvent.title,)),
        Days("from", _l("From"), lambda day: OutreachEvent.held_on >= day),
        Days("until", _l("Up to and including"), lambda day: OutreachEvent.held_on <= day),
    ),
)


def all_outreach() -> Select[()]:
    """Every event, for the list."""
    return select().select_from(OutreachEvent)


def find_outreach(event_id: int) -> OutreachEvent | None:
    """The event with its counts, if there is such a one."""
    wanted = select(OutreachEvent).where(OutreachEvent.id == event_id)
    return session.scalars(wanted.options(selectinload(OutreachEvent.attendance))).one_or_none()


def find_signal(signal_id: int) -> Signal | None:
    """The complaint or data incident, if there is such a one."""
    return session.get(Signal, signal_id)


_DATES = (
    Column(
        *("kind", _l("Kind"), Signal.kind),
        words=SIGNALS,
        link="records.signal",
        link_key="signal_id",
    ),
    Column("received", _l("Received"), Signal.received_on, kind="day"),
    Column("due", _l("To be handled by"), Signal.due_on, kind="day"),
    Column("handled", _l("Handled"), Signal.handled_on, kind="day"),
)
_SIGNAL_FILTERS = (
    Choice("kind", _l("Kind"), SIGNALS, lambda kind: Signal.kind == kind),
    Days("from", _l("From"), lambda day: Signal.received_on >= day),
    Days("until", _l("Up to and including"), lambda day: Signal.received_on <= day),
)


def signal_list() -> Listing:
    """The list of complaints and data incidents, as things stand today."""
    value = _standing(clock.today())
    standing = Column(*("standing", _l("State"), value), kind="badge", words=STANDINGS, sort=False)
    columns = (*_DATES, standing)
    return Listing("signals", Signal.id, columns, "-received", _SIGNAL_FILTERS)


def _standing(today: date) -> Any:
    return case(
        (and_(Signal.handled_on.is_(None), Signal.due_on < today), "overdue"),
        (Signal.handled_on.is_(None), "open"),
        (Signal.handled_on > Signal.due_on, "late"),
        else_="in_time",
    )


def all_signals() -> Select[()]:
    """Every complaint and data incident, for the list."""
    return select().select_from(Signal)


@dataclass(frozen=True)
class Outreach:
    """I27: how many events, and how many came from each sector (all sectors, also empty ones)."""

    events: int
    participants: Mapping[Sector, int]


def outreach(from_: date, until: date) -> Outreach:
    """I27: the events held in the period."""
    held = OutreachEvent.held_on.between(from_, until)
    rows = session.execute(
        select(EventAttendance.sector, func.sum(EventAttendance.participants))
        .join(OutreachEvent, EventAttendance.event_id == OutreachEvent.id)
        .where(held)
        .group_by(EventAttendance.sector)
    )
    came = {sector: int(count) for sector, count in rows}
    events = session.scalars(select(func.count()).select_from(OutreachEvent).where(held)).one()
    return Outreach(events, {sector: came.get(sector, 0) for sector in Sector})


@dataclass(frozen=True)
class Signals:
    """I28: how many of one kind came in; of those, how many are decided and kept their term."""

    kind: SignalKind
    received: int
    judged: int  # handled, or overdue
    in_time: int


def signals(from_: date, until: date) -> list[Signals]:
    """I28: per kind what was received in the period; open ones whose term runs are not judged."""
    standing = _standing(clock.today())
    rows: Any = session.execute(
        select(Signal.kind, standing, func.count())
        .where(Signal.received_on.between(from_, until))
        .group_by(Signal.kind, standing)
    )
    found = {(kind, word): count for kind, word, count in rows}
    return [
        Signals(
            kind,
            received=sum(found.get((kind, word), 0) for word in STANDINGS),
            judged=sum(found.get((kind, word), 0) for word in STANDINGS if word != "open"),
            in_time=found.get((kind, "in_time"), 0),
        )
        for kind in SignalKind
    ]
