"""Work that a timer starts: each job alone, in its own transaction, safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.orm import Model
from lt_admin.core.series import INSERT

Job = Callable[[], int]


class JobRun(Model):
    """How the last run of one job went."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(unique=True)
    waits_since: Mapped[datetime] = mapped_column(default=clock.now)  # its last success
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True)
class Outcome:
    """What came of one job: how many things it did, or why it did not."""

    name: str
    done: int = 0
    error: str | None = None


def run_all(jobs: Sequence[tuple[str, Job]]) -> list[Outcome]:
    """Run every job once; one that fails keeps no other from running."""
    return [_run(name, job) for name, job in jobs]


def lag_minutes() -> int | None:
    """Minutes since the job that waits longest last went well; None before the first run."""
    since = session.scalars(select(func.min(JobRun.waits_since))).one()
    return None if since is None else max(0, int((clock.now() - since).total_seconds() // 60))


def _run(name: str, job: Job) -> Outcome:
    try:
        with transaction():
            row = _own(name)
            done = job()
            row.waits_since, row.failed_at, row.error = clock.now(), None, None
    except Exception as error:  # noqa: BLE001 - whatever it was, the other jobs go on
        words = f"{type(error).__name__}: {error}"
        with transaction():
            row = _own(name)
            row.failed_at, row.error = clock.now(), words
        return Outcome(name, error=words)
    return Outcome(name, done)


def _own(name: str) -> JobRun:
    """The job's row; the same job elsewhere waits until we commit."""
    insert: Any = INSERT[session.get_bind().dialect.name]
    session.execute(
        insert(JobRun).values(name=name, waits_since=clock.now()).on_conflict_do_nothing()
    )
    wanted = select(JobRun).where(JobRun.name == name).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()
