from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused
from lt_admin.orientation.services import organisations as verbs
from tests.orientation.factories import contact_of, organisation_named


def test_numbers_are_kept_without_spaces(coordinator):
    organisation = organisation_named(
        by=coordinator,
        kvk="1234 5678",
        postcode="1234ab",
        iban="NL91 ABNA 0417 1643 00",
        peppol_scheme="0106",
        peppol_id="1234 5678",
    )
    assert (organisation.kvk, organisation.postcode) == ("12345678", "1234 AB")
    assert (organisation.iban, organisation.peppol_id) == ("NL91ABNA0417164300", "12345678")


@pytest.mark.parametrize(
    "facts",
    [
        {"kvk": "1"},
        {"rsin": "123456789"},
        {"iban": "NL00"},
        {"vat_id": "NL"},
        {"oin": "1"},
        {"postcode": "12"},
        {"peppol_id": "12345678"},
    ],
)
def test_a_wrong_number_is_refused(coordinator, facts):
    with pytest.raises(Refused):
        organisation_named(by=coordinator, **facts)


def test_a_foreign_postcode_is_taken_as_it_is(coordinator):
    organisation = organisation_named(by=coordinator, country="BE", postcode="2000")
    assert organisation.postcode == "2000"


def test_an_empty_number_is_no_number(coordinator):
    organisation = organisation_named(by=coordinator, kvk="", peppol_scheme="0106", peppol_id="")
    assert (organisation.kvk, organisation.peppol_scheme) == (None, None)


def test_a_change_names_the_fields_and_nothing_else(session, coordinator):
    organisation = organisation_named(by=coordinator, city="Duinermeer")
    verbs.change_organisation(organisation, by=coordinator, city="Zilverstrand", street="")
    verbs.change_organisation(organisation, by=coordinator, city="Zilverstrand")
    entries = select(AuditEntry.facts).where(AuditEntry.event == "organisation:changed")
    assert session.scalars(entries).all() == [{"fields": "city"}]


def test_an_archived_organisation_can_come_back(coordinator):
    organisation = organisation_named(by=coordinator)
    verbs.archive_organisation(organisation, on=date(2025, 1, 1), by=coordinator)
    assert organisation.archived_on == date(2025, 1, 1)
    verbs.restore_organisation(organisation, by=coordinator)
    assert organisation.archived_on is None


def test_who_left_is_no_longer_written_to(coordinator):
    organisation = organisation_named(by=coordinator)
    contact = contact_of(organisation, by=coordinator)
    verbs.contact_left(contact, on=date(2025, 1, 1), by=coordinator)
    assert organisation.present_contacts == []
    with pytest.raises(Refused):
        verbs.contact_left(contact, on=date(2025, 1, 1), by=coordinator)


def test_a_contact_can_be_corrected(coordinator):
    contact = contact_of(organisation_named(by=coordinator), by=coordinator)
    verbs.change_contact(contact, by=coordinator, email="anna@merelnest.example")
    assert contact.email == "anna@merelnest.example"
