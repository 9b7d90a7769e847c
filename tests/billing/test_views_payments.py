import pytest

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.models.payments import Payment
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from tests.billing.invoice_factories import one_invoice
from tests.billing.test_services_payments import HALF, paid, two_invoices


def payments():
    return db_session.query(Payment).order_by(Payment.id).all()


def typed(invoice, **facts):
    standard = {"organisation": invoice.organisation_id, "received_on": "2-11-2026"}
    return standard | {"amount": "1.573,00", "reference": "BEA", "settles": "y"} | facts


def test_a_payment_for_an_invoice_is_filled_in_beforehand(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    client, url = client_of(treasurer), f"/payments/new?invoice={invoice.id}"

    answer = client.submit(url)

    assert invoice.state is InvoiceState.PAID
    assert invoice.number in client.page(answer.location).text


def test_a_payment_goes_over_the_invoices_that_are_due_first(client_of, coordinator, treasurer):
    first, second = two_invoices(coordinator)
    client_of(treasurer).submit("/payments/new", typed(first, amount="2000"))
    assert first.state is InvoiceState.PAID
    assert second.paid == Money.euros("427.00")


def test_a_payment_can_wait_for_a_choice(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    client = client_of(treasurer)
    page = client.page("/payments/new")
    facts = typed(invoice) | {"csrf_token": page.token()}
    del facts["settles"]
    client.post("/payments/new", data=facts)
    assert [each.rest for each in payments()] == [invoice.gross]


@pytest.mark.parametrize(
    "facts",
    [{"amount": "0"}, {"amount": "veel"}, {"received_on": "31-12-2099"}, {"organisation": ""}],
)
def test_what_is_no_payment_stays_on_the_page(client_of, coordinator, treasurer, facts):
    invoice = one_invoice(by=coordinator)
    answer = client_of(treasurer).submit("/payments/new", typed(invoice, **facts))
    assert answer.status_code == 422
    assert payments() == []


def test_the_same_receipt_is_written_down_once(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    client = client_of(treasurer)
    client.submit("/payments/new", typed(invoice))
    assert client.submit("/payments/new", typed(invoice)).status_code == 422
    assert len(payments()) == 1


def test_the_rest_pays_another_invoice(client_of, coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(first, first.gross + HALF, treasurer, allocations=[(first, first.gross)])
    client, page = client_of(treasurer), f"/payments/{payment.id}"
    assert "€ 786,50" in client.page(page).text

    client.submit(page, action=f"{page}/pay/{second.id}")

    assert second.paid == HALF
    assert payment.rest == ZERO


@pytest.mark.parametrize("amount", ["9.999,00", "0", "", "-1"])
def test_more_than_there_is_stays_beside_the_field(client_of, coordinator, treasurer, amount):
    first, second = two_invoices(coordinator)
    payment = paid(first, HALF, treasurer)
    page = f"/payments/{payment.id}"
    url = f"{page}/pay/{second.id}"
    answer = client_of(treasurer).submit(page, {"amount": amount}, action=url)
    assert answer.status_code == 422
    assert second.paid == ZERO


def test_an_allocation_is_taken_off(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, HALF, treasurer, allocations=[(invoice, HALF)])
    url = f"/payments/allocations/{payment.allocations[0].id}/undo"
    client, page = client_of(treasurer), f"/invoices/{invoice.id}"

    client.submit(page, action=url)
    again = client.post_form(url, page="/payments/new")

    assert payment.rest == HALF
    assert again.status_code == 409


def test_the_list_shows_a_rest_on_top(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, Money(100), treasurer, reference="EERST")
    paid(invoice, Money(200), treasurer, reference="DAARNA", allocations=[(invoice, Money(200))])
    text = client_of(treasurer).page("/payments").text
    assert text.index("EERST") < text.index("DAARNA")


@pytest.mark.parametrize(("asked", "found"), [("some", "EERST"), ("none", "DAARNA")])
def test_the_list_narrows_by_rest(client_of, coordinator, treasurer, asked, found):
    invoice = one_invoice(by=coordinator)
    paid(invoice, Money(100), treasurer, reference="EERST")
    paid(invoice, Money(200), treasurer, reference="DAARNA", allocations=[(invoice, Money(200))])
    text = client_of(treasurer).page(f"/payments?rest={asked}").text
    assert [word for word in ("EERST", "DAARNA") if word in text] == [found]


def test_open_items_add_up_by_organisation(client_of, coordinator, treasurer):
    first, second = two_invoices(coordinator)
    other = one_invoice(by=coordinator)
    paid(first, first.gross, treasurer, allocations=[(first, first.gross)])
    paid(other, Money(100), treasurer)
    client = client_of(treasurer)

    page = client.page("/open-items")
    assert "€ 3.146,00" in page.text  # the two that are open
    statement = client.page(f"/open-items/{first.organisation_id}")
    counts = [statement.text.count(each.number) for each in (first, second)]
    assert counts == [1, 2]  # both stand in the account, only the second is open


def test_only_money_without_an_invoice_is_an_open_item_too(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, invoice.gross, treasurer, allocations=[(invoice, invoice.gross)])
    assert invoice.organisation.name not in client_of(treasurer).page("/open-items").text
    paid(invoice, Money(100), treasurer, reference="dubbel")
    client = client_of(treasurer)
    assert invoice.organisation.name in client.page("/open-items").text
    assert "dubbel" in client.page(f"/open-items/{invoice.organisation_id}").text


def test_the_home_page_of_the_treasurer_names_what_is_late(client_of, coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    paid(invoice, Money(100), treasurer)
    with clock.at(clock.noon(invoice.due_on.replace(year=invoice.due_on.year + 1))):
        html = client_of(treasurer).page("/").html
    assert "/invoices?state=overdue" in html
    assert "/payments?rest=some" in html


@pytest.mark.parametrize("person", ["coordinator", "board"])
def test_others_read_payments_and_record_none(request, client_of, coordinator, treasurer, person):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, HALF, treasurer)
    client, page = client_of(request.getfixturevalue(person)), f"/payments/{payment.id}"
    assert client.get(page).status_code == client.get("/open-items").status_code == 200
    assert client.get("/payments/new").status_code == 403
    answer = client.post_form(f"{page}/pay/{invoice.id}", {"amount": "1"}, page="/payments")
    assert answer.status_code == 403


@pytest.mark.parametrize("tail", ["", "/new", "/1", "/999"])
def test_a_reviewer_learns_nothing_about_payments(
    client_of, coordinator, treasurer, stranger, tail
):
    invoice = one_invoice(by=coordinator)
    paid(invoice, HALF, treasurer)
    client = client_of(stranger)
    assert client.get(f"/payments{tail}").status_code == 403
    assert client.get(f"/open-items{tail.replace('/new', '')}").status_code == 403


@pytest.mark.parametrize("url", ["/payments/999", "/open-items/999", "/payments/new?invoice=999"])
def test_what_is_not_there_is_not_found(client_of, treasurer, url):
    assert client_of(treasurer).get(url).status_code == 404


def test_the_home_page_of_the_coordinator_names_what_is_late_too(client_of, coordinator):
    invoice = one_invoice(by=coordinator)

    with clock.at(clock.noon(invoice.due_on.replace(year=invoice.due_on.year + 1))):
        html = client_of(coordinator).page("/").html

    assert "/invoices?state=overdue" in html
