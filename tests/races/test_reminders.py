"""Two runs of the job, or a run and a person, at the same time: one letter for each invoice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.reminders import Reminder
from lt_admin.billing.services import reminders
from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.jobs import run_all
from lt_admin.core.outbox import QueuedMail
from tests.billing.late import late_invoice
from tests.factories import user_with

pytestmark = pytest.mark.race
LATER = datetime(2026, 8, 1, 10, tzinfo=UTC)


def prepared(count):
    """So many late invoices; the ids."""
    with transaction():
        coordinator = user_with(Role.COORDINATOR)
        return [late_invoice(by=coordinator).id for _ in range(count)], coordinator.id


def letters_of_each():
    rows = session.execute(
        select(Reminder.invoice_id, func.count()).group_by(Reminder.invoice_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def test_jobs_at_once_send_one_letter_for_each_invoice(house, all_at_once):
    with house.app_context():
        ids, _coordinator = prepared(6)
        before = session.scalar(select(func.count(QueuedMail.id)))

    def run(_number):
        with clock.at(LATER):
            return run_all([("reminders", reminders.run_job)])[0]

    done = all_at_once(4, run)
    assert [each.error for each in done] == [None] * 4
    assert sum(each.done for each in done) == 6
    with house.app_context():
        assert letters_of_each() == dict.fromkeys(ids, 1)
        assert session.scalar(select(func.count(QueuedMail.id))) == before + 6


def test_a_person_and_the_job_at_once_send_one(house, all_at_once):
    with house.app_context():
        ids, _coordinator = prepared(3)

    def send(number):
        with clock.at(LATER):
            return reminders.run_job() if number % 2 else _by_hand(ids)

    all_at_once(4, send)
    with house.app_context():
        assert letters_of_each() == dict.fromkeys(ids, 1)


def _by_hand(ids):
    with transaction():
        return reminders.send_picked(ids, by=user_with(Role.COORDINATOR))
