"""The audit log: who did what to which thing, when; written once, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, insert, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.events import EVENTS
from lt_admin.core.orm import Model

SYSTEM = "system"


class AuditEntry(Model):
    """One line of the audit log; the database refuses to change or delete it."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    actor: Mapped[str]
    event: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    about: Mapped[str | None] = mapped_column(index=True)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)


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
    session.add(
        AuditEntry(
            at=clock.now(),
            actor=by if isinstance(by, str) else name_of(by),
            event=event,
            subject=name_of(subject),
            about=None if about is None else name_of(about),
            facts={key: str(value) for key, value in facts.items()},
        )
    )


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
    all_alike = {"at": clock.now(), "actor": actor, "event": event}
    rows = []
    for subject, about, facts in lines:
        if frozenset(facts) != declared:
            raise ValueError(f"{event} does not declare {sorted(facts)}")
        said = {key: str(value) for key, value in facts.items()}
        rows.append({**all_alike, "subject": subject, "about": about, "facts": said})
    if rows:
        session.flush()
        table: Any = AuditEntry.__table__
        session.connection().execute(insert(table), rows)
