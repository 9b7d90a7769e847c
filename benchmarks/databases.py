"""An application on each kind of database, made for the occasion."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import migrate
from tests.postgres import temporary_postgres


def houses() -> Iterator[tuple[str, Flask, str]]:
    """(name, application, address of the database): first SQLite, then PostgreSQL with fsync."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        with _house(url, folder) as app:
            yield "SQLite", app, url
    with (
        tempfile.TemporaryDirectory() as folder,
        temporary_postgres(is_durable=True) as url,
        _house(url, folder) as app,
    ):
        yield "PostgreSQL", app, url


@contextmanager
def _house(url: str, folder: str) -> Iterator[Flask]:
    app = create_app(Settings(Path(folder), url, "a key for benchmarks"))
    with app.extensions["engine"].begin() as connection:
        migrate.upgrade(connection)
    yield app
    app.extensions["engine"].dispose()
