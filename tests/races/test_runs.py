"""An invoice run whose process is killed again and again, and two who work on it at once."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import String, cast, func, select

from lt_admin.accounts.models import MailLink
from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoice_sums import InvoiceSeries
from lt_admin.billing.models.invoices import Invoice, InvoiceLine, InvoiceState
from lt_admin.billing.models.runs import InvoiceRunItem, RunItemState
from lt_admin.billing.queries.runs import find_run, progress_of
from lt_admin.billing.services.runs import start_run, work_through
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import reading, session, transaction
from lt_admin.core.outbox import MailAttachment, QueuedMail
from tests.billing.run_factories import drafts_in_bulk
from tests.factories import user_with

pytestmark = pytest.mark.race
HOME = Path(__file__).parents[2]
DRAFTS, KILLS = 200, 20
PATIENCE = 60.0


def started(house, count, *, mails_at_once=True):
    """A run of so many drafts; its id."""
    with house.app_context(), transaction():
        by = user_with(Role.COORDINATOR)
        drafts = drafts_in_bulk(count, by=by)
        run = start_run(drafts, mails_at_once=mails_at_once, by=by)
        session.flush()
        return run.id


@pytest.fixture
def workers(own_url, tmp_path):
    """Start a worker on a run with `workers(run_id)`; gives the process that serves it."""
    made = []

    def start(run_id):
        command = [sys.executable, "-m", "tests.races.run_worker", own_url, str(tmp_path)]
        server = subprocess.Popen(
            command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        made.append(server)
        return Server(server, run_id)

    yield start
    for server in made:
        server.stdin.close()
        server.wait(PATIENCE)
        server.stdout.close()


class Server:
    """Forks workers; `is_gone` waits until they have ended."""

    def __init__(self, process, run_id):
        self.process, self.run_id = process, run_id

    def fork(self, count=1):
        self.process.stdin.write(f"{self.run_id} {count}\n")
        self.process.stdin.flush()
        return [int(word) for word in self.process.stdout.readline().split()]

    def is_gone(self):
        return self.process.stdout.readline() == "gone\n"


def issued_count():
    return session.scalar(select(func.count()).where(Invoice.number.is_not(None)))


def wait_until_issued(house, count):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with house.app_context(), reading():  # never waits for the worker's write lock
            if issued_count() >= count:
                return
        time.sleep(0.003)
    raise AssertionError("the worker does not work")


def kill_in_the_middle(house, server, count, chance):
    (worker,) = server.fork()
    wait_until_issued(house, count)
    time.sleep(chance.uniform(0, 0.05))  # anywhere in the making of the next one
    os.kill(worker, signal.SIGKILL)
    assert server.is_gone()


def about(event):
    """How many audit rows of this event each invoice has."""
    wanted = select(AuditEntry.subject, func.count()).where(AuditEntry.event == event)
    return dict(session.execute(wanted.group_by(AuditEntry.subject)).all())


def rows():
    size, sent = func.length(Invoice.pdf), func.length(MailAttachment.content)
    lines = select(func.count(InvoiceLine.id)).where(InvoiceLine.invoice_id == Invoice.id)
    subject = "invoice:" + cast(Invoice.id, String)
    mails = select(func.sum(sent)).join(QueuedMail).where(QueuedMail.about == subject)
    links = select(func.count(MailLink.id)).where(MailLink.subject == subject)
    item = (
        select(InvoiceRunItem.state)
        .where(InvoiceRunItem.invoice_id == Invoice.id)
        .scalar_subquery()
    )
    columns = (Invoice.id, Invoice.number, Invoice.state, Invoice.version, Invoice.mailed_at)
    parts = (each.scalar_subquery().correlate(Invoice) for each in (lines, mails, links))
    return session.execute(select(*columns, size, item, *parts).order_by(Invoice.number)).all()


def check_each_is_whole_or_untouched(house):
    """Every invoice is issued with all that belongs to it, or is a draft as it was; the count."""
    with house.app_context():
        found, audited = rows(), about("invoice:issued")
        last = session.scalar(select(InvoiceSeries.last)) or 0
    numbers = [number for _id, number, *_rest in found if number]
    assert numbers == [f"{clock.today().year}-{n:04}" for n in range(1, len(numbers) + 1)]
    assert last == len(numbers) == len(audited)
    for id_, number, state, version, mailed_at, size, item, lines, sent, links in found:
        told = audited.get(f"invoice:{id_}", 0)
        if number:
            assert (state, item, lines) == (InvoiceState.ISSUED, RunItemState.ISSUED, 1)
            assert (told, links, sent >= size > 1000) == (1, 1, True)
        else:
            assert (state, item, lines) == (InvoiceState.DRAFT, RunItemState.WAITING, 1)
            assert (told, links, sent, size) == (0, 0, None, None)
            assert (version, mailed_at) == (1, None)
    return len(numbers)


def test_a_run_that_is_killed_twenty_times_leaves_no_gap_no_double_and_no_half_invoice(
    house, workers
):
    run_id = started(house, DRAFTS)
    server, chance = workers(run_id), random.Random(4)

    for kill in range(1, KILLS + 1):
        kill_in_the_middle(house, server, kill * (DRAFTS // KILLS - 1), chance)
        assert check_each_is_whole_or_untouched(house) < DRAFTS
    server.fork()
    assert server.is_gone()

    assert check_each_is_whole_or_untouched(house) == DRAFTS
    with house.app_context():
        kept = session.execute(select(Invoice.pdf, Invoice.pdf_sha256)).all()
        assert all(hashlib.sha256(pdf).hexdigest() == digest for pdf, digest in kept)
        assert progress_of(find_run(run_id)).waiting == 0


def test_two_who_work_on_the_same_run_at_once_issue_each_once(house, workers):
    run_id = started(house, 40)
    server = workers(run_id)

    server.fork(2)
    assert server.is_gone()

    assert check_each_is_whole_or_untouched(house) == 40


def test_many_who_press_go_on_at_once_do_nothing_twice(house, all_at_once):
    run_id = started(house, 12)

    done = all_at_once(4, lambda _: work_through(find_run(run_id), seconds=PATIENCE))

    assert sum(done) == 12
    assert check_each_is_whole_or_untouched(house) == 12
