import pytest
from sqlalchemy import func, select

from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.write_offs import WriteOff, WriteOffState
from lt_admin.billing.services import write_offs
from lt_admin.core.db import session as db_session
from lt_admin.core.money import Money
from tests.billing.invoice_factories import issued, one_invoice, review, worked
from tests.strangers import answers_alike

WHY = {"reason": "De instelling is failliet."}


def proposed(by, **facts):
    invoice = one_invoice(by=by, **facts)
    made = write_offs.propose(invoice, reason="failliet", by=by)
    db_session.flush()
    return made, f"/write-offs/{made.id}"


def test_two_people_write_an_invoice_off(client_of, coordinator, board):
    invoice = one_invoice(by=coordinator)
    url = f"/invoices/{invoice.id}/write-off"
    assert url in client_of(coordinator).page(f"/invoices/{invoice.id}").html
    client_of(coordinator).submit(url, WHY)
    made = db_session.scalars(select(WriteOff)).one()
    page = f"/write-offs/{made.id}"
    assert page in client_of(board).page("/").html

    client_of(board).submit(page, action=f"{page}/approve")

    assert invoice.open == Money(0)
    text = client_of(coordinator).page(f"/invoices/{invoice.id}").text
    assert "afgeboekt" in text
    assert invoice.number in client_of(board).page("/invoices?state=written_off").text
    assert page not in client_of(board).page("/").html


def test_who_proposed_it_finds_no_button_and_no_way_round_it(client_of, coordinator, treasurer):
    made, page = proposed(treasurer)
    client = client_of(treasurer)
    html = client.page(page).html
    assert f"{page}/approve" not in html
    assert page not in client.page("/").html
    assert client.post_form(f"{page}/approve", page="/account").status_code == 422
    assert made.state is WriteOffState.PROPOSED


def test_it_can_be_declined_and_once_approved_asked_again(client_of, coordinator, treasurer):
    made, page = proposed(coordinator)
    other, other_page = proposed(coordinator)
    client = client_of(treasurer)

    client.submit(page, action=f"{page}/decline")
    client.submit(other_page, action=f"{other_page}/approve")
    client.submit(f"/invoices/{other.invoice_id}", action=f"{other_page}/revoke")

    assert (made.state, other.state) == (WriteOffState.DECLINED, WriteOffState.REVOKED)
    assert other.invoice.state is InvoiceState.ISSUED


@pytest.mark.parametrize("step", ["approve", "decline"])
def test_pressed_twice_it_happens_once(client_of, coordinator, treasurer, step):
    made, page = proposed(coordinator)
    client = client_of(treasurer)
    client.post_form(f"{page}/{step}", page="/account")
    state, off = made.state, made.invoice.written_off
    assert client.post_form(f"{page}/{step}", page="/account").status_code in {409, 422}
    assert (made.state, made.invoice.written_off) == (state, off)


def test_a_reason_is_needed_and_what_was_typed_stays(client_of, coordinator):
    invoice = one_invoice(by=coordinator)
    client, url = client_of(coordinator), f"/invoices/{invoice.id}/write-off"
    assert client.submit(url, {"reason": " "}).status_code == 422
    client.submit(url, WHY)
    again = client.submit(url, {"reason": "nog eens"})
    assert again.status_code == 409
    assert "nog eens" in again.get_data(as_text=True)
    assert db_session.scalar(select(func.count(WriteOff.id))) == 1


def test_each_step_is_for_who_may_take_it(client_of, coordinator, board, stranger):
    made, page = proposed(coordinator)
    url = f"/invoices/{made.invoice_id}/write-off"
    assert client_of(board).get(url).status_code == 403  # the board decides
    assert client_of(coordinator).get(page).status_code == 403  # the coordinator proposes
    assert answers_alike(client_of(stranger), "/write-offs/{}", made.id) == 403
    assert answers_alike(client_of(stranger), "/invoices/{}/write-off", made.invoice_id) == 403
    for step in ("approve", "decline", "revoke"):
        address = "/write-offs/{}/" + step
        assert answers_alike(client_of(coordinator), address, made.id, posts=True) == 403
        missing = client_of(board).post_form(f"/write-offs/999/{step}", page="/account")
        assert missing.status_code == 404
    assert made.state is WriteOffState.PROPOSED


def test_an_invoice_is_credited_and_made_anew_from_its_page(client_of, coordinator):
    invoice = one_invoice(by=coordinator)
    client, url = client_of(coordinator), f"/invoices/{invoice.id}/replace"
    assert url in client.page(f"/invoices/{invoice.id}").html
    assert "€ 1.300,00" in client.page(url).text

    made = client.submit(url, {"reason": "verkeerd adres"})

    assert made.status_code == 302
    assert invoice.state is InvoiceState.CREDITED
    numbers = db_session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    again = client.post_form(url, {"reason": "x"}, page="/account")
    assert again.status_code in {409, 422}
    assert db_session.scalar(select(func.count(Invoice.id))) == 3


def test_made_anew_needs_a_reason_and_a_coordinator(client_of, coordinator, treasurer, stranger):
    engagement = review((60, 40), by=coordinator)
    worked(engagement, 5)
    invoice, _other = issued(engagement, by=coordinator)
    url = f"/invoices/{invoice.id}/replace"
    assert client_of(coordinator).submit(url, {"reason": ""}).status_code == 422
    assert answers_alike(client_of(treasurer), "/invoices/{}/replace", invoice.id) == 403
    address = "/invoices/{}/replace"
    assert answers_alike(client_of(stranger), address, invoice.id, posts=True) == 403
    assert client_of(coordinator).get("/invoices/999/replace").status_code == 404
    assert invoice.state is InvoiceState.ISSUED


def test_what_cannot_be_made_anew_says_why_and_has_no_form(client_of, coordinator):
    made, _page = proposed(coordinator)
    page = client_of(coordinator).page(f"/invoices/{made.invoice_id}/replace")
    assert not [each for each in page.all("form") if each.get("class") == "form"]
