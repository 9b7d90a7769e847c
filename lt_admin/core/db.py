"""The session: one request or command, one transaction; nothing else commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.local import LocalProxy

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)


def _current_session() -> Session:
    if "session" not in g:
        # A read takes no write lock on SQLite: it begins deferred.
        reads = has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
        g.session = _new_session(readonly=reads)
    found: Session = g.session
    return found


session: Session = LocalProxy(_current_session)  # type: ignore[assignment]


def _new_session(*, readonly: bool) -> Session:
    options = {"readonly": True} if readonly else {}
    made: Session = current_app.extensions["new_session"](execution_options=options)
    return made


def _commit() -> None:
    """The one place that commits; what must happen last in every transaction happens first."""
    current_app.extensions["before_commit"]()
    session.commit()


def _end_of_request(response: Response) -> Response:
    if request.method == "POST" and response.status_code < 400 and "session" in g:
        _commit()
    return response


def _close(_error: BaseException | None) -> None:
    if (open_session := g.pop("session", None)) is not None:
        open_session.close()


@contextmanager
def transaction() -> Iterator[None]:
    """For commands and jobs: commit when the block ends well, roll back when it raises."""
    try:
        yield
        _commit()
    except BaseException:
        session.rollback()
        session.info.clear()  # what was remembered of this transaction
        raise


@contextmanager
def reading() -> Iterator[None]:
    """Inside the block `session` is one that only reads, and holds nothing afterwards.

    For slow work between reading and writing: SQLite's one write lock is not held meanwhile.
    """
    outer, g.session = g.pop("session", None), _new_session(readonly=True)
    try:
        yield
    finally:
        g.pop("session").close()
        if outer is not None:
            g.session = outer


def insert_many(table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert many rows in few statements; their ids, in the order of `rows`.

    PostgreSQL keeps the order when asked. SQLite gives ids upwards in the order of the rows, and
    nobody else writes meanwhile; asked for the order it would take a statement a row.
    """
    if not rows:
        return []
    keeps_order = session.get_bind().dialect.name != "sqlite"
    made = insert(table).returning(table.c.id, sort_by_parameter_order=keeps_order)
    ids = [int(key) for key in session.scalars(made, rows)]
    return ids if keeps_order else sorted(ids)


def new_engine(url: str, **options: Any) -> Engine:
    """An engine on which BEGIN means BEGIN, on SQLite too (pysqlite would delay it)."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, **options)
    arguments = {"timeout": 30, "isolation_level": None, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, **options)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_reading = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN DEFERRED" if is_reading else "BEGIN IMMEDIATE")

    return engine


def init_app(app: Flask, url: str, before_commit: Callable[[], None]) -> None:
    """Commit after a POST that succeeded; roll back after everything else.

    `before_commit` is called last in every transaction that commits.
    """
    engine = new_engine(url)
    app.extensions["before_commit"] = before_commit
    app.extensions["engine"] = engine
    app.extensions["new_session"] = sessionmaker(engine, expire_on_commit=False)
    app.after_request(_end_of_request)
    app.teardown_appcontext(_close)
