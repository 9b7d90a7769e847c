"""The chain of the audit log: what was changed, taken out or put in afterwards shows.

A line's hash is made of its place, everything it says, and the hash of the line before. The newest
place and hash stand in one row, which is locked only while a transaction ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, bindparam, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.core import audit
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session
from lt_admin.core.orm import Model

BEFORE_ALL = "0" * 64
AT_ONCE = 1000  # lines that are read and checked together
_LINE: Any = AuditEntry.__table__
_SAYS = (_LINE.c.at, _LINE.c.actor, _LINE.c.event, _LINE.c.subject, _LINE.c.about, _LINE.c.facts)
PLACING = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("key"))
    .values(place=bindparam("at_place"), previous=bindparam("after"), hash=bindparam("said"))
)


class ChainHead(Model):
    """One row: how many lines the chain has, and the hash of its last."""

    __tablename__ = "audit_chain"

    place: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=BEFORE_ALL)


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, in words for whoever keeps the books."""

    place: int
    words: str


def link(previous: str, place: int, at: datetime, *said: Any) -> str:
    """The hash of a line: over its place, its instant (UTC), what it says, and the line before."""
    told = json.dumps(
        [previous, place, at.astimezone(UTC).isoformat(timespec="microseconds"), *said],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode()).hexdigest()


def seal() -> None:
    """Chain the lines that this transaction wrote; the last thing before it commits.

    Whoever commits at the same time waits until we have. A line that came into the table by
    another way stays outside, and shows.
    """
    if not (loose := audit.take_loose()):
        return
    locked = select(ChainHead).with_for_update().execution_options(populate_existing=True)
    head = session.scalars(locked).one()
    places = []
    for entry in loose:
        place, previous = head.place + 1, head.hash
        said = link(previous, place, entry.at, *_said(entry))
        places.append({"key": entry.id, "at_place": place, "after": previous, "said": said})
        head.place, head.hash = place, said
    session.connection().execute(PLACING, places)
    session.flush()


def _said(entry: Any) -> tuple[Any, ...]:
    return (entry.actor, entry.event, entry.subject, entry.about, entry.facts)


def head() -> tuple[int, str]:
    """How many lines the chain has, and the hash of its last: what the year report prints."""
    place, last = session.execute(select(ChainHead.place, ChainHead.hash)).one()
    return place, last


def first_break() -> Break | None:
    """The first line that is not what it was when it was written; None when the chain holds."""
    place, previous = 0, BEFORE_ALL
    for entry in _lines():
        place += 1
        if entry.place != place:
            return Break(place, f"line {place} is missing")
        if entry.previous != previous:
            return Break(place, f"line {place} does not follow the line before it")
        if entry.hash != link(previous, place, entry.at, *_said(entry)):
            return Break(place, f"line {place} was changed")
        previous = entry.hash
    return _end(place, previous)


def _end(place: int, previous: str) -> Break | None:
    """Whether the head says the same as the last line, and no line stands outside the chain."""
    if head() != (place, previous):
        return Break(place, f"the chain has {head()[0]} lines by its head, and {place} are there")
    outside = select(func.count()).where(AuditEntry.place.is_(None) | AuditEntry.hash.is_(None))
    if loose := session.scalars(outside).one():
        return Break(place + 1, f"{loose} lines were put in outside the chain")
    return None


def _lines() -> Iterator[Any]:
    """Every line of the chain in order, a thousand at a time."""
    place, after = _LINE.c.place, 0
    wanted = select(place, _LINE.c.previous, _LINE.c.hash, *_SAYS).order_by(place)
    while rows := session.execute(wanted.where(place > after).limit(AT_ONCE)).all():
        yield from rows
        after = rows[-1].place
