"""Numbers of a year: consecutive, without gaps, also when several people issue at once."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from lt_admin.core.db import session

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Series(Protocol):
    """A table with one row a year and the last number given out in it."""

    year: Any
    last: Any


Kind = TypeVar("Kind", bound=Series)


def lock(kind: type[Kind], year: int) -> Kind:
    """The year's row, made when it is not there yet; nobody else gets it until we commit.

    Whoever waited for the lock sees what the one before has committed.
    """
    insert: Any = INSERT[session.get_bind().dialect.name]
    session.execute(insert(kind).values(year=year, last=0).on_conflict_do_nothing())
    wanted = select(kind).where(kind.year == year).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def take(kind: type[Kind], year: int) -> int:
    """The next number of the year, locked until we commit; given back when that fails."""
    insert: Any = INSERT[session.get_bind().dialect.name]
    row = insert(kind).values(year=year, last=1)
    counted = row.on_conflict_do_update(index_elements=["year"], set_={"last": kind.last + 1})
    return int(session.scalars(counted.returning(kind.last)).one())
