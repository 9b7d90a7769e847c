"""Mail: queued with the change, delivered once, tried again, and its secrets forgotten."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from lt_admin.core import clock, outbox, transport
from lt_admin.core.db import session as db_session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.outbox import Attachment, Mail, QueuedMail, deliver_pending
from tests.core.mail_server import Desk, certificate, free_port, mail_server

ANNA = "anna@lt-demo.example"
TEXT = "Beste Anna,\n\ntot morgen, cliënt.\n"


def queued(to=ANNA, **facts):
    standard = {"subject": "Één onderwerp", "text": TEXT}
    outbox.queue(Mail(to=to, **standard | facts))
    db_session.commit()


def the_mail(session):
    return session.scalars(select(QueuedMail)).one()


@pytest.fixture
def set_to(app, settings, monkeypatch):
    """Let the application send through this mail server, or into files with None."""

    def choose(smtp_url, **facts):
        changed = dataclasses.replace(settings, smtp_url=smtp_url, **facts)
        monkeypatch.setitem(app.extensions, "settings", changed)

    return choose


@pytest.fixture
def folder(set_to, tmp_path):
    set_to(None, data_dir=tmp_path)
    return tmp_path / "mail"


def test_without_a_mail_server_each_mail_becomes_a_file(session, folder):
    queued(link="http://127.0.0.1:8000/quote/abc", text="Hier: {link}\n")

    assert deliver_pending() == 1

    [file] = folder.glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert letter["To"] == ANNA
    assert letter["Subject"] == "Één onderwerp"
    assert letter.get_content() == "Hier: http://127.0.0.1:8000/quote/abc\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_long_link_stands_unbroken_in_the_file(session, folder):
    link = "https://administratie.lerende-praktijk.example/quote/" + "x" * 43
    queued(link=link, text="Hier: {link}\n")

    deliver_pending()

    assert link in next(folder.glob("*.eml")).read_text()


def test_a_folder_that_cannot_be_written_leaves_the_mail_for_later(session, folder):
    folder.write_text("a file where the folder should be")
    queued()

    assert deliver_pending() == 0

    assert the_mail(session).sent_at is None
    assert "exists" in the_mail(session).error


def test_the_secret_address_is_forgotten_once_sent(session, folder):
    queued(link="http://127.0.0.1:8000/quote/abc", text="Hier: {link}\n")

    deliver_pending()

    assert the_mail(session).link is None
    assert "{link}" in the_mail(session).text


def test_the_foundation_is_the_sender(session, folder):
    the_foundation().name, the_foundation().email = "Stichting Samen", "post@lt-demo.example"
    queued()

    deliver_pending()

    letter = message_from_bytes(next(folder.glob("*.eml")).read_bytes(), policy=policy.default)
    assert letter["From"] == "Stichting Samen <post@lt-demo.example>"


def test_a_mail_server_gets_text_and_attachments(session, set_to):
    desk = Desk()
    queued(attachments=(Attachment("offerte.pdf", "application/pdf", b"%PDF-1.7"),))

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        assert deliver_pending() == 1

    [letter] = desk.letters
    assert letter.get_body().get_content().split() == [
        "Beste",
        "Anna,",
        "tot",
        "morgen,",
        "cliënt.",
    ]
    [paper] = letter.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == ("offerte.pdf", b"%PDF-1.7")


def test_a_mail_is_sent_once(session, set_to):
    desk = Desk()
    queued()

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        deliver_pending()
        assert deliver_pending() == 0

    assert len(desk.letters) == 1


def test_the_sign_in_at_the_mail_server_takes_a_password_with_signs(session, set_to):
    desk = Desk()
    queued()

    with mail_server(desk, authenticator=desk.authenticate, auth_require_tls=False) as place:
        set_to(f"smtp://post:s3cret%2Fpost@{place}")
        assert deliver_pending() == 1

    assert desk.sign_ins == [("post", "s3cret/post")]


def test_starttls_is_used_when_offered(session, set_to, tmp_path, monkeypatch):
    desk = Desk()
    safe, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    queued()

    with mail_server(desk, tls_context=safe, require_starttls=True) as place:
        set_to(f"smtp://{place}")
        assert deliver_pending() == 1


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(session, set_to, tmp_path):
    desk = Desk()
    safe, _ = certificate(tmp_path)
    queued()

    with mail_server(desk, tls_context=safe, require_starttls=True) as place:
        set_to(f"smtp://{place}")
        assert deliver_pending() == 0

    assert desk.letters == []
    assert "CERTIFICATE" in the_mail(session).error


def test_smtps_is_encrypted_from_the_first_byte(session, set_to, tmp_path, monkeypatch):
    desk = Desk()
    safe, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    queued()

    with mail_server(desk, ssl_context=safe) as place:
        set_to(f"smtps://{place}")
        assert deliver_pending() == 1


def test_a_password_never_crosses_a_network_bare(session, set_to, monkeypatch):
    desk = Desk()
    monkeypatch.setattr(transport, "LOOPBACK", frozenset())
    queued()

    with mail_server(desk, authenticator=desk.authenticate, auth_require_tls=False) as place:
        set_to(f"smtp://post:s3cret%2Fpost@{place}")
        assert deliver_pending() == 0

    assert desk.sign_ins == []
    assert "STARTTLS" in the_mail(session).error


def test_a_server_that_is_away_leaves_the_rest_untouched(session, set_to):
    queued()
    queued(to="ben@lt-demo.example")
    set_to(f"smtp://127.0.0.1:{free_port()}")

    assert deliver_pending() == 0

    tried, waiting = session.scalars(select(QueuedMail).order_by(QueuedMail.id))
    assert (tried.attempts, waiting.attempts) == (1, 0)
    assert "refused" in tried.error


def test_a_refusal_for_good_is_not_tried_again(session, set_to):
    desk = Desk(answers={ANNA: "550 no such person"})
    queued()

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        deliver_pending()

    assert the_mail(session).failed_at is not None
    assert the_mail(session).error == "550 no such person"


def test_a_refusal_for_now_is_tried_again_later(session, set_to):
    desk = Desk(answers={ANNA: "451 come back"})
    queued()

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        deliver_pending()
        desk.answers.clear()
        assert deliver_pending() == 0
        with clock.at(clock.now() + timedelta(minutes=6)):
            assert deliver_pending() == 1

    assert the_mail(session).error is None


def test_the_conversation_that_breaks_off_in_the_middle_loses_nothing(session, set_to):
    desk = Desk(hangs_up_on="ben@lt-demo.example")
    people = [ANNA, "ben@lt-demo.example", "cas@lt-demo.example"]
    for person in people:
        queued(to=person)

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        assert deliver_pending() == 2
        desk.hangs_up_on = None
        with clock.at(clock.now() + timedelta(minutes=6)):
            assert deliver_pending() == 1

    assert [letter["To"] for letter in desk.letters] == [people[0], people[2], people[1]]


def test_waits_grow_and_after_the_last_attempt_a_person_must_look(session, set_to):
    queued()
    set_to(f"smtp://127.0.0.1:{free_port()}")

    waits, now = [], clock.now()
    while the_mail(session).failed_at is None:
        with clock.at(now):
            deliver_pending()
        waits.append((the_mail(session).due_at - now) // timedelta(minutes=1))
        now = the_mail(session).due_at

    assert waits == [5, 10, 20, 40, 80, 160, 240, 240, 240, 240]


def test_a_mail_that_failed_can_begin_anew(session, set_to, folder):
    queued(to="not\nan address")
    deliver_pending()
    mail = the_mail(session)
    assert mail.failed_at is not None

    mail.recipient = ANNA
    mail.try_again()

    assert deliver_pending() == 1


def test_a_mail_that_cannot_be_made_does_not_hold_up_the_others(session, folder):
    queued(subject="one\ntwo")
    queued()

    assert deliver_pending() == 1


def test_a_very_long_line_still_travels(session, set_to):
    desk = Desk()
    queued(text="é" * 2000)

    with mail_server(desk) as place:
        set_to(f"smtp://{place}")
        deliver_pending()

    assert desk.letters[0].get_content().strip() == "é" * 2000


def test_a_deliverer_that_dies_leaves_the_mail_for_the_next(session, folder, monkeypatch):
    queued()
    monkeypatch.setattr(
        transport.Files, "send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        deliver_pending()
    monkeypatch.undo()

    assert the_mail(session).sent_at is None
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert deliver_pending() == 1
