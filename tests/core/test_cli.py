"""The command line: exit codes, and one clear line for what is refused."""

from __future__ import annotations

import dataclasses
import os
import signal
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from lt_admin.app import cli, create_app
from lt_admin.config import BadSetting
from lt_admin.core import audit
from lt_admin.core.clock import stand_still
from lt_admin.core.db import session as db_session
from lt_admin.core.foundation import the_foundation

INSTANT = datetime(2026, 7, 1, 7, tzinfo=UTC)


@pytest.fixture
def run(app):
    """Run one command in this process, on the test's database."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(cli, words)


@pytest.fixture
def with_jobs(app, monkeypatch):
    return lambda *jobs: monkeypatch.setitem(app.extensions, "jobs", jobs)


@pytest.fixture
def standing(app, settings, monkeypatch):
    """A clock that was made to stand, by the setting."""
    monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(settings, clock=INSTANT))


def is_one_line(text):
    return text.endswith("\n") and text.count("\n") == 1


def test_jobs_run_once_and_say_what_they_did(run, with_jobs):
    with_jobs(("first", lambda: 2), ("second", lambda: 0))

    result = run("jobs", "run")

    assert (result.exit_code, result.stdout) == (0, "first: 2\nsecond: 0\n")


def test_a_job_that_fails_is_an_exit_of_one_and_a_line_on_standard_error(run, with_jobs):
    with_jobs(("broken", lambda: 1 // 0), ("second", lambda: 5))

    result = run("jobs", "run")

    assert (result.exit_code, result.stdout) == (1, "second: 5\n")
    assert result.stderr == "broken: ZeroDivisionError: integer division or modulo by zero\n"


def test_the_jobs_of_the_house_can_be_run_twice(run, session):
    assert [run("jobs", "run").exit_code for _ in range(2)] == [0, 0]


def test_what_is_refused_is_one_line_and_nothing_on_standard_output(run, session, coordinator):
    facts = ("--name", "Ilse", "--role", "board")

    result = run("user", "add", coordinator.email, *facts)

    assert (result.exit_code, result.stdout) == (1, "")
    assert is_one_line(result.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("user", "add"),
        ("user", "add", "a@b.example", "--name", "A", "--role", "king"),
        ("jobs", "run", "--fast"),
        ("backup", "restore", "/nowhere/at/all"),
    ],
)
def test_wrong_use_is_an_exit_of_two(run, words):
    assert run(*words).exit_code == 2


def test_a_standing_clock_is_refused_outside_the_demo(run, session, standing):
    result = run("user", "add", "a@b.example", "--name", "A", "--role", "board")

    assert result.exit_code == 1
    assert "LT_ADMIN_CLOCK" in result.stderr
    assert is_one_line(result.stderr)


def test_a_standing_clock_is_fine_in_the_demo(run, session, standing):
    the_foundation().is_demo = True
    db_session.commit()

    assert run("user", "add", "a@b.example", "--name", "A", "--role", "board").exit_code == 0


@pytest.fixture
def lone(settings, tmp_path):
    """Build an application on an SQLite database of this test alone; `clock` as the setting."""
    engines = []

    def build(clock=None):
        url = f"sqlite:///{tmp_path / 'own.sqlite'}"
        app = create_app(dataclasses.replace(settings, database_url=url, clock=clock))
        engines.append(app.extensions["engine"])
        return app

    yield build
    stand_still(None)
    for engine in engines:
        engine.dispose()


def of(app, *words):
    return app.test_cli_runner().invoke(cli, words)


def test_no_application_starts_on_a_used_database_with_a_standing_clock(lone):
    app = lone()
    of(app, "db", "upgrade")
    of(app, "user", "add", "a@b.example", "--name", "A", "--role", "board")

    with pytest.raises(BadSetting):
        lone(clock=INSTANT)


def test_an_empty_installation_may_become_the_demo(lone):
    assert of(lone(clock=INSTANT), "db", "upgrade").exit_code == 0
    assert lone(clock=INSTANT)


def test_a_bad_setting_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("LT_ADMIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LT_ADMIN_BASE_URL", "nowhere")

    result = CliRunner().invoke(cli, ("db", "upgrade"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "LT_ADMIN_BASE_URL must be an http or https address\n"


def test_a_database_without_tables_is_told_in_one_line(lone):
    result = of(lone(), "jobs", "run")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "lt-admin db upgrade" in result.stderr
    assert is_one_line(result.stderr)


def test_migrating_is_safe_to_repeat(lone):
    app = lone()

    assert [of(app, "db", "upgrade").exit_code for _ in range(2)] == [0, 0]
    assert of(app, "jobs", "run").exit_code == 0


@pytest.fixture
def _own_signals():
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


@pytest.mark.usefixtures("_own_signals")
def test_jobs_go_on_until_told_to_stop_and_finish_their_round(run, with_jobs):
    rounds = []

    def count():
        rounds.append(1)
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return len(rounds)

    with_jobs(("count", count), ("last", lambda: 0))

    result = run("jobs", "work", "--every", "0")

    assert (result.exit_code, result.stdout.split("\n")[-3:]) == (0, ["count: 3", "last: 0", ""])


def test_something_happened_once_the_log_has_a_line(session, coordinator):
    assert not audit.has_entries()
    audit.record("user:signed_in", coordinator, by=coordinator)

    assert audit.has_entries()
