import pytest
from sqlalchemy import select

from lt_admin.orientation.models.organisations import Contact, Organisation
from tests.orientation.factories import contact_of, organisation_named, running

FACTS = {"name": "Gemeente Duinermeer", "kind": "municipality", "sector": "municipality"}


def only_organisation(session):
    return session.scalars(select(Organisation)).one()


def test_an_organisation_is_added_with_checked_numbers(session, coordinator, client_of):
    facts = {**FACTS, "kvk": "1234 5678", "postcode": "1234ab", "iban": "nl91abna0417164300"}
    client_of(coordinator).submit("/organisations/new", facts)
    added = only_organisation(session)
    assert (added.kvk, added.postcode, added.iban) == ("12345678", "1234 AB", "NL91ABNA0417164300")


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""},
        {"kind": ""},
        {"kvk": "123"},
        {"rsin": "123456789"},
        {"oin": "1"},
        {"vat_id": "NL1"},
        {"iban": "NL1"},
        {"postcode": "12"},
        {"peppol_scheme": "", "peppol_id": "12345678"},
        {"peppol_scheme": "0190", "peppol_id": "12345678"},
        {"payment_term_days": "0"},
        {"language": "de"},
    ],
)
def test_wrong_facts_are_named_beside_their_field(session, coordinator, client_of, facts):
    answer = client_of(coordinator).submit("/organisations/new", {**FACTS, **facts})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert session.scalars(select(Organisation)).all() == []


def test_likely_duplicates_are_shown_and_can_be_overruled(session, coordinator, client_of):
    known = organisation_named("Stichting Gemeente Duinermeer (demo)", by=coordinator)
    client = client_of(coordinator)
    answer = client.submit("/organisations/new", FACTS)
    assert answer.status_code == 422
    assert f'href="/organisations/{known.id}"' in answer.text
    client.submit("/organisations/new", {**FACTS, "anyway": "1"})
    assert len(session.scalars(select(Organisation)).all()) == 2


def test_the_same_number_is_a_likely_duplicate(session, coordinator, client_of):
    organisation_named("Iets heel anders", by=coordinator, kvk="12345678")
    answer = client_of(coordinator).submit("/organisations/new", {**FACTS, "kvk": "12345678"})
    assert "hetzelfde KvK-nummer" in answer.text


def test_an_organisation_is_changed_without_being_its_own_duplicate(coordinator, client_of):
    organisation = organisation_named(by=coordinator, kvk="12345678")
    client_of(coordinator).submit(
        f"/organisations/{organisation.id}/change", {"city": "Zilverstrand"}
    )
    assert organisation.city == "Zilverstrand"
    assert organisation.kvk == "12345678"


def test_an_organisation_is_archived_and_restored(coordinator, client_of):
    organisation = organisation_named(by=coordinator)
    client, page = client_of(coordinator), f"/organisations/{organisation.id}"
    client.submit(page, action=f"{page}/archive")
    assert organisation.archived_on
    client.get("/")  # takes the message away
    assert "Duinermeer" not in client.page("/requests/new").text
    client.submit(page, action=f"{page}/restore")
    assert organisation.archived_on is None


def test_contacts_are_added_changed_and_leave(session, coordinator, client_of):
    organisation = organisation_named(by=coordinator)
    client, page = client_of(coordinator), f"/organisations/{organisation.id}"
    client.submit(
        f"{page}/contacts/new",
        {"name": "Anna", "email": "anna@duinermeer.example", "for_quote": "y"},
    )
    contact = session.scalars(select(Contact)).one()
    client.submit(f"{page}/contacts/{contact.id}", {"function": "beleidsadviseur"})
    assert (contact.function, contact.for_quote) == ("beleidsadviseur", True)
    client.submit(f"{page}/contacts/{contact.id}/left", {"left_on": "1-2-2025"})
    assert contact.left_on.month == 2
    assert "vertrokken op 01-02-2025" in client.page(page).text
    assert client.submit(f"{page}/contacts/{contact.id}/left").status_code == 422


def test_a_contact_needs_an_address(session, coordinator, client_of):
    organisation = organisation_named(by=coordinator)
    address = f"/organisations/{organisation.id}/contacts/new"
    answer = client_of(coordinator).submit(address, {"name": "Anna", "email": "anna"})
    assert answer.status_code == 422
    assert session.scalars(select(Contact)).all() == []


def test_a_contact_belongs_to_its_organisation(coordinator, client_of):
    contact = contact_of(organisation_named(by=coordinator), by=coordinator)
    other = organisation_named("Merelnest", by=coordinator)
    answer = client_of(coordinator).get(f"/organisations/{other.id}/contacts/{contact.id}")
    assert answer.status_code == 404


def test_the_record_shows_the_reviews_of_an_organisation(coordinator, treasurer, client_of):
    engagement = running(by=coordinator)
    organisation = engagement.request.organisation
    page = client_of(treasurer).page(f"/organisations/{organisation.id}")
    assert engagement.code in page.text
    assert "Archiveren" not in page.text


def test_who_may_read_may_not_change(coordinator, board, reviewer_user, client_of):
    organisation = organisation_named(by=coordinator)
    reader, stranger = client_of(board), client_of(reviewer_user)
    assert reader.get(f"/organisations/{organisation.id}/change").status_code == 403
    assert reader.get("/organisations/999999").status_code == 404
    for number in (organisation.id, 999999):
        assert stranger.get(f"/organisations/{number}").status_code == 403


def test_the_list_is_searched_filtered_and_sorted(coordinator, client_of):
    organisation_named("Aardbei", by=coordinator, city="Duinermeer")
    organisation_named("Zonnebloem", by=coordinator, city="Zilverstrand")
    client = client_of(coordinator)
    assert "Zonnebloem" not in client.page("/organisations?q=duinermeer").text
    text = client.page("/organisations?sort=-name").text
    assert text.index("Zonnebloem") < text.index("Aardbei")
