"""The pages of what lateness costs, and of the statement of account."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lt_admin.billing.models.reminders import ChargeKind, LateCharge
from lt_admin.billing.queries.accounts import reader_of
from lt_admin.billing.services import charges as services
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.outbox import QueuedMail
from tests.billing.late import late_invoice, on, pays


def charges():
    return db_session.scalars(select(LateCharge).order_by(LateCharge.id)).all()


@pytest.fixture
def july():
    with on(7, 21):
        yield


@pytest.fixture
def invoice(coordinator):
    return late_invoice(by=coordinator)


def test_the_card_shows_what_the_law_allows_and_the_button_charges_it(
    client_of, coordinator, invoice, july
):
    client = client_of(coordinator)
    assert "mag vandaag volgens de wet" in client.page(f"/invoices/{invoice.id}").text
    page = client.page(f"/invoices/{invoice.id}/charge/costs")
    assert "€ 40,00" in page.text.replace("\u00a0", " ")
    assert charges() == []

    client.submit(f"/invoices/{invoice.id}/charge/costs")

    assert [each.amount for each in charges()] == [Money.euros(40)]
    assert "in rekening gebracht op" in client.page(f"/invoices/{invoice.id}").text
    again = client.get(f"/invoices/{invoice.id}/charge/costs")
    assert "valt niets in rekening te brengen" in again.text


@pytest.mark.parametrize("expected", ["1", "veel", ""])
def test_an_amount_that_was_not_shown_is_not_charged(
    client_of, coordinator, invoice, july, expected
):
    url = f"/invoices/{invoice.id}/charge/interest"
    client = client_of(coordinator)
    facts = {"csrf_token": client.page(url).token(), "expected": expected}
    assert client.post(url, data=facts).status_code in (409, 422)
    assert charges() == []


def test_a_charge_is_waived_with_its_reason_on_the_card(client_of, coordinator, invoice, july):
    made = services.charge(invoice, kind=ChargeKind.COSTS, by=coordinator)
    db_session.flush()
    client, url = client_of(coordinator), f"/charges/{made.id}/waive"

    assert client.submit(url, {"reason": ""}).status_code == 422
    client.submit(url, {"reason": "eerste keer"})

    assert made.open == ZERO
    assert "eerste keer" in client.page(f"/invoices/{invoice.id}").text
    assert client.submit(url, {"reason": "nog eens"}).status_code == 409


@pytest.fixture
def payment(coordinator, treasurer, invoice, july):
    """A payment that pays nothing yet, beside costs and interest."""
    for kind in ChargeKind:
        services.charge(invoice, kind=kind, by=coordinator)
    made = pays(invoice, 100, by=treasurer)
    made.allocations[0].undo()
    db_session.flush()
    return made


def test_the_payment_offers_costs_then_interest_and_a_person_says_yes(
    client_of, treasurer, payment
):
    client, (costs, interest) = client_of(treasurer), charges()
    page = client.page(f"/payments/{payment.id}")
    assert page.text.index("Incassokosten") < page.text.index("Wettelijke rente")

    facts = {"csrf_token": page.token(), "amount": "40"}
    client.post(f"/payments/{payment.id}/charges/{costs.id}", data=facts)
    assert (costs.open, interest.paid) == (ZERO, ZERO)
    page = client.page(f"/payments/{payment.id}")
    assert "rente en kosten betaalt" in page.text
    client.post("/payments/charges/1/undo", data={"csrf_token": page.token()})


@pytest.mark.parametrize("amount", ["", "veel", "41", "0"])
def test_a_charge_takes_no_more_than_is_open(client_of, treasurer, payment, amount):
    client, costs = client_of(treasurer), charges()[0]
    facts = {"csrf_token": client.page(f"/payments/{payment.id}").token(), "amount": amount}
    answer = client.post(f"/payments/{payment.id}/charges/{costs.id}", data=facts)
    assert answer.status_code == 422
    assert costs.paid == ZERO


def test_a_part_is_taken_off_a_charge_again(client_of, treasurer, payment):
    costs = charges()[0]
    made = services.pay_charge(payment, costs, Money.euros(10), by=treasurer)
    db_session.flush()
    client = client_of(treasurer)
    facts = {"csrf_token": client.page(f"/payments/{payment.id}").token()}
    client.post(f"/payments/charges/{made.id}/undo", data=facts)
    assert (costs.paid, payment.rest) == (ZERO, Money.euros(100))


def test_only_the_coordinator_charges_and_only_the_treasurer_allots(
    client_of, coordinator, treasurer, stranger, payment, invoice
):
    costs, (one, other) = charges()[0], (client_of(coordinator), client_of(treasurer))
    urls = (f"/invoices/{invoice.id}/charge/costs", f"/charges/{costs.id}/waive")
    for url in urls:
        assert [one.get(url).status_code, other.get(url).status_code] == [200, 403]
        assert client_of(stranger).get(url).status_code == 403
    facts = {"csrf_token": one.page("/account").token(), "amount": "1"}
    pay = f"/payments/{payment.id}/charges/{costs.id}"
    assert one.post(pay, data=facts).status_code == 403
    assert one.get("/charges/999999/waive").status_code == 404


def test_the_account_is_shown_printed_and_mailed(client_of, coordinator, invoice, july):
    client, url = client_of(coordinator), f"/open-items/{invoice.organisation_id}"
    page = client.page(url)
    assert "Rekeningoverzicht" in page.text

    paper = client.get(f"{url}/paper?from=1-1-2026&until=20-7-2026")
    client.post(f"{url}/mail", data={"csrf_token": page.token()})

    assert invoice.number in PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    mail = db_session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert mail.recipient == reader_of(invoice.organisation).email
    assert mail.attachments[0].content.startswith(b"%PDF")


def test_without_a_reader_the_account_is_not_mailed(client_of, coordinator, invoice, july):
    client, url = client_of(coordinator), f"/open-items/{invoice.organisation_id}"
    reader_of(invoice.organisation).leave(on=clock.today())
    db_session.flush()
    page = client.page(url)
    assert "kies een contactpersoon" in page.text
    answer = client.post(f"{url}/mail", data={"csrf_token": page.token()})
    assert answer.status_code == 422


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_aged_list_is_exported(client_of, treasurer, invoice, july, form):
    answer = client_of(treasurer).get(f"/open-items?as={form}")
    assert answer.status_code == 200
    if form == "csv":
        assert "1573,00" in answer.get_data(as_text=True)
        assert "61-90 dagen" in answer.get_data(as_text=True)


def test_others_than_the_coordinator_do_not_mail_the_account(
    client_of, treasurer, stranger, invoice, july
):
    url = f"/open-items/{invoice.organisation_id}"
    assert client_of(treasurer).get(f"{url}/paper").status_code == 200
    assert client_of(stranger).get(f"{url}/paper").status_code == 403
    client = client_of(treasurer)
    facts = {"csrf_token": client.page("/account").token()}
    assert client.post(f"{url}/mail", data=facts).status_code == 403
    assert client.get("/open-items/999999/paper").status_code == 404
