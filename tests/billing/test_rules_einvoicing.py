"""Our own checks, wherever the official rules are not at hand; no database."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lt_admin.billing.documents.ubl import PROFILES, in_profile, written
from lt_admin.billing.models.e_invoices import e_invoice_of, tidy
from lt_admin.billing.rules.einvoicing import Page, lacks
from lt_admin.billing.rules.references import is_payment_reference, payment_reference
from tests.billing.e_invoice_cases import KINDS, MUTATIONS, facts_of, hours_and_costs, odd_credit
from tests.billing.e_invoice_factories import FULL, buyer, invoice_of, invoices, simple
from tests.billing.papers import SENDER


@pytest.fixture(autouse=True)
def session(app):
    """No database: only the languages of the application."""
    with app.app_context():
        yield


def text_of(facts):
    return written(facts).decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_complete(kind):
    sender, make = KINDS[kind]
    assert lacks(e_invoice_of(make(), sender)) == []


@settings(max_examples=500, deadline=None)
@given(case=invoices())
def test_whatever_we_can_invoice_is_complete_and_adds_up(case):
    sender, made = case
    facts = e_invoice_of(made, sender)

    assert lacks(facts) == []
    assert facts.gross == (-made.gross if made.is_credit else made.gross)
    assert written(facts) == written(facts)


@pytest.mark.parametrize("rule", MUTATIONS)
def test_what_is_broken_is_named_with_its_field_and_page(rule):
    profiles, make, change = MUTATIONS[rule]
    for profile in profiles:
        found = {lack.rule: lack for lack in lacks(change(facts_of(profile, make)))}
        lack = found[rule.partition(" ")[0]]

        assert lack.words
        assert lack.field
        assert lack.page in Page


def test_an_invoice_says_when_it_is_to_be_paid():
    assert [lack.rule for lack in lacks(replace(facts_of("nlcius"), due_on=None))] == ["BR-CO-25"]
    assert lacks(replace(facts_of("nlcius"), due_on=None, number="")) == []  # a draft


def test_hours_are_priced_by_our_share_of_the_rate():
    text = text_of(facts_of("nlcius"))
    assert '<cbc:InvoicedQuantity unitCode="HUR">89</cbc:InvoicedQuantity>' in text
    assert '<cbc:PriceAmount currencyID="EUR">78</cbc:PriceAmount>' in text


@pytest.mark.parametrize("kind", ["a third", "a cent off"])
def test_a_share_without_an_exact_price_is_one_piece_with_the_hours_in_words(kind):
    text = text_of(e_invoice_of(KINDS[kind][1](), SENDER))
    assert '<cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>' in text
    assert "89:00" in text


def test_a_discount_stands_on_the_whole_with_its_own_vat():
    facts = facts_of("nlcius")
    assert [each.reason for each in facts.discounts] == ["Korting"]
    assert "<cbc:AllowanceTotalAmount" in text_of(facts)


def test_a_credit_note_has_positive_amounts_and_asks_no_payment():
    text = text_of(e_invoice_of(odd_credit(), SENDER))
    assert "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>" in text
    assert "<cbc:ID>2025-0014</cbc:ID>" in text
    assert ">-" not in text
    assert "PaymentMeans" not in text


def test_the_three_references_stand_in_their_own_places():
    text = re.sub(r">\s+<", "><", text_of(facts_of("nlcius")))
    assert "<cbc:BuyerReference>inkoop<" in text
    assert "<cac:OrderReference><cbc:ID>VPL-2025-881<" in text
    assert "<cac:ContractDocumentReference><cbc:ID>VP-7<" in text
    assert "<cbc:PaymentID>RF" in text


def test_without_any_reference_of_theirs_the_code_of_the_review_stands_in():
    assert e_invoice_of(invoice_of([simple()]), SENDER).buyer_reference == "LT-2025-03"
    assert e_invoice_of(invoice_of([simple()], reference="7"), SENDER).buyer_reference == ""


@pytest.mark.parametrize(
    ("numbers", "legal", "endpoint"),
    [
        ({}, "0106", "0106"),
        ({"oin": "0" * 20}, "0106", "0190"),
        ({"kvk": None, "oin": "0" * 20}, "0190", "0190"),
        ({"peppol_scheme": "9944", "peppol_id": "NL009876543B01"}, "0106", "9944"),
    ],
)
def test_a_receiver_is_reached_by_its_peppol_number_or_its_oin_or_its_kvk(numbers, legal, endpoint):
    found = e_invoice_of(invoice_of([simple()], to=buyer(**numbers)), SENDER).buyer
    assert (found.legal.scheme, found.endpoint.scheme) == (legal, endpoint)


def test_a_receiver_abroad_needs_no_dutch_number_but_peppol_must_reach_it():
    abroad = buyer(country="BE", kvk=None, postcode="")
    facts = e_invoice_of(invoice_of([simple()], to=abroad), SENDER)
    assert lacks(facts) == []
    assert [lack.field for lack in lacks(replace(facts, profile="peppol"))] == ["peppol_id"]


def test_another_profile_changes_nothing_but_the_name_of_the_rules():
    sent = written(facts_of("nlcius"))
    other = in_profile(sent, "peppol")
    assert other != sent
    assert other == sent.replace(PROFILES["nlcius"].encode(), PROFILES["peppol"].encode())


@settings(deadline=None)
@given(words=st.text())
def test_any_words_fit_in_xml(words):
    made = invoice_of([simple()], **FULL | {"reference": words})
    assert written(e_invoice_of(made, SENDER))
    assert tidy(tidy(words)) == tidy(words)


@settings(deadline=None)
@given(number=st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=1, max_size=21))
def test_a_payment_reference_passes_its_check_and_a_mistake_in_it_does_not(number):
    if not number.strip("-"):
        return
    made = payment_reference(number)
    assert is_payment_reference(made)
    other = str((int(made[2:4]) + 1) % 100).zfill(2)
    assert not is_payment_reference(f"RF{other}{made[4:]}")


def test_a_payment_reference_is_read_with_spaces_and_needs_something():
    assert is_payment_reference("rf18 5390 0754 7034")
    assert payment_reference("2025-0001") == "RF8020250001"
    for nothing in ("", "--", "1" * 22):
        with pytest.raises(ValueError, match="fit"):
            payment_reference(nothing)


def test_the_note_of_an_invoice_is_the_review_and_of_a_credit_the_reason():
    assert e_invoice_of(hours_and_costs(), SENDER).note == "Leerreview LT-2025-03"
    assert e_invoice_of(odd_credit(), SENDER).note == "verkeerd aandeel"
