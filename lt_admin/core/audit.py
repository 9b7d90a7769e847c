"""The audit log: who did what to which thing, when; written once, never changed.

Just before a transaction commits its lines are chained (core/chain.py): each gets the next place
and a hash over itself and the line before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.core import clock
from lt_admin.core.db import insert_many, session
from lt_admin.core.events import EVENTS
from lt_admin.core.orm import Model

SYSTEM = "system"
LOOSE = "audit lines without a place"


class AuditEntry(Model):
    """One line of the audit log; the database refuses to change or delete it."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    actor: Mapped[str]
    event: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    about: Mapped[str | None] = mapped_column(index=True)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    place: Mapped[int | None] = mapped_column(unique=True)  # in the chain, from 1
    previous: Mapped[str | None] = mapped_column(String(64))  # the hash of the line before
    hash: Mapped[str | None] = mapped_column(String(64))


class Line(NamedTuple):
    """A line that was written in bulk: what its place in the chain is made of."""

    id: int
    at: datetime
    actor: str
    event: str
    subject: str
    about: str | None
    facts: dict[str, str]


def name_of(thing: Model) -> str:
    """How the log names a thing: ``invoice:12``."""
    return f"{thing.__tablename__}:{thing.id}"


def has_entries() -> bool:
    """Whether anything ever happened here; an empty database has no past either."""
    is_there = inspect(session.connection()).has_table(AuditEntry.__tablename__)
    return is_there and session.scalars(select(AuditEntry.id).limit(1)).first() is not None


def record(
    event: str, subject: Model, *, by: Model | str, about: Model | None = None, **facts: object
) -> None:
    """Write one line, in the same transaction as the change it describes.

    `by` is a user, a contact or SYSTEM; `about` is the engagement it belongs to, if any.
    Raises ValueError unless `facts` are exactly those that core.events declares for `event`.
    """
    if EVENTS.get(event) != frozenset(facts):
        raise ValueError(f"{event} does not declare {sorted(facts)}")
    session.flush()
    entry = AuditEntry(
        at=clock.now(),
        actor=by if isinstance(by, str) else name_of(by),
        event=event,
        subject=name_of(subject),
        about=None if about is None else name_of(about),
        facts={key: str(value) for key, value in facts.items()},
    )
    session.add(entry)
    _loose().append(entry)


def record_many(
    event: str,
    lines: Iterable[tuple[str, str | None, Mapping[str, object]]],
    *,
    by: Model | str,
) -> None:
    """Write many lines of one event in one go: (subject, about, facts) of each, by name.

    For work that may have thousands of things in one transaction. Raises ValueError as record does.
    """
    declared, actor = EVENTS.get(event), by if isinstance(by, str) else name_of(by)
    all_alike: dict[str, Any] = {"at": clock.now(), "actor": actor, "event": event}
    rows = []
    for subject, about, facts in lines:
        if frozenset(facts) != declared:
            raise ValueError(f"{event} does not declare {sorted(facts)}")
        said = {key: str(value) for key, value in facts.items()}
        rows.append({**all_alike, "subject": subject, "about": about, "facts": said})
    session.flush()
    ids = insert_many(AuditEntry.__table__, rows)
    _loose().extend(Line(id=key, **row) for key, row in zip(ids, rows, strict=True))


def take_loose() -> list[AuditEntry | Line]:
    """The lines of this transaction that have no place in the chain yet, in order; told once."""
    session.flush()
    written, session.info[LOOSE] = _loose(), []
    return [line for line in written if isinstance(line, Line) or line in session]


def _loose() -> list[AuditEntry | Line]:
    found: list[AuditEntry | Line] = session.info.setdefault(LOOSE, [])
    return found
