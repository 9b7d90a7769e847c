"""The pages of payees: two people for an account number, VAT, and agreements."""

from __future__ import annotations

import pytest

from lt_admin.core import clock
from lt_admin.reviewers.models.payees import AccountState
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.services import payees, people
from tests.reviewers.factories import assigned, engagement, organisation, reviewer
from tests.reviewers.test_services_payees import FIRST, SECOND

GIVEN = {"name": "Bram Fictema", "iban": FIRST, "holder": "B. Fictema"}
AGREED = {"model": "DBA 2025", "starts_on": "1-1-2025", "rate": "95"}


@pytest.fixture
def place():
    return assigned(engagement(), reviewer())


@pytest.fixture
def payee(place, coordinator):
    found = place.reviewer.payee_on(clock.today())
    people.change_payee(found, iban=FIRST, holder="B. Fictema", by=coordinator)
    return found


@pytest.fixture
def waits(payee):
    return queries.waiting_account(payee.id)


def page_of(account):
    return f"/payee-accounts/{account.id}"


def test_two_people_bring_an_account_number_into_use(client_of, coordinator, treasurer, place):
    payee = place.reviewer.payee_on(clock.today())
    client_of(coordinator).submit(f"/payees/{payee.id}/change", GIVEN)
    waits = queries.waiting_account(payee.id)
    page = page_of(waits)
    assert page in client_of(treasurer).page("/").html
    assert page not in client_of(coordinator).page("/").html

    client_of(treasurer).submit(page, action=f"{page}/approve")

    assert queries.account_of(payee.id) is waits
    assert page not in client_of(treasurer).page("/").html
    assert "B. Fictema" in client_of(treasurer).page(f"/payees/{payee.id}").text


def test_the_change_form_keeps_holder_and_number_as_they_are(client_of, coordinator, waits):
    page = f"/payees/{waits.payee_id}/change"

    client_of(coordinator).submit(page, {"city": "Delft"})

    assert queries.history_of_accounts(waits.payee_id) == [waits]
    assert waits.payee.city == "Delft"


def test_a_number_is_declined_with_a_reason_beside_the_field(client_of, treasurer, waits):
    page, client = page_of(waits), client_of(treasurer)
    assert client.post_form(f"{page}/decline", {"reason": ""}, page=page).status_code == 422
    assert waits.state is AccountState.PROPOSED

    client.submit(page, {"reason": "Not known at the bank"}, action=f"{page}/decline")

    assert (waits.state, waits.payee.iban) == (AccountState.DECLINED, None)
    assert "Not known at the bank" in client.page(f"/payees/{waits.payee_id}").text


def test_who_gave_it_finds_no_button_and_no_way_round_it(client_of, treasurer, payee):
    people.change_payee(payee, iban=SECOND, by=treasurer)
    waits = queries.waiting_account(payee.id)
    client, page = client_of(treasurer), page_of(waits)
    html = client.page(page).html
    assert f"{page}/approve" not in html
    assert f"{page}/decline" not in html

    for _again in range(2):
        assert client.post_form(f"{page}/approve", page="/account").status_code == 422
    assert waits.state is AccountState.PROPOSED


def test_deciding_twice_changes_nothing(client_of, treasurer, board, waits):
    page = page_of(waits)
    client_of(treasurer).submit(page, action=f"{page}/approve")

    assert client_of(board).post_form(f"{page}/approve", page="/account").status_code == 409
    facts = {"reason": "No"}
    assert client_of(board).post_form(f"{page}/decline", facts, page="/account").status_code == 409
    assert waits.decided_by_id == treasurer.id


def test_what_the_bank_says_is_written_down(client_of, treasurer, waits):
    facts = {"result": "close", "name_shown": "B.F. Fictema", "checked_on": "1-6-2025"}

    client_of(treasurer).submit(f"{page_of(waits)}/name", facts)

    assert "B.F. Fictema" in client_of(treasurer).page(page_of(waits)).text
    assert "B.F. Fictema" in client_of(treasurer).page(f"/payees/{waits.payee_id}").text


def test_vat_and_who_writes_the_invoices_by_period(client_of, coordinator, payee):
    client, page = client_of(coordinator), f"/payees/{payee.id}"
    exempt = {"treatment": "exempt", "valid_from": "1-1-2025"}
    assert client.post_form(f"{page}/vat", exempt).status_code == 422
    client.submit(f"{page}/vat", exempt | {"crkbo": "KR-1", "crkbo_until": "1-3-2025"})
    billing = {"agreed_on": "1-1-2025", "valid_from": "1-2-2025", "objection_days": "10"}
    client.submit(f"{page}/self-billing", billing)

    text = client.page(page).text
    assert "KR-1" in text
    assert "01-02-2025" in text
    client.submit(f"{page}/self-billing/end", {"valid_from": "1-5-2025"})
    assert queries.self_billing_on(payee, clock.today()) is None


def test_an_agreement_is_made_and_completed(client_of, coordinator, place, payee):
    client = client_of(coordinator)
    client.submit(
        f"/payees/{payee.id}/agreements/new", AGREED | {"assignment": place.id, "is_insured": "y"}
    )
    made = queries.agreements_of(payee.id)[0]
    assert (made.assignment, made.is_insured) == (place, True)

    page = f"/agreements/{made.id}/change"
    wrong = AGREED | {"ends_on": "1-1-2024"}
    assert client.post_form(page, wrong).status_code == 422
    client.submit(page, {"assessed_on": "1-2-2025", "assessed_by": "Ilse Modelhof"})
    assert "Ilse Modelhof" in client.page(f"/payees/{payee.id}").text


def test_the_page_says_what_asks_for_a_look(client_of, board, payee, place):
    text = client_of(board).page(f"/payees/{payee.id}").text

    assert place.engagement.code in text


def test_the_list_finds_who_waits_and_exports(client_of, treasurer, payee, waits):
    people.employer_payee(organisation("De Proefpolder"), by=treasurer)
    client = client_of(treasurer)

    assert "Bram Fictema" in client.page("/payees?account=proposed").text
    assert "De Proefpolder" not in client.page("/payees?account=proposed").text
    assert "De Proefpolder" in client.page("/payees?account=none").text
    payees.approve_account(waits, by=treasurer)
    assert FIRST in client.get("/payees?account=approved&as=csv").text


CHANGES = ("change", "vat", "self-billing", "self-billing/end", "agreements/new")


@pytest.mark.parametrize("part", CHANGES)
def test_who_reads_the_money_does_not_change_a_payee(client_of, board, treasurer, payee, part):
    for user in (board, treasurer):
        assert client_of(user).get(f"/payees/{payee.id}/{part}").status_code == 403
        assert client_of(user).get(f"/payees/{payee.id}").status_code == 200


def test_who_gives_numbers_does_not_decide_on_any(client_of, coordinator, waits):
    client = client_of(coordinator)
    for page in (page_of(waits), f"{page_of(waits)}/name"):
        assert client.get(page).status_code == 403
    for step in ("approve", "decline"):
        answer = client.post_form(f"{page_of(waits)}/{step}", page="/account")
        assert answer.status_code == 403
    assert waits.state is AccountState.PROPOSED


def test_a_reviewer_sees_no_payee(client_of, stranger, payee, waits):
    for page in ("/payees", f"/payees/{payee.id}", f"/payees/{payee.id}/vat", page_of(waits)):
        assert client_of(stranger).get(page).status_code == 403
    assert "/payees" not in client_of(stranger).page("/").html


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in CHANGES)])
def test_a_payee_that_is_not_there_is_not_found(client_of, coordinator, part):
    assert client_of(coordinator).get(f"/payees/999{part}").status_code == 404


def test_an_account_that_is_not_there_is_not_found(client_of, treasurer, coordinator):
    for page in ("/payee-accounts/999", "/payee-accounts/999/name"):
        assert client_of(treasurer).get(page).status_code == 404
    assert client_of(coordinator).get("/agreements/999/change").status_code == 404


def test_a_page_costs_as_much_with_a_long_history(client_of, coordinator, payee, statements):
    client = client_of(coordinator)
    client.page(f"/payees/{payee.id}")
    statements.clear()
    client.page(f"/payees/{payee.id}")
    few = len(statements)
    for iban in (SECOND, FIRST, SECOND):
        people.change_payee(payee, iban=iban, by=coordinator)

    statements.clear()
    client.page(f"/payees/{payee.id}")

    assert len(statements) <= few
