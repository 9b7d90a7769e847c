"""Installations with a database of their own, for tests with several real connections at once."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import migrate


@pytest.fixture
def own_url(database, database_url, tmp_path):
    """The address of an empty database of this test alone."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'own.sqlite'}"
        return
    name = f"own_{secrets.token_hex(6)}"
    engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as admin:
        admin.execute(sa.text(f"CREATE DATABASE {name}"))
        yield make_url(database_url).set(database=name).render_as_string(hide_password=False)
        admin.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def house(own_url, tmp_path):
    """An application on its own migrated database, its data folder and its own clock."""
    app = create_app(Settings(tmp_path, own_url, "a key for races"))
    engine = app.extensions["engine"]
    with engine.begin() as connection:
        migrate.upgrade(connection)
    yield app
    engine.dispose()


@pytest.fixture
def all_at_once(house):
    """Run `deed(number)` in `count` threads that start together, each with its own session.

    Gives what each returned, or the exception it raised, in order of number.
    """

    def run(count, deed):
        gate = Barrier(count)

        def one(number):
            gate.wait()
            with house.app_context():
                try:
                    return deed(number)
                except Exception as error:  # noqa: BLE001 - the test looks at it
                    return error

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    return run
