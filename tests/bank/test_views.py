"""The pages of the bank: by the treasurer, read by others, closed to strangers."""

import io

import pytest
from sqlalchemy import select

from lt_admin.bank.models.statements import BankEntry, BankFile, EntryState, FileState
from lt_admin.bank.services import files
from lt_admin.billing.models.payments import Payment
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from tests.bank.camt_files import credit, debit, statement
from tests.bank.factories import amount_of, invoice_of, read, taken_in
from tests.billing.invoice_factories import foundation


@pytest.fixture
def client(client_of, treasurer):
    foundation()
    return client_of(treasurer)


def send(client, content, name="maandag.xml"):
    token = client.page("/bank/new").token()
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return client.post("/bank/new", data=data, content_type="multipart/form-data")


def everything(table):
    return db_session.scalars(select(table).order_by(table.id)).all()


def test_a_file_is_sent_looked_at_and_taken_in(client, coordinator):
    invoice = invoice_of(by=coordinator)
    transfers = [credit(amount_of(invoice.gross), text=invoice.number), credit("5.00", name="Bert")]
    answer = send(client, statement(transfers))
    text = client.page(answer.location).text
    assert invoice.number in text
    assert (invoice.paid, everything(BankEntry)) == (ZERO, [])

    client.submit(answer.location, action=f"{answer.location}/confirm")

    assert invoice.open == ZERO
    assert "€ 5,00" in client.page(answer.location).text
    assert "Bert" in client.page("/bank/work-list").text


def test_a_file_is_thrown_away_and_sent_again(client):
    content = statement([credit("5.00")])
    page = send(client, content).location
    client.submit(page, action=f"{page}/discard")
    assert everything(BankFile)[0].state is FileState.DISCARDED
    assert send(client, content).location == page
    assert everything(BankFile)[0].state is FileState.READ


def test_the_same_file_says_so(client):
    content = statement([credit("5.00")])
    page = send(client, content).location
    client.submit(page, action=f"{page}/confirm")
    assert send(client, content).location == page
    assert len(everything(BankEntry)) == 1


def test_a_file_is_confirmed_once(client):
    page = send(client, statement([credit("5.00")])).location
    client.submit(page, action=f"{page}/confirm")
    assert client.post_form(f"{page}/confirm", page="/account").status_code == 409


@pytest.mark.parametrize(
    "content",
    [b"", b"geen afschrift", b"<a/>", statement([credit("5.00")], closing="1.00"), b"PK\x03\x04"],
)
def test_what_is_no_statement_is_told_beside_the_field(client, content):
    answer = send(client, content)
    assert answer.status_code == 422
    assert "file-error" in answer.get_data(as_text=True)
    assert everything(BankFile) == []


def test_no_file_is_told_beside_the_field(client):
    token = client.page("/bank/new").token()
    answer = client.post("/bank/new", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "file-error" in answer.get_data(as_text=True)


def test_a_file_that_is_too_large_is_refused(client):
    token = client.page("/bank/new").token()
    data = {"csrf_token": token, "file": (io.BytesIO(b"<" * (11 << 20)), "x.xml")}
    answer = client.post("/bank/new", data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 422


def test_a_suggestion_is_confirmed_with_one_press(client, coordinator):
    invoice = invoice_of(by=coordinator, hours=7)
    (entry,) = taken_in([credit(amount_of(invoice.gross))])
    forms = [f.get("action") for f in client.page("/bank/work-list").all("form")]
    action = next(each for each in forms if "/take/" in each)
    answer = client.submit("/bank/work-list", action=action)
    assert answer.location == "/bank/work-list"
    assert (invoice.open, entry.state) == (ZERO, EntryState.BOOKED)
    assert client.post_form(action, page="/account").status_code == 409


def test_an_entry_is_assigned_by_hand(client, coordinator):
    invoice = invoice_of(by=coordinator)
    (entry,) = taken_in([credit("100.00", text="zomaar")])
    page = f"/bank/entries/{entry.id}/assign?organisation={invoice.organisation_id}"
    assert "100,00" in client.page(page).html
    client.submit(page, {f"invoice_{invoice.id}": "60"}, action=None)
    assert invoice.paid == Money.euros(60)
    assert everything(Payment)[0].rest == Money.euros(40)


@pytest.mark.parametrize("amount", ["100,01", "-1", "veel"])
def test_what_does_not_fit_stays_on_the_page(client, coordinator, amount):
    invoice = invoice_of(by=coordinator)
    (entry,) = taken_in([credit("100.00")])
    page = f"/bank/entries/{entry.id}/assign?organisation={invoice.organisation_id}"
    answer = client.submit(page, {f"invoice_{invoice.id}": amount})
    assert answer.status_code == 422
    assert amount in answer.get_data(as_text=True)
    assert invoice.paid == ZERO


def test_setting_aside_and_taking_up(client):
    (entry,) = taken_in([debit("50.00", name="Huisbaas")])
    page = f"/bank/entries/{entry.id}"
    assert client.submit(page, {"reason": ""}, action=f"{page}/set-aside").status_code == 422
    client.submit(page, {"reason": "huur"}, action=f"{page}/set-aside")
    assert "huur" in client.page(page).text
    client.submit(page, action=f"{page}/take-up")
    assert entry.state is EntryState.OPEN


def test_a_place_is_released_on_the_page(client, coordinator):
    invoice = invoice_of(by=coordinator)
    (entry,) = taken_in([credit(amount_of(invoice.gross), text=invoice.number)])
    action = f"/bank/bookings/{entry.bookings[0].id}/release"
    client.submit(f"/bank/entries/{entry.id}", action=action)
    assert (invoice.paid, entry.state) == (ZERO, EntryState.OPEN)


def test_the_control_total_stands_on_the_statement(client):
    (entry, _) = taken_in([credit("7.00"), debit("2.00")], opening="10.00")
    text = client.page(f"/bank/statements/{entry.statement_id}").text
    assert all(amount in text for amount in ("€ 10,00", "€ 5,00", "€ 15,00"))


@pytest.mark.parametrize("state", ["open", "done"])
def test_statements_narrow_by_what_waits(client, state):
    taken_in([], name="LEEG")
    taken_in([credit("1.00")], name="VOL")
    text = client.page(f"/bank/?state={state}").text
    assert ("VOL" in text, "LEEG" in text) == (state == "open", state == "done")


def test_the_home_of_the_treasurer_tells_how_many_wait(client, client_of, board):
    assert "/bank/work-list" not in client.page("/").html
    taken_in([credit("1.00"), debit("2.00")])
    assert "€ 3,00" in client.page("/").text
    assert "/bank/work-list" not in client_of(board).page("/").html


def addresses(entry):
    number, booking = entry.id, entry.bookings[0].id if entry.bookings else 0
    file = entry.statement.file_id
    reads = ["/bank/", "/bank/work-list", "/bank/entries", f"/bank/entries/{number}"]
    reads += [f"/bank/files/{file}", f"/bank/statements/{entry.statement_id}"]
    posts = [f"/bank/files/{file}/confirm", f"/bank/files/{file}/discard"]
    posts += [
        f"/bank/entries/{number}/{verb}" for verb in ("set-aside", "take-up", "take/" + "a" * 12)
    ]
    return reads, [*posts, f"/bank/bookings/{booking}/release"]


@pytest.mark.parametrize("who", ["coordinator", "board"])
def test_the_coordinator_and_the_board_read_and_change_nothing(request, client_of, who):
    client = client_of(request.getfixturevalue(who))
    foundation()
    reads, posts = addresses(taken_in([credit("1.00")])[0])
    waits = read([credit("2.00")])
    pages = [client.page(url) for url in [*reads, f"/bank/files/{waits.id}"]]
    assert [
        f.get("action") for p in pages for f in p.all("form") if "/bank/" in (f.get("action") or "")
    ] == []
    assert {client.post_form(url, page="/account").status_code for url in posts} == {403}
    assert client.get("/bank/new").status_code == 403


def test_a_reviewer_and_a_passer_by_see_nothing(client_of, stranger, anyone):
    reads, posts = addresses(taken_in([credit("1.00")])[0])
    client = client_of(stranger)
    assert {client.get(url).status_code for url in reads} == {403}
    assert {client.post_form(url, page="/account").status_code for url in posts} == {403}
    assert {anyone.get(url).status_code for url in reads} == {302}


@pytest.mark.parametrize("url", ["files/9999", "statements/9999", "entries/9999"])
def test_what_is_not_there_is_not_found(client, url):
    assert client.get(f"/bank/{url}").status_code == 404


def test_the_work_list_goes_on_page_by_page(client, statements):
    found = taken_in([credit(f"{n}.00", name=f"Payer {n:03}") for n in range(1, 61)])
    statements.clear()
    text = client.page("/bank/work-list").text
    assert ("Payer 025" in text, "Payer 026" in text) == (True, False)
    assert len(statements) <= 18
    text = client.page(f"/bank/work-list?after={found[49].id}").text
    assert ("Payer 050" in text, "Payer 060" in text) == (False, True)


def test_lists_are_exported(client):
    taken_in([credit("1.00", name="Bert")])
    assert "Bert" in client.get("/bank/entries?as=csv").get_data(as_text=True)
    assert client.get("/bank/?as=xlsx").status_code == 200


def test_a_preview_shows_the_first_lines_of_a_long_file(client):
    found = read([credit("1.00", ref=f"R{n}", name=f"Naam {n:04}") for n in range(200)])
    text = client.page(f"/bank/files/{found.id}").text
    assert ("Naam 0049" in text, "Naam 0050" in text) == (True, False)
    files.confirm(found, by="system")
