"""Databases that were migrated already: made once a process, then copied."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lt_admin.core import migrate
from lt_admin.core.db import new_engine


def migrated_file(path: Path) -> str:
    """The address of a migrated SQLite database, made at `path`."""
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.sqlite"
        _bring_up_to_date(f"sqlite:///{path}")
        return path.read_bytes()


@contextmanager
def own_postgres(server, *, template="template1"):
    """The address of a database on `server` that is gone afterwards, made as `template`."""
    name = f"own_{secrets.token_hex(6)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as admin:
        admin.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        admin.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@cache
def migrated_template(server) -> str:
    """The name of a migrated database on `server`, to make others as; nobody works in it."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as admin:
        admin.execute(sa.text("CREATE DATABASE migrated"))
    url = make_url(server).set(database="migrated").render_as_string(hide_password=False)
    _bring_up_to_date(url)
    return "migrated"


def _bring_up_to_date(url):
    engine = new_engine(url)
    with engine.begin() as connection:
        migrate.upgrade(connection)
    engine.dispose()
