"""An application on each kind of database, made for the occasion; and its driver laid bare."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy.engine import URL, make_url

from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import migrate
from lt_admin.core.db import PRAGMAS
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


@dataclass(frozen=True, slots=True)
class Raw:
    """A connection of the driver itself, in a transaction; `?` marks a fact in both databases."""

    run: Callable[..., Any]
    many: Callable[..., Any]
    commit: Callable[[], Any]


@contextmanager
def raw_connection(url: str) -> Iterator[Raw]:
    """What a floor works on: committed when the block ends well."""
    address = make_url(url)
    made = _sqlite if address.get_backend_name() == "sqlite" else _postgresql
    with made(address) as raw:
        yield raw
        raw.commit()


@contextmanager
def _sqlite(address: URL) -> Iterator[Raw]:
    with closing(sqlite3.connect(str(address.database), isolation_level=None)) as lite:
        for pragma in PRAGMAS:
            lite.execute(f"PRAGMA {pragma}")
        lite.execute("BEGIN IMMEDIATE")

        def commit() -> None:
            lite.execute("COMMIT")
            lite.execute("BEGIN IMMEDIATE")

        yield Raw(lite.execute, lite.executemany, commit)


@contextmanager
def _postgresql(address: URL) -> Iterator[Raw]:
    host, database = address.query["host"], address.database
    with psycopg.connect(host=host, dbname=database, user=address.username) as pg:
        cursor = pg.cursor()
        yield Raw(
            lambda words, facts=(): pg.execute(words.replace("?", "%s"), facts or None),
            lambda words, rows: cursor.executemany(words.replace("?", "%s"), rows),
            pg.commit,
        )
