"""W1: the month-end run. 120 invoices of 12 lines through the run itself, one by one durable.

Large does 1,200 on top of what stands there already: what one invoice costs may not grow.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from benchmarks import w1_floor
from benchmarks.databases import houses
from benchmarks.pairs import in_turn
from benchmarks.rows import Row, median
from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoice_sums import InvoiceSeries
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.runs import find_run, progress_of
from lt_admin.billing.services.runs import start_run, work_through
from lt_admin.core.db import session, transaction
from tests.billing.run_factories import drafts_in_bulk
from tests.counting import counted
from tests.factories import user_with

LINES, REVIEWS, FOR_EVER = 12, 4, 86_400.0
COUNTS, PAIRS = {"small": 120, "large": 1200}, {"small": 7, "large": 3}


def measure(size: str) -> list[Row]:
    """Ours and the floor on each database."""
    return [_measured(name, app, url, size) for name, app, url in houses()]


def _measured(name: str, app: Flask, url: str, size: str) -> Row:
    count, facts = COUNTS[size], _Facts(app)
    with app.app_context(), transaction():
        user_with(Role.COORDINATOR)
    found = in_turn(
        lambda: _ours(app, count, facts),
        lambda: _floor(app, url, count),
        count=PAIRS[size],
    )
    return Row("W1 an invoice", name, found.ours, found.floor, found.yards, facts.told())


class _Facts:
    """What is counted along the way."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.cpu: list[float] = []
        self.statements: list[float] = []
        self.memory: list[int] = []

    def told(self) -> dict[str, object]:
        """In words, with what must hold afterwards."""
        with self.app.app_context():
            numbers = session.scalars(select(Invoice.number).where(Invoice.number.is_not(None)))
            found = sorted(int(number.split("-")[1]) for number in numbers)
            last = session.scalar(select(func.max(InvoiceSeries.last)))
        return {
            "CPU of ours, ms an invoice": round(median(self.cpu), 1),
            "SQL statements an invoice": round(median(self.statements), 2),
            "resident memory after each run, MiB": self.memory,
            "gaps and doubles": last - len(found) + len(found) - len(set(found)),
        }


@contextmanager
def _drafts(app: Flask, count: int) -> Iterator[list[int]]:
    with app.app_context(), transaction():
        by = session.scalars(select(User)).first()
        made = drafts_in_bulk(count, lines=LINES, reviews=REVIEWS, by=by)
        session.flush()
        numbers = [draft.id for draft in made]
    yield numbers


def _ours(app: Flask, count: int, facts: _Facts) -> float:
    with _drafts(app, count) as numbers, app.app_context(), transaction():
        drafts = session.scalars(select(Invoice).where(Invoice.id.in_(numbers))).all()
        by = session.scalars(select(User)).first()
        number = start_run(drafts, mails_at_once=True, by=by).id
    with app.app_context(), counted(app.extensions["engine"]) as sent:
        run, cpu = find_run(number), time.process_time()
        taken = _milliseconds(lambda: work_through(run, seconds=FOR_EVER))
        facts.cpu.append((time.process_time() - cpu) * 1000 / count)
        facts.statements.append(len(sent) / count)
        if progress_of(run).issued != count:
            raise AssertionError("not all were issued")
    facts.memory.append(_resident())
    return taken / count


def _floor(app: Flask, url: str, count: int) -> float:
    with _drafts(app, count) as numbers:
        return _milliseconds(lambda: w1_floor.issue_all(url, numbers)) / count


def _milliseconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _resident() -> int:
    """MiB that this process holds now; at most ever, where the system does not tell."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() // 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
