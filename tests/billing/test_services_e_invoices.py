"""What issuing keeps: the e-invoice as it was sent, inside the paper as well."""

import base64
import csv
import hashlib
import importlib.util
import shutil
from io import BytesIO, StringIO

import pytest
from lxml import etree
from pypdf import PdfReader
from sqlalchemy import select

from lt_admin.billing.documents.ubl import CBC, PROFILES, ubl_of
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import issue_invoice
from lt_admin.core.foundation import the_foundation
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import EInvoiceProfile
from tests.billing.invoice_factories import draft, foundation, one_invoice, review, worked
from tests.billing.official import needs_rules, unexplained, vera


def a_draft(by, **facts):
    engagement = review((100,), by=by)
    for name, value in facts.items():
        setattr(engagement.parties[0].organisation, name, value)
    worked(engagement, 10)
    return draft(engagement, by=by)[0]


def inside(ubl):
    """The files in an e-invoice, by name."""
    found = etree.fromstring(ubl).iter(f"{{{CBC}}}EmbeddedDocumentBinaryObject")
    return {each.get("filename"): base64.b64decode(each.text) for each in found}


def attached(pdf):
    return {name: files[0] for name, files in PdfReader(BytesIO(pdf)).attachments.items()}


def test_issuing_keeps_the_e_invoice_and_its_hash(coordinator):
    made = one_invoice(by=coordinator)
    assert made.ubl_sha256 == hashlib.sha256(made.ubl).hexdigest()
    assert made.pdf_sha256 == hashlib.sha256(made.pdf).hexdigest()
    assert made.e_invoice_profile is EInvoiceProfile.NLCIUS
    assert made.payment_reference.endswith(made.number.replace("-", ""))


def test_the_paper_holds_the_e_invoice_byte_for_byte(coordinator):
    made = one_invoice(by=coordinator)
    assert attached(made.pdf) == {f"factuur-{made.number}.xml": made.ubl}
    assert b"/AFRelationship /Alternative" in made.pdf


def test_the_e_invoice_holds_the_paper_and_the_hours(coordinator):
    made = one_invoice(by=coordinator)
    paper, hours = inside(made.ubl).values()
    rows = list(csv.reader(StringIO(hours.decode("utf-8-sig")), delimiter=";"))
    assert attached(paper) == {}
    assert made.number in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert rows[0] == ["Datum", "Reviewer", "Stap", "Werk", "Uren"]
    assert sorted(row[4] for row in rows[1:]) == ["2,00", "8,00"]


def test_a_credit_invoice_names_its_original_in_its_e_invoice(coordinator):
    made = one_invoice(by=coordinator)
    credit = credit_invoice(made, reason="verkeerd", by=coordinator)
    root = etree.fromstring(credit.ubl)
    assert etree.QName(root).localname == "CreditNote"
    assert made.number in [each.text for each in root.iter(f"{{{CBC}}}ID")]
    assert list(inside(credit.ubl)) == [f"creditfactuur-{credit.number}.pdf"]


def test_an_organisation_gets_its_own_kind_of_e_invoice_and_reference(coordinator):
    wanted = {"e_invoice_profile": EInvoiceProfile.PEPPOL, "buyer_reference": "kostenplaats 7"}
    made = a_draft(coordinator, **wanted)
    made.buyer_reference = "kostenplaats 7"
    issue_invoice(made, by=coordinator)
    assert PROFILES["peppol"].encode() in made.ubl
    assert b"<cbc:BuyerReference>kostenplaats 7<" in made.ubl


def test_a_draft_starts_with_the_reference_that_the_organisation_always_wants(coordinator, session):
    engagement = review((100,), by=coordinator)
    engagement.parties[0].organisation.buyer_reference = "inkoop"
    worked(engagement, 1)
    (made,) = draft(engagement, by=coordinator)
    assert made.buyer_reference == "inkoop"


def test_equal_invoices_are_equal_to_the_byte(coordinator):
    made = one_invoice(by=coordinator)
    sender = the_foundation().sender
    assert ubl_of(made, sender) == ubl_of(made, sender)


def test_the_mail_brings_the_paper_and_the_e_invoice(coordinator, session):
    made = one_invoice(by=coordinator)
    (mail,) = session.scalars(select(QueuedMail)).all()
    found = {each.content_type: each.content for each in mail.attachments}
    assert found == {"application/pdf": made.pdf, "application/xml": made.ubl}


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        ({"kvk": None}, "KvK"),
        ({"postcode": ""}, "postcode"),
        ({"city": ""}, r"adres|address"),
        ({"requires_reference": True}, r"kenmerk|reference"),
    ],
)
def test_what_a_receiver_would_refuse_never_gets_a_number(coordinator, session, theirs, words):
    made = a_draft(coordinator, **theirs)
    with pytest.raises(Refused, match=f"(?i){words}"):
        issue_invoice(made, by=coordinator)
    assert session.scalars(select(Invoice.number).where(Invoice.number.is_not(None))).all() == []


@pytest.mark.parametrize("fact", ["name", "street", "postcode", "city", "email", "kvk", "iban"])
def test_an_invoice_waits_for_our_own_facts(coordinator, fact):
    made = a_draft(coordinator)
    foundation(**{fact: ""})
    with pytest.raises(Refused):
        issue_invoice(made, by=coordinator)


@needs_rules
@pytest.mark.parametrize("profile", EInvoiceProfile)
def test_what_is_sent_passes_the_official_rules(coordinator, profile, tmp_path):
    made = a_draft(coordinator, e_invoice_profile=profile)
    issue_invoice(made, by=coordinator)
    credit = credit_invoice(made, reason="verkeerd", by=coordinator)
    assert unexplained(str(profile), made.ubl, tmp_path) == []
    assert unexplained(str(profile), credit.ubl, tmp_path) == []


HAS_VERA = importlib.util.find_spec("jpype") is not None and shutil.which("java") is not None


@needs_rules
@pytest.mark.skipif(not HAS_VERA, reason="veraPDF needs jpype and java")
def test_papers_with_their_e_invoice_pass_verapdf(coordinator, tmp_path):
    made = one_invoice(by=coordinator)
    credit = credit_invoice(made, reason="verkeerd", by=coordinator)
    for each in (made, credit):
        file = tmp_path / f"{each.number}.pdf"
        file.write_bytes(each.pdf)
        for flavour in ("3b", "ua1"):
            result = vera().validate(file, flavour)
            assert result["compliant"], result["messages"]
