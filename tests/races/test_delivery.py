"""Deliverers at the same time: every mail goes out, and none twice."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from sqlalchemy import select

from lt_admin.core import outbox
from lt_admin.core.db import session as db_session
from lt_admin.core.db import transaction
from lt_admin.core.outbox import Mail, QueuedMail, deliver_pending
from tests.core.mail_server import Desk, mail_server

pytestmark = pytest.mark.race
PEOPLE = [f"p{number}@lt-demo.example" for number in range(24)]


def queue_all():
    with transaction():
        for person in PEOPLE:
            outbox.queue(Mail(person, "Onderwerp", "Tekst"))


def test_two_deliverers_send_each_mail_once(house, all_at_once):
    desk = Desk()
    with house.app_context():
        queue_all()

    with mail_server(desk) as place:
        changed = dataclasses.replace(house.extensions["settings"], smtp_url=f"smtp://{place}")
        house.extensions["settings"] = changed
        counts = all_at_once(4, lambda _: deliver_pending())

    assert sum(counts) == len(PEOPLE)
    assert Counter(letter["To"] for letter in desk.letters) == Counter(PEOPLE)
    with house.app_context():
        assert all(mail.sent_at for mail in db_session.scalars(select(QueuedMail)))


def test_a_slow_mail_server_keeps_nobody_from_writing(house, monkeypatch):
    with house.app_context():
        queue_all()
        monkeypatch.setattr("lt_admin.core.transport.Files.send", lambda *_: queue_one(house))

        assert deliver_pending() >= len(PEOPLE)


def queue_one(house):
    """What another person's request does while a mail is on its way."""
    with house.app_context(), transaction():
        db_session.add(QueuedMail(recipient="x", subject="", text="", language="nl", attempts=99))
        db_session.flush()
        db_session.rollback()
