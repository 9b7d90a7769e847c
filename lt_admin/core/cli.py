"""The command line: what every command shares, and the commands of the house itself."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, FlaskGroup
from sqlalchemy.exc import DatabaseError

from lt_admin.config import BadSetting
from lt_admin.core import backup as copies
from lt_admin.core import chain, migrate
from lt_admin.core import jobs as work
from lt_admin.core.steps import Refused

db = AppGroup("db", help="The database.")
jobs = AppGroup("jobs", help="Work that a timer starts.")
backup = AppGroup("backup", help="Copies of everything.")
audit = AppGroup("audit", help="The log of who did what.")


class Commands(FlaskGroup):
    """Exit 0 done, 1 refused with one line on standard error, 2 wrong use."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run one command."""
        try:
            return super().main(*args, **options)
        except (BadSetting, Refused) as refused:
            _stop(str(refused))
        except DatabaseError as error:
            _stop(f"The database refused (try: lt-admin db upgrade): {error.orig}")


def _stop(words: str) -> None:
    click.echo(" ".join(words.split()), err=True)
    sys.exit(1)


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database up to date; safe to repeat."""
    with migrate.reshaping(current_app.extensions["engine"]) as connection:
        migrate.upgrade(connection)


@jobs.command("run")
def run_jobs() -> None:
    """Run every due job once, for a timer; safe to repeat."""
    if not _round():
        sys.exit(1)


@jobs.command("work")
@click.option("--every", default=60, show_default=True, help="Seconds between two rounds.")
def work_on(every: int) -> None:
    """Run every due job again and again, until told to stop."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        _round()
        stop.wait(every)


def _round() -> bool:
    """Run every job and say what came of it; whether all went well."""
    outcomes = work.run_all(current_app.extensions["jobs"])
    for each in outcomes:
        said = f"{each.name}: {each.done if each.error is None else each.error}"
        click.echo(" ".join(said.split()), err=each.error is not None)
    return all(each.error is None for each in outcomes)


@backup.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create_backup(file: Path) -> None:
    """Write everything into FILE, while the application runs."""
    click.echo(f"{copies.create(file)} rows")


@backup.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore_backup(file: Path) -> None:
    """Read everything from FILE, into an empty installation only."""
    click.echo(f"{copies.restore(file)} rows")


@audit.command("verify")
def verify_audit() -> None:
    """Walk the chain of the audit log; stops at the first line that is not what it was."""
    if (found := chain.first_break()) is not None:
        raise click.ClickException(f"The audit chain is broken: {found.words}.")
    place, last = chain.head()
    click.echo(f"{place} lines, {last}")


COMMANDS = (audit, db, jobs, backup)
