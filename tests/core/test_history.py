"""The audit log in words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from lt_admin.accounts import services
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock, history
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from lt_admin.core.events import EVENTS
from lt_admin.core.i18n import speaking
from lt_admin.core.naming import labels
from lt_admin.core.sentences import SENTENCES
from tests.factories import user_with


def test_every_event_has_its_sentence_and_its_kind():
    assert set(EVENTS) - set(SENTENCES) == set(), "core/sentences.py says what an event means"
    assert {event.partition(":")[0] for event in EVENTS} == set(history.KINDS)


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sentence_uses_only_what_its_event_declares(app, name, language):
    with speaking(language):
        used = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[name])))

    assert used <= EVENTS[name] | {"subject"}


def entry(**facts):
    standard = {"actor": audit.SYSTEM, "event": "user:signed_in", "subject": "user:1", "facts": {}}
    db_session.add(AuditEntry(**standard | facts))
    db_session.flush()


def told(session, language="nl"):
    rows = session.query(AuditEntry).order_by(AuditEntry.id).all()
    with speaking(language):
        return list(history.tell(rows).values())


def test_people_and_things_come_out_by_name(session, coordinator, board):
    services.send_password_link(board, by=coordinator)
    audit.record("user:added", board, by=audit.SYSTEM, role="board")

    link, added = told(session)

    assert (link.who, link.what) == ("Ilse Modelhof", "Link gemaakt voor Vera Bestuur")
    assert (added.who, added.what) == ("Het systeem", "Account gemaakt voor Vera Bestuur")


def test_facts_come_out_as_people_write_them(session, coordinator):
    facts = {"number": "2026-0001", "cents": "123450", "sha256": "x"}
    entry(event="invoice:issued", subject="invoice:1", facts=facts)
    entry(event="reviewer:level_set", facts={"level": "x", "valid_from": "2026-03-01"})

    dutch, english = (told(session, each) for each in ("nl", "en"))

    assert dutch[0].what.replace("\u00a0", " ") == "Factuur 2026-0001 uitgereikt: € 1.234,50"
    assert "01-03-2026" in dutch[1].what
    assert "1 Mar 2026" in english[1].what.replace("\u00a0", " ")


def test_what_is_gone_or_has_no_name_is_still_told(session):
    entry(subject="user:999999", event="user:deactivated", actor="contact:999999")
    entry(subject="mystery:1", event="user:added", facts={"role": "board"})
    entry(event="rate:set", facts={"cents": "not a number", "valid_from": "2026"})

    assert told(session)[0].who == "contact:999999"
    assert "user 999999" in told(session)[0].what
    assert "not a number" in told(session)[2].what


def test_a_long_log_costs_no_more_statements_than_a_short_one(session, coordinator):
    counts = []
    for _ in range(2):
        people = [user_with(Role.REVIEWER) for _ in range(10)]
        for each in people:
            audit.record("user:signed_in", each, by=each)
        counts.append(statements(session, lambda: told(session)))

    assert counts[0] == counts[1]


def statements(session, work):
    """How many statements `work` takes."""
    found = []

    def count(*facts):
        found.append(facts[2])

    session.flush()
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", count)
    work()
    event.remove(connection, "before_cursor_execute", count)
    return len(found)


def test_labels_of_nothing_are_nothing(session):
    assert labels([]) == {}
    assert labels(["system", "user:x", "nothing:1"]) == {}


def log(client, query=""):
    return client.page(f"/audit{query}").text


def test_the_page_is_for_those_who_may_read_it(client_of, coordinator, treasurer, board, stranger):
    for user in (coordinator, treasurer, board):
        assert client_of(user).get("/audit").status_code == 200
    assert client_of(stranger).get("/audit").status_code == 403


def test_the_page_is_narrowed_by_kind_person_and_day(session, client_of, coordinator, board):
    with clock.at(clock.now() - timedelta(days=9)):
        audit.record("user:signed_in", board, by=board)
        session.flush()
    services.send_password_link(board, by=coordinator)
    client, week_ago = client_of(coordinator), clock.today() - timedelta(days=7)

    assert "Aangemeld" in log(client)
    assert "Aangemeld" not in log(client, "?kind=link")
    assert "Link gemaakt" not in log(client, "?q=vera")
    assert "Aangemeld" not in log(client, f"?from={week_ago:%d-%m-%Y}")
    assert "Link gemaakt" not in log(client, f"?until={week_ago:%d-%m-%Y}")


def test_the_page_turns_by_key(client_of, coordinator):
    for _ in range(60):
        audit.record("user:signed_in", coordinator, by=coordinator)
    client = client_of(coordinator)

    page = client.page("/audit")
    onward = [node.get("href") for node in page.all("a") if "at=" in (node.get("href") or "")]

    assert page.text.count("Aangemeld") == 50
    assert client.page(onward[0]).text.count("Aangemeld") == 10


def test_the_log_can_be_taken_along_with_all_its_facts(client_of, coordinator):
    audit.record("user:added", coordinator, by=audit.SYSTEM, role="board")

    text = client_of(coordinator).get("/audit?as=csv").text

    assert "user:added" in text
    assert "board" in text
