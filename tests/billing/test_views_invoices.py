import pytest

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.core import clock
from lt_admin.core.money import Money
from tests.billing.invoice_factories import draft, issued, one_invoice, review, worked
from tests.billing.test_services_payments import paid


def drafted(by, weights=(100,)):
    engagement = review(weights, by=by)
    worked(engagement, 10)
    return draft(engagement, by=by)[0]


def pages_of(invoice):
    tails = ("", "/hours", "/paper")
    return [f"/invoices/{invoice.id}{tail}" for tail in tails]


@pytest.mark.parametrize("make", [drafted, lambda by: one_invoice(by=by)])
@pytest.mark.parametrize("person", ["coordinator", "treasurer", "board"])
def test_who_may_read_sees_every_page(request, client_of, coordinator, person, make):
    client = client_of(request.getfixturevalue(person))
    for url in ["/invoices", "/invoices?state=open", *pages_of(make(coordinator))]:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("number", [0, 1])
def test_a_reviewer_learns_nothing_about_invoices(client_of, coordinator, stranger, number):
    found = one_invoice(by=coordinator)
    client = client_of(stranger)
    for url in pages_of(found):
        there = url.replace(str(found.id), str(found.id + number * 1000))
        assert client.get(there).status_code == 403


def test_nobody_comes_in_without_signing_in(anyone, coordinator):
    for url in pages_of(one_invoice(by=coordinator)):
        assert anyone.get(url).location.startswith("/login")


def test_what_is_not_there_is_not_found(client_of, coordinator):
    assert client_of(coordinator).get("/invoices/999").status_code == 404


@pytest.mark.parametrize("tail", ["reference", "share", "credit", "send"])
def test_only_the_coordinator_changes_drafts(client_of, coordinator, treasurer, board, tail):
    found = drafted(coordinator)
    for person in (treasurer, board):
        assert client_of(person).get(f"/invoices/{found.id}/{tail}").status_code == 403


def test_the_list_says_what_is_open_and_narrows_by_state(client_of, coordinator, treasurer):
    first, second = one_invoice(by=coordinator), one_invoice(by=coordinator)
    paid(first, first.gross, treasurer, allocations=[(first, first.gross)])
    client = client_of(treasurer)

    assert "€ 1.573,00" in client.page("/invoices").text
    assert first.number not in client.page("/invoices?state=open").text
    assert second.number not in client.page("/invoices?state=paid").text


def test_an_overdue_invoice_says_for_how_long(client_of, coordinator):
    found = one_invoice(by=coordinator)
    day = clock.noon(found.due_on.replace(year=found.due_on.year + 1))
    with clock.at(day):
        page = client_of(coordinator).page("/invoices?state=overdue")
    assert found.number in page.text
    assert "36" in page.text  # 365 or 366 days


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported_as_shown(client_of, coordinator, form):
    one_invoice(by=coordinator)
    assert client_of(coordinator).get(f"/invoices?as={form}").status_code == 200


def test_the_list_takes_the_same_number_of_statements_with_any_rows(
    client_of, coordinator, statements
):
    client, counts = client_of(coordinator), []
    for _ in range(2):
        one_invoice(by=coordinator)
        statements.clear()
        client.get("/invoices")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


def test_a_draft_shows_what_is_missing_and_takes_a_reference(client_of, coordinator):
    found = drafted(coordinator)
    found.organisation.requires_reference = True
    client = client_of(coordinator)
    assert found.organisation.name in client.page(f"/invoices/{found.id}").text

    facts = {"reference": "4500123", "commitment_number": "VP-7", "buyer_reference": "inkoop"}
    client.submit(f"/invoices/{found.id}/reference", facts)

    assert {name: getattr(found, name) for name in facts} == facts


@pytest.mark.parametrize(
    ("fact", "value", "page"),
    [
        ("kvk", None, "/organisations/{organisation}/change#kvk"),
        ("postcode", "", "/organisations/{organisation}/change#postcode"),
        ("requires_reference", True, "/invoices/{invoice}/reference#reference"),
    ],
)
def test_what_is_missing_leads_to_the_page_where_it_is_mended(
    client_of, coordinator, fact, value, page
):
    found = drafted(coordinator)
    setattr(found.organisation, fact, value)
    wanted = page.format(organisation=found.organisation_id, invoice=found.id)
    shown = client_of(coordinator).page(f"/invoices/{found.id}")
    assert wanted in [each.get("href") for each in shown.all("a")]


def test_the_e_invoice_is_given_as_it_was_sent(client_of, coordinator, anyone, stranger):
    found, unsent = one_invoice(by=coordinator), drafted(coordinator)
    client, url = client_of(coordinator), f"/invoices/{found.id}/ubl"
    answer = client.get(url)
    assert answer.data == found.ubl
    assert f"factuur-{found.number}.xml" in answer.headers["Content-Disposition"]
    assert url in [each.get("href") for each in client.page(f"/invoices/{found.id}").all("a")]
    assert client.get(f"/invoices/{unsent.id}/ubl").status_code == 404
    assert anyone.get(url).location.startswith("/login")
    assert client_of(stranger).get(url).status_code == 403


def test_the_share_is_set_by_hand_with_its_reason_on_the_record(client_of, coordinator):
    found = drafted(coordinator, (60, 40))
    client = client_of(coordinator)
    facts = {"percent": "50", "reason": "zo afgesproken in mei"}

    client.submit(f"/invoices/{found.id}/share", facts)

    assert found.net == Money.euros("650.00")
    assert "zo afgesproken in mei" in client.page(f"/invoices/{found.id}").text


@pytest.mark.parametrize("facts", [{"percent": "101"}, {"percent": "0", "reason": "x"}, {}])
def test_a_share_that_cannot_be_stays_on_the_page(client_of, coordinator, facts):
    found = drafted(coordinator, (60, 40))
    answer = client_of(coordinator).submit(f"/invoices/{found.id}/share", facts)
    assert answer.status_code == 422
    assert found.override_reason == ""


def test_a_draft_is_thrown_away(client_of, coordinator):
    client, page = client_of(coordinator), f"/invoices/{drafted(coordinator).id}"
    answer = client.post_form(f"{page}/discard", page=page)
    assert answer.location == "/invoices"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("tail", ["discard", "reference", "share", "send"])
def test_a_sent_invoice_is_neither_changed_nor_deleted(client_of, coordinator, tail):
    found = one_invoice(by=coordinator)
    before = (found.number, found.net, found.reference, found.pdf_sha256)
    client, page = client_of(coordinator), f"/invoices/{found.id}"
    facts = {"reference": "x", "percent": "10", "reason": "x"}

    answer = client.post_form(f"{page}/{tail}", facts, page=page)

    assert answer.status_code == 409
    assert (found.number, found.net, found.reference, found.pdf_sha256) == before


def test_a_sent_invoice_offers_no_way_to_change_it(client_of, coordinator):
    found = one_invoice(by=coordinator)
    html = client_of(coordinator).page(f"/invoices/{found.id}").html
    assert not any(f"/invoices/{found.id}/{tail}" in html for tail in ("share", "discard", "send"))


def test_crediting_says_which_hours_are_free_again(client_of, coordinator):
    found = one_invoice(by=coordinator)
    client = client_of(coordinator)

    answer = client.submit(f"/invoices/{found.id}/credit", {"reason": "verkeerd aandeel"})

    assert found.state is InvoiceState.CREDITED
    assert "10:00" in client.page(answer.location).text


def test_a_credit_never_goes_beyond_its_original(client_of, coordinator):
    found = one_invoice(by=coordinator)
    client, url = client_of(coordinator), f"/invoices/{found.id}/credit"
    line = found.lines[0].id
    client.submit(url, {"reason": "verkeerd aandeel"})

    again = client.post_form(url, {"lines": line, "reason": "nog eens"}, page="/invoices/new")

    assert again.status_code == 422
    assert found.credited == found.gross


def test_a_line_of_another_invoice_is_not_credited(client_of, coordinator):
    found, other = one_invoice(by=coordinator), one_invoice(by=coordinator)
    facts = {"lines": other.lines[0].id, "reason": "x"}
    answer = client_of(coordinator).submit(f"/invoices/{found.id}/credit", facts)
    assert answer.status_code == 422
    assert other.state is InvoiceState.ISSUED


def test_a_credited_and_paid_invoice_shows_what_to_give_back(client_of, coordinator, treasurer):
    found = one_invoice(by=coordinator)
    paid(found, found.gross, treasurer, allocations=[(found, found.gross)])
    client_of(coordinator).submit(f"/invoices/{found.id}/credit", {"reason": "verkeerd aandeel"})
    assert "€ 1.573,00" in client_of(treasurer).page("/open-items").text


def test_an_invoice_is_mailed_once_more(client_of, coordinator):
    found = one_invoice(by=coordinator)
    page = f"/invoices/{found.id}"
    assert client_of(coordinator).post_form(f"{page}/again", page=page).location == page


def test_the_hours_of_a_credited_line_are_marked(client_of, coordinator):
    engagement = review((100,), by=coordinator, costs=((3, "80.00"),))
    worked(engagement, 10)
    (found,) = issued(engagement, by=coordinator)
    client = client_of(coordinator)
    client.submit(f"/invoices/{found.id}/credit", {"reason": "x"})
    assert "5:00" not in client.page(f"/invoices/{found.id}/hours").text
