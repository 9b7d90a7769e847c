import pytest

from lt_admin.billing.models.checkouts import Checkout, CheckoutState
from lt_admin.billing.models.payments import ReturnState
from lt_admin.billing.services.payments import undo_allocation
from lt_admin.billing.services.returns import ask_return
from tests.billing.invoice_factories import one_invoice
from tests.billing.stripe_desk import HALF, opened, paid_online, payments, returns
from tests.billing.test_services_payments import paid
from tests.strangers import answers_alike

S = ReturnState


def odd(coordinator, session):
    facts = {"amount": HALF, "state": CheckoutState.PAID, "url": "", "concern": "1.00 usd"}
    found = Checkout(invoice=one_invoice(by=coordinator), **facts)
    session.add(found)
    session.flush()
    return found


def free(coordinator, treasurer, **facts):
    return paid(one_invoice(by=coordinator), HALF, treasurer, **facts)


def free_at_stripe(stripe, gateway, by):
    payment = paid_online(stripe, gateway, by=by).payment
    undo_allocation(payment.allocations[0], by=by)
    return payment


def test_the_treasurer_sees_what_stripe_holds(client_of, treasurer, coordinator, stripe, gateway):
    paid_online(stripe, gateway, by=coordinator)
    opened(gateway, one_invoice(by=coordinator))
    text = client_of(treasurer).page("/stripe").text
    for words in ("€ 1.572,71", "€ 0,29", "wacht op de betaler"):
        assert words in text
    stripe.pay_out()
    stripe.deliver()
    assert client_of(treasurer).submit("/stripe", action="/stripe/ask").status_code == 302
    text = client_of(treasurer).page("/stripe").text
    assert "LEARNING TOGETHER" in text


def test_the_page_is_as_quick_with_much_as_with_little(
    client_of, treasurer, coordinator, stripe, gateway, statements
):
    counts = []
    for _ in range(2):
        paid_online(stripe, gateway, by=coordinator)
        opened(gateway, one_invoice(by=coordinator))
        statements.clear()
        client_of(treasurer).page("/stripe")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14


def test_the_books_can_be_taken_along(client_of, treasurer, coordinator, stripe, gateway):
    paid_online(stripe, gateway, by=coordinator)
    answer = client_of(treasurer).get("/stripe?as=csv")
    assert answer.mimetype == "text/csv"
    assert "1573,00" in answer.get_data(as_text=True)


def test_there_is_no_page_without_keys_or_payments(client_of, treasurer, coordinator, session):
    client = client_of(treasurer)
    assert client.get("/stripe").status_code == 404
    assert 'href="/stripe"' not in client.page("/payments").html
    odd(coordinator, session)
    assert 'href="/stripe"' in client.page("/payments").html
    assert "geen sleutels" in client.page("/stripe").text


@pytest.mark.parametrize("who", ["reviewer_user", "stranger"])
def test_reviewers_see_nothing_of_it(request, client_of, who, coordinator, session, stripe):
    client = client_of(request.getfixturevalue(who))
    checkout = odd(coordinator, session)
    assert client.get("/stripe").status_code == 403
    for path in ("/stripe/ask", f"/stripe/checkouts/{checkout.id}/seen"):
        assert client.post_form(path, page="/account").status_code == 403


def test_the_coordinator_reads_and_does_nothing(client_of, coordinator, stripe, session):
    client, checkout = client_of(coordinator), odd(coordinator, session)
    page = client.page("/stripe")
    assert "1.00 usd" in page.text
    assert "/seen" not in page.html
    for path in ("/stripe/ask", f"/stripe/checkouts/{checkout.id}/seen"):
        assert client.post_form(path, page="/account").status_code == 403


def test_an_odd_payment_is_a_duty_until_somebody_saw_to_it(
    client_of, treasurer, coordinator, session
):
    client, checkout = client_of(treasurer), odd(coordinator, session)
    assert "vraagt aandacht" in client.page("/").text
    path = f"/stripe/checkouts/{checkout.id}/seen"
    assert client.submit("/stripe", action=path).status_code == 302
    assert "vraagt aandacht" not in client.page("/").text
    assert client.post_form(path, page="/account").status_code == 409
    assert client.post_form("/stripe/checkouts/99/seen", page="/account").status_code == 404


def test_asking_without_keys_or_answer_changes_nothing(client_of, treasurer, app, stripe):
    client = client_of(treasurer)
    stripe.fails = [429]
    client.submit("/stripe", action="/stripe/ask")
    assert "Vannacht" in client.page("/stripe").text
    app.extensions["payments"] = None
    assert client.post_form("/stripe/ask", page="/account").status_code == 404


def test_the_treasurer_gives_back_through_stripe(
    client_of, treasurer, coordinator, stripe, gateway
):
    payment = free_at_stripe(stripe, gateway, coordinator)
    client, path = client_of(treasurer), f"/payments/{payment.id}/return"
    answer = client.submit(path, {"amount": "786,50", "reason": "dubbel betaald"})
    assert answer.status_code == 302
    (made,) = returns()
    assert (made.state, made.amount) == (S.DONE, HALF)
    assert "dubbel betaald" in client.page(answer.location).text


@pytest.mark.parametrize(("fails", "state"), [([429] * 4, S.ASKED), ([400], S.FAILED)])
def test_what_stripe_says_to_it_is_told(
    client_of, treasurer, coordinator, stripe, gateway, fails, state
):
    payment = free_at_stripe(stripe, gateway, coordinator)
    stripe.fails = list(fails)  # it takes from the list, and the list is of both databases
    client = client_of(treasurer)
    client.submit(f"/payments/{payment.id}/return", {"reason": "dubbel"})
    assert [each.state for each in returns()] == [state]
    words = "Vannacht" if state is S.ASKED else "heeft zijn rest weer"
    assert words in client.page(f"/payments/{payment.id}").text


def test_a_transfer_waits_for_the_treasurer_or_the_bank(client_of, treasurer, coordinator):
    payment, client = free(coordinator, treasurer), client_of(treasurer)
    page = f"/payments/{payment.id}"
    for deed, state in (("cancel", S.FAILED), ("done", S.DONE)):
        client.submit(f"{page}/return", {"reason": "dubbel"})
        made = returns()[-1]
        assert made.state is S.ASKED
        client.submit(page, action=f"/returns/{made.id}/{deed}")
        assert made.state is state
        assert client.post_form(f"/returns/{made.id}/{deed}", page="/account").status_code == 404


def test_nobody_decides_for_stripe(client_of, treasurer, coordinator, stripe, gateway):
    payment = free_at_stripe(stripe, gateway, coordinator)
    made = ask_return(payment, amount=HALF, reason="x", by=treasurer)
    for deed in ("done", "cancel"):
        answer = client_of(treasurer).post_form(f"/returns/{made.id}/{deed}", page="/account")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"amount": "786,51", "reason": "x"},
        {"amount": "0", "reason": "x"},
        {"amount": "-1", "reason": "x"},
        {"amount": "veel", "reason": "x"},
        {"amount": "1", "reason": ""},
    ],
)
def test_bad_input_changes_nothing(client_of, treasurer, coordinator, typed):
    payment = free(coordinator, treasurer)
    answer = client_of(treasurer).submit(f"/payments/{payment.id}/return", typed)
    assert answer.status_code == 422
    assert typed["amount"] in answer.get_data(as_text=True)
    assert (returns(), payment.rest) == ([], HALF)


@pytest.mark.parametrize("who", ["coordinator", "board", "reviewer_user"])
def test_only_the_treasurer_gives_back(request, client_of, treasurer, coordinator, who):
    payment = free(coordinator, treasurer)
    made = ask_return(payment, amount=HALF, reason="x", by=treasurer)
    client = client_of(request.getfixturevalue(who))
    assert answers_alike(client, "/payments/{}/return", payment.id) == 403
    for deed in ("done", "cancel"):
        assert answers_alike(client, f"/returns/{{}}/{deed}", made.id, posts=True) == 403


def test_the_rest_in_the_list_is_without_what_went_back(client_of, treasurer, coordinator):
    payment = free(coordinator, treasurer)
    ask_return(payment, amount=HALF, reason="x", by=treasurer)
    client = client_of(treasurer)
    assert str(payment.id) not in client.page("/payments?rest=some").text.split("Samen")[-1]
    assert len(payments()) == 1
