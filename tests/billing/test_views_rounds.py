import pytest

from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.hours import EntryState
from tests.billing.invoice_factories import draft, of_organisation, one_invoice, review, worked


def ready(by, weights=(60, 40), **facts):
    engagement = review(weights, by=by, **facts)
    worked(engagement, 10)
    return engagement, f"/engagements/{engagement.id}/invoices/final"


def invoices_of(engagement):
    return [i for party in engagement.parties for i in of_organisation(party.organisation)]


def test_a_round_goes_from_preview_to_drafts_to_sent(client_of, coordinator):
    engagement, url = ready(coordinator)
    client = client_of(coordinator)
    assert "€ 780,00" in client.page(url).text
    assert invoices_of(engagement) == []

    sending = client.submit(url, action=url).location
    page = client.page(sending)
    assert "facturen" in page.text  # to whom: facturen1@instelling.example
    client.submit(sending, action=sending)

    made = invoices_of(engagement)
    assert [each.state for each in made] == [InvoiceState.ISSUED] * 2
    assert [each.net for each in made] == [Money.euros("780.00"), Money.euros("520.00")]


def test_one_draft_is_sent_by_itself(client_of, coordinator):
    engagement, _ = ready(coordinator)
    first, second = draft(engagement, by=coordinator)
    url = f"/invoices/{first.id}/send"
    client_of(coordinator).submit(url, action=url)
    assert (first.is_issued, second.is_issued) == (True, False)


def test_sending_the_same_draft_twice_is_refused(client_of, coordinator):
    engagement, _ = ready(coordinator)
    made, other = draft(engagement, by=coordinator)
    client, url = client_of(coordinator), f"/invoices/{made.id}/send"
    client.post_form(url, page=url)
    number = made.number
    assert client.post_form(url, page=f"/invoices/{other.id}/send").status_code == 409
    assert made.number == number


def test_what_is_missing_stands_where_the_button_was(client_of, coordinator):
    engagement, url = ready(coordinator)
    engagement.parties[0].organisation.requires_reference = True
    engagement.parties[0].organisation.reference_name = "verplichtingennummer"
    client = client_of(coordinator)
    assert "verplichtingennummer" in client.page(url).text
    client.submit(url, action=url)

    page = client.page(f"{url}/send")
    assert not [each for each in page.all("form") if each.get("action") == f"{url}/send"]
    refused = client.post_form(f"{url}/send", page=url)

    assert refused.status_code == 422
    assert not any(each.is_issued for each in invoices_of(engagement))


def test_unapproved_hours_are_pointed_out(client_of, coordinator):
    engagement, url = ready(coordinator)
    worked(engagement, 3, state=EntryState.SUBMITTED)
    assert "3:00" in client_of(coordinator).page(url).text


def test_hours_above_the_ceiling_cannot_be_drafted(client_of, coordinator):
    engagement, url = ready(coordinator, hours=8)
    client = client_of(coordinator)
    page = client.page(url)
    assert "2:00" in page.text
    assert not [each for each in page.all("form") if each.get("action") == url]
    assert client.post_form(url, page=url).status_code == 422
    assert invoices_of(engagement) == []


def test_nothing_to_bill_is_said_kindly(client_of, coordinator):
    engagement, url = ready(coordinator)
    draft(engagement, by=coordinator)
    client = client_of(coordinator)
    assert client.get(url).status_code == 200
    assert client.post_form(url, page=url).status_code == 422


def test_it_is_too_early_for_the_final_round(client_of, coordinator):
    _, url = ready(coordinator, state=EngagementState.EXPLORING)
    assert client_of(coordinator).get(url).status_code == 422


def test_corrections_that_weigh_more_are_explained(client_of, coordinator):
    engagement = review((100,), by=coordinator)
    (entry, *_) = worked(engagement, 8)
    draft(engagement, by=coordinator)
    worked(engagement, -1, corrects_id=entry.id)
    url = f"/engagements/{engagement.id}/invoices/final"
    assert "130,00" in client_of(coordinator).page(url).text


@pytest.mark.parametrize("person", ["treasurer", "board", "stranger"])
@pytest.mark.parametrize("there", [True, False])
def test_only_the_coordinator_makes_invoices(request, client_of, coordinator, person, there):
    engagement, url = ready(coordinator)
    if not there:
        url = url.replace(f"/{engagement.id}/", "/999/")
    client = client_of(request.getfixturevalue(person))
    assert [client.get(each).status_code for each in (url, f"{url}/send", "/invoices/new")] == [
        403
    ] * 3


@pytest.mark.parametrize("tail", ["final", "final/send", "third"])
def test_a_review_or_round_that_is_not_there_is_not_found(client_of, coordinator, tail):
    assert client_of(coordinator).get(f"/engagements/999/invoices/{tail}").status_code == 404


def test_the_start_page_lists_what_waits(client_of, coordinator):
    waiting, _ = ready(coordinator)
    early, _ = ready(coordinator, state=EngagementState.EXPLORING)
    drafted, _ = ready(coordinator)
    draft(drafted, by=coordinator)

    page = client_of(coordinator).page("/invoices/new")

    for each in (waiting, early, drafted):
        assert each.code in page.text
    assert f"/engagements/{early.id}/invoices" not in page.html


def test_the_home_page_names_rounds_and_drafts(client_of, coordinator):
    _, url = ready(coordinator)
    drafted, _ = ready(coordinator)
    draft(drafted, by=coordinator)
    html = client_of(coordinator).page("/").html
    assert url in html
    assert f"/engagements/{drafted.id}/invoices/final/send" in html


def test_nothing_waits_when_all_is_billed(client_of, coordinator):
    one_invoice(by=coordinator)
    assert "/invoices/final" not in client_of(coordinator).page("/invoices/new").html
