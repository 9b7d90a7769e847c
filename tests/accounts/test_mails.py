"""The pages of outgoing mail."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import clock, outbox
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import Attachment, Mail, QueuedMail
from lt_admin.core.steps import WrongState
from tests.accounts.factories import events
from tests.factories import user_with
from tests.strangers import answers_alike

SECRET = "http://127.0.0.1:8000/quote/geheim"
PAPER = Attachment("offerte.pdf", "application/pdf", b"%PDF")


def mail_with(to="anna@lt-demo.example", **facts):
    mail = Mail(to, "De offerte", "Hier is de link: {link}", link=SECRET, attachments=(PAPER,))
    outbox.queue(mail)
    db_session.flush()
    queued = db_session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    for key, value in facts.items():
        setattr(queued, key, value)
    return queued


def failed(**facts):
    return mail_with(failed_at=clock.now(), error="550 no such person", attempts=3, **facts)


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def test_the_list_tells_how_far_each_mail_has_come(client):
    mail_with("a@lt-demo.example")
    mail_with("b@lt-demo.example", sent_at=clock.now())
    failed(to="c@lt-demo.example")

    text = client.page("/mails").text
    only = client.page("/mails?state=failed").text

    assert all(word in text for word in ("wacht", "verstuurd", "mislukt", "550 no such person"))
    assert "c@lt-demo.example" in only
    assert "a@lt-demo.example" not in only


def test_the_page_says_that_no_mail_server_is_set(client):
    assert "geen mailserver ingesteld" in client.page("/mails").text


def test_a_mail_is_shown_without_its_secret_address(client):
    page = client.page(f"/mails/{mail_with().id}")

    assert "Hier is de link: {link}" in page.text
    assert "offerte.pdf" in page.text
    assert SECRET not in page.html


def test_a_mail_that_is_tried_again_says_when(client):
    mail = mail_with(error="451 come back", attempts=1)

    assert "nieuwe poging" in client.page(f"/mails/{mail.id}").text


def test_a_mail_that_failed_is_put_back_in_the_queue(client):
    mail = failed()
    url = f"/mails/{mail.id}"

    answer = client.post_form(f"{url}/resend", page=url)

    assert answer.location == url
    assert (mail.failed_at, mail.error, mail.attempts) == (None, None, 0)
    assert events() == ["mail:resent"]


def test_a_mail_that_did_not_fail_is_not_sent_again(client, coordinator):
    mail = mail_with(sent_at=clock.now())

    answer = client.post_form(f"/mails/{mail.id}/resend", page="/account")

    assert answer.status_code == 409
    with pytest.raises(WrongState):
        outbox.resend(mail, by=coordinator)


def test_a_mail_of_no_number_is_nothing_here(client):
    assert client.get("/mails/999999").status_code == 404
    assert client.post_form("/mails/999999/resend", page="/account").status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.BOARD])
def test_the_pages_are_closed_to_others(client_of, role, session):
    stranger, mail = client_of(user_with(role)), failed()

    assert answers_alike(stranger, "/mails/{}", mail.id) == 403
    assert answers_alike(stranger, "/mails/{}/resend", mail.id, posts=True) == 403
    assert mail.failed_at is not None
