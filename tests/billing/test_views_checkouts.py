import pytest

from lt_admin.billing.models.checkouts import Checkout, CheckoutState
from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.issuing import send_again
from tests.billing.invoice_factories import issued, one_invoice, review, worked
from tests.billing.stripe_desk import HALF, checkouts, paid_online
from tests.billing.test_services_payments import paid
from tests.billing.test_views_invoice_letters import path_of

S = CheckoutState
BUTTON = "iDEAL | Wero of kaart"


def pressed(client, path):
    return client.submit(path, action=f"{path}/pay")


def came_back(client, path):
    """The page after paying, as a browser without scripts goes through it."""
    answer = client.submit(f"{path}/paid", action=f"{path}/paid")
    assert answer.status_code == 303
    return client.page(answer.location)


def test_the_button_leads_to_stripe_and_back_to_paid(anyone, coordinator, stripe):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)
    assert BUTTON in anyone.page(path).text
    answer = pressed(anyone, path)
    checkout = checkouts(invoice)[0]
    assert (answer.status_code, answer.location) == (303, checkout.url)
    stripe.pay(checkout.session_id)  # and no event comes
    assert "Eén moment" in anyone.page(f"{path}/paid").text
    assert "Dank u wel" in came_back(anyone, path).text
    assert invoice.state is InvoiceState.PAID


def test_looking_changes_nothing(anyone, coordinator, stripe):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)
    pressed(anyone, path)
    stripe.pay(checkouts(invoice)[0].session_id)
    before = len(stripe.asked)
    anyone.page(f"{path}/paid")
    assert (len(stripe.asked), invoice.state) == (before, InvoiceState.ISSUED)


def test_when_the_event_was_first_the_page_says_so_at_once(anyone, coordinator, stripe):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)
    pressed(anyone, path)
    stripe.pay(checkouts(invoice)[0].session_id)
    stripe.deliver()
    assert "Dank u wel" in anyone.page(f"{path}/paid").text
    assert BUTTON not in anyone.page(path).text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.NEW, "nog niet online betaald"),
        (S.FAILED, "niet gelukt"),
        (S.EXPIRED, "nog geen betaling"),
        (S.PAID, "nog open"),
    ],
)
def test_the_page_has_a_kind_word_for_each_end(anyone, coordinator, stripe, session, state, words):
    invoice = one_invoice(by=coordinator)
    session.add(Checkout(invoice=invoice, amount=HALF, state=state, url=""))
    assert words in anyone.page(f"{path_of(invoice)}/paid").text


def test_turned_back_pending_and_unpaid_are_said(anyone, coordinator, stripe):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)
    pressed(anyone, path)
    page = anyone.page(f"{path}/paid?turned=back")
    assert "niet betaald" in page.text
    assert BUTTON in page.text
    assert "nog geen betaling" in came_back(anyone, path).text
    stripe.pay(checkouts(invoice)[0].session_id, outcome="pending")
    assert "onderweg" in came_back(anyone, path).text


def test_an_odd_payment_is_said_without_blame(anyone, coordinator, stripe, session):
    invoice = one_invoice(by=coordinator)
    odd = Checkout(invoice=invoice, amount=HALF, state=S.PAID, url="", concern="1.00 usd")
    session.add(odd)
    assert "zoeken het uit" in anyone.page(f"{path_of(invoice)}/paid").text


def test_nobody_pays_what_is_not_open(anyone, coordinator, treasurer, stripe):
    invoice = one_invoice(by=coordinator)
    path = path_of(invoice)
    token = anyone.page(path).token()
    paid(invoice, invoice.gross, treasurer, allocations=[(invoice, invoice.gross)])
    answer = anyone.post(f"{path}/pay", data={"csrf_token": token})
    assert answer.location == f"{path}/paid"
    assert checkouts(invoice) == []


def test_when_stripe_is_silent_the_page_of_the_invoice_says_so(anyone, coordinator, stripe):
    path = path_of(one_invoice(by=coordinator))
    stripe.fails = [429]
    answer = pressed(anyone, path)
    assert answer.location == path
    assert "overmaken" in anyone.page(path).text
    stripe.fails = [429]
    pressed(anyone, path)


def test_without_keys_there_is_no_button_and_nothing_breaks(anyone, coordinator, app):
    path = path_of(one_invoice(by=coordinator))
    page = anyone.page(path)
    assert BUTTON not in page.text
    assert "nog niet online" in anyone.page(f"{path}/paid").text
    for tail in ("pay", "paid"):
        token = anyone.page("/login").token()
        answer = anyone.post(f"{path}/{tail}", data={"csrf_token": token})
        assert answer.status_code == 404


def test_a_form_needs_its_token(anyone, coordinator, stripe):
    path = path_of(one_invoice(by=coordinator))
    assert [anyone.post(f"{path}/{tail}").status_code for tail in ("pay", "paid")] == [400, 400]
    assert stripe.asked == []


def test_links_that_do_not_work_lead_nowhere(anyone, coordinator, stripe):
    invoice = one_invoice(by=coordinator)
    old = path_of(invoice)
    send_again(invoice, by=coordinator)
    token = anyone.page("/login").token()
    for path, status in ((old, 410), ("/invoice/niets", 404)):
        assert anyone.get(f"{path}/paid").status_code == status
        for tail in ("pay", "paid"):
            answer = anyone.post(f"{path}/{tail}", data={"csrf_token": token})
            assert answer.status_code == status
    assert stripe.asked == []


def test_a_credit_invoice_has_no_button(anyone, coordinator, stripe):
    credit = credit_invoice(one_invoice(by=coordinator), reason="x", by=coordinator)
    assert BUTTON not in anyone.page(path_of(credit)).text


def test_the_pages_speak_the_language_of_the_invoice(anyone, coordinator, stripe):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.language = "en"
    worked(engagement, 1)
    (invoice,) = issued(engagement, by=coordinator)
    path = path_of(invoice)
    pressed(anyone, path)
    assert stripe.asked[0][2]["locale"] == "en"
    assert "One moment" in anyone.page(f"{path}/paid").text


def test_a_form_may_lead_to_stripe_only_with_keys(anyone, app, coordinator):
    plain = anyone.get("/login").headers["Content-Security-Policy"]
    assert "form-action 'self';" in plain


def test_with_keys_a_form_may_lead_to_where_one_pays(anyone, stripe):
    policy = anyone.get("/login").headers["Content-Security-Policy"]
    assert f"form-action 'self' {stripe.base};" in policy


def test_the_invoice_page_shows_the_attempts(client_of, coordinator, stripe, gateway):
    checkout = paid_online(stripe, gateway, by=coordinator)
    text = client_of(coordinator).page(f"/invoices/{checkout.invoice_id}").text
    assert "Online betalen" in text
