"""Installations with a database of their own, for tests with several real connections at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lt_admin.app import create_app
from lt_admin.config import Settings
from tests.migrated import migrated_file, migrated_template, own_postgres


@pytest.fixture
def own_url(database, database_url, tmp_path):
    """The address of a migrated database of this test alone."""
    if database == "sqlite":
        yield migrated_file(tmp_path / "own.sqlite")
        return
    with own_postgres(database_url, template=migrated_template(database_url)) as url:
        yield url


@pytest.fixture
def house(own_url, tmp_path):
    """An application on its own migrated database, its data folder and its own clock."""
    app = create_app(Settings(tmp_path, own_url, "a key for races"))
    yield app
    app.extensions["engine"].dispose()


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
