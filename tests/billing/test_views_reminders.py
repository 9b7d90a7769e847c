"""The pages of reminders, holds, levels and interest: by the right person, and by others."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lt_admin.billing.models.reminders import InterestRate, ReminderHold
from lt_admin.billing.queries import reminders as queries
from lt_admin.billing.services import reminders as services
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from tests.billing.late import FIRST, late_invoice, levels_sent, on


def test_the_page_shows_the_mail_and_the_letter_that_go_today(client_of, coordinator):
    invoice = late_invoice(by=coordinator)
    client = client_of(coordinator)
    with on(7, FIRST):
        text = client.page("/reminders").text
        letter = client.get(f"/invoices/{invoice.id}/reminder")

    assert f"Herinnering: factuur {invoice.number}" in text
    assert "Misschien is het u ontgaan" in text
    assert invoice.number in PdfReader(BytesIO(letter.data)).pages[0].extract_text()
    assert levels_sent() == []


def test_the_picked_ones_are_sent(client_of, coordinator):
    first, second = late_invoice(by=coordinator), late_invoice(by=coordinator)
    client = client_of(coordinator)
    with on(7, FIRST):
        token = client.page("/reminders").token()
        client.post("/reminders/send", data={"csrf_token": token, "invoice": [first.id]})
        client.post("/reminders/send", data={"csrf_token": token, "invoice": ["x"]})
    assert [levels_sent(first), levels_sent(second)] == [[1], []]


def test_what_went_is_listed_exported_and_read(client_of, coordinator, treasurer):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        sent = services.send_reminder(invoice, by=coordinator)
        db_session.flush()
    client = client_of(treasurer)

    assert invoice.number in client.page("/reminders/sent?level=1").text
    assert invoice.number not in client.page("/reminders/sent?level=2").text
    assert client.get("/reminders/sent?as=csv").status_code == 200
    assert client.get(f"/reminders/{sent.id}/paper").data == sent.pdf
    assert client.get("/reminders/999999/paper").status_code == 404


def test_an_invoice_waits_and_goes_on(client_of, coordinator):
    invoice = late_invoice(by=coordinator)
    client = client_of(coordinator)
    with on(7, FIRST):
        facts = {"reason": "zoekt het ordernummer", "until": "31-7-2026"}
        client.submit(f"/invoices/{invoice.id}/hold", facts)
        (made,) = db_session.scalars(select(ReminderHold)).all()
        assert "zoekt het ordernummer" in client.page(f"/invoices/{invoice.id}").text
        page = client.page("/reminders")
        assert "zoekt het ordernummer" in page.text
        client.post(f"/reminders/holds/{made.id}/lift", data={"csrf_token": page.token()})
        assert not queries.is_on_hold(invoice)


@pytest.mark.parametrize("facts", [{"until": "1-7-2026"}, {"until": "ooit"}, {"reason": ""}])
def test_a_hold_that_cannot_be_keeps_what_was_typed(client_of, coordinator, facts):
    invoice = late_invoice(by=coordinator)
    with on(7, FIRST):
        typed = {"reason": "wacht", "until": "31-7-2026"} | facts
        answer = client_of(coordinator).submit(f"/invoices/{invoice.id}/hold", typed)
    assert answer.status_code == 422
    assert typed["until"] in answer.text
    assert not queries.is_on_hold(invoice)


def test_the_card_says_what_comes_and_the_home_what_to_do(client_of, coordinator):
    invoice = late_invoice(by=coordinator)
    client = client_of(coordinator)
    with on(7, 2):
        assert "gaat vanzelf op" in client.page(f"/invoices/{invoice.id}").text
    with on(7, FIRST):
        assert "Vandaag gaat er één herinnering." in client.page("/").text
        services.hold(invoice, reason="wacht", until=date(2026, 7, 11), by=coordinator)
        db_session.flush()
        assert "wachten nog tot en met" in client.page("/").text
    queries.receiver_of(invoice).leave(on=date(2026, 7, 1))
    with on(7, 12):
        assert "kan niemand een herinnering" in client.page("/").text
        assert "niemand om aan te schrijven" in client.page("/reminders").text


def test_what_is_open_after_the_last_reminder_is_a_duty(client_of, coordinator):
    invoice = late_invoice(by=coordinator)
    for month in (8, 9, 10):
        with on(month, 25):
            services.send_reminder(invoice, by=coordinator)
            db_session.flush()
    with on(12, 1):
        assert "na de laatste herinnering" in client_of(coordinator).page("/").text
        assert invoice.number in client_of(coordinator).page("/reminders").text
        assert client_of(coordinator).get(f"/invoices/{invoice.id}/reminder").status_code == 404


READ = ("/reminders", "/reminders/sent", "/settings/reminders", "/settings/interest")


@pytest.mark.parametrize("url", READ)
def test_who_reads_invoices_reads_reminders_and_reviewers_do_not(
    client_of, treasurer, board, stranger, anyone, url
):
    assert client_of(treasurer).get(url).status_code == 200
    assert client_of(board).get(url).status_code == 200
    assert client_of(stranger).get(url).status_code == 403
    assert anyone.get(url).status_code in (302, 401)


def test_only_the_coordinator_sends_and_holds(client_of, coordinator, treasurer, stranger):
    invoice = late_invoice(by=coordinator)
    for user in (treasurer, stranger):
        client = client_of(user)
        token = client.page("/account").token()
        asked = ["/reminders/send", f"/invoices/{invoice.id}/hold", "/reminders/holds/1/lift"]
        for url in asked:
            assert client.post(url, data={"csrf_token": token}).status_code == 403
    missing = client_of(coordinator).get("/invoices/999999/hold")
    assert missing.status_code == 404


def test_the_board_changes_a_level_in_both_languages(client_of, board):
    typed = {"wait_days": "10", "name_nl": "Vriendelijke herinnering", "text_en": "Hello."}
    client_of(board).submit("/settings/reminders/1", typed)
    found = queries.find_level(1)
    assert (found.wait_days, found.name_nl, found.text_en) == (
        10,
        "Vriendelijke herinnering",
        "Hello.",
    )
    assert "Vriendelijke herinnering" in client_of(board).page("/settings/reminders").text


@pytest.mark.parametrize("facts", [{"wait_days": "0"}, {"term_days": "x"}, {"text_nl": ""}])
def test_a_level_without_days_or_words_is_refused(client_of, board, facts):
    answer = client_of(board).submit("/settings/reminders/1", facts)
    assert answer.status_code == 422
    assert queries.find_level(1).wait_days == 7


@pytest.mark.parametrize(("language", "words"), [("nl", "Beste lezer"), ("en", "Dear reader")])
def test_the_letter_is_shown_with_what_is_typed_and_nothing_is_saved(
    client_of, board, language, words
):
    client = client_of(board)
    page = client.page("/settings/reminders/3")
    facts = page.fields() if hasattr(page, "fields") else {}
    level = queries.find_level(3)
    typed = {
        "csrf_token": page.token(),
        "wait_days": "7",
        "term_days": "14",
        "names_costs": "y",
        "name_nl": "Aanmaning",
        "name_en": "Final",
        **facts,
        "text_nl": "Beste lezer",
        "text_en": "Dear reader",
    }
    answer = client.post(f"/settings/reminders/3/letter/{language}", data=typed)
    assert words in PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    db_session.refresh(level)
    assert "Beste lezer" not in level.text_nl
    refused = client.post("/settings/reminders/3/letter/nl", data=typed | {"name_nl": ""})
    assert refused.status_code == 422


def test_the_board_sets_interest_from_a_day_on(client_of, board):
    typed = {
        "kind": "commercial",
        "percent": "10,65",
        "valid_from": "1-1-2027",
        "source": "Stcrt. 2026, 1 (demo)",
    }
    client = client_of(board)
    client.submit("/settings/interest/new", typed)
    again = client.submit("/settings/interest/new", typed | {"percent": "1"})

    assert again.status_code == 422
    wanted = select(InterestRate.percent).where(InterestRate.valid_from == date(2027, 1, 1))
    assert db_session.scalars(wanted).all() == [1065]
    assert "10,65%" in client.page("/settings/interest").text


def test_the_board_is_told_when_the_table_is_old(client_of, board):
    with on(12, 31):
        assert "De wettelijke rente kan veranderd zijn" not in client_of(board).page("/").text
    with on(1, 1, 2027):
        assert "De wettelijke rente kan veranderd zijn" in client_of(board).page("/").text
        assert "ouder dan zes maanden" in client_of(board).page("/settings/interest").text


@pytest.mark.parametrize("url", ["/settings/reminders/1", "/settings/interest/new"])
def test_only_the_board_changes_levels_and_rates(client_of, coordinator, board, url):
    assert client_of(coordinator).get(url).status_code == 403
    assert client_of(board).get(url).status_code == 200
    assert client_of(board).get("/settings/reminders/9").status_code == 404


def test_the_pages_take_the_same_statements_with_any_rows(client_of, coordinator, statements):
    client, counts = client_of(coordinator), []
    for _ in range(2):
        invoice = late_invoice(by=coordinator)
        db_session.flush()
        with on(7, FIRST):
            found = []
            for url in ("/reminders", f"/invoices/{invoice.id}"):
                statements.clear()
                client.get(url)
                found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 10


def test_no_mail_goes_by_looking(client_of, coordinator):
    late_invoice(by=coordinator)
    before = len(db_session.scalars(select(QueuedMail)).all())
    with on(7, FIRST):
        client_of(coordinator).page("/reminders")
    assert len(db_session.scalars(select(QueuedMail)).all()) == before
