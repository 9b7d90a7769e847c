"""Migrations, with Alembic: the schema is built and changed here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).parents[2] / "migrations"


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema up to date, or to `revision`; safe to repeat."""
    command.upgrade(configuration(connection), revision)


@contextmanager
def reshaping(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables in use may be made anew.

    SQLite changes a table by making it anew, which its references would not allow meanwhile; they
    are checked at the end instead, and RuntimeError is raised when one leads nowhere.
    """
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.driver_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError("after the migration a reference leads nowhere")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def revision_of(connection: Connection) -> str | None:
    """Which migration the schema was last brought to; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def is_up_to_date(connection: Connection) -> bool:
    """Whether the schema is the newest one."""
    scripts = ScriptDirectory.from_config(configuration(connection))
    found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(scripts.get_heads())
