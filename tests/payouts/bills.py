"""Statements of payees and the invoices that they send, to test with."""

from __future__ import annotations

from datetime import date

from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.payouts.rules.bills import Told
from lt_admin.reviewers.models.payees import PayeeVat, SelfBilling, VatTreatment
from lt_admin.reviewers.models.people import PayeeKind
from tests.billing import work
from tests.factories import user_with

MARCH_END, APRIL = date(2025, 3, 31), date(2025, 4, 2)
FIRST = date(2025, 1, 1)
PDF = b"%PDF-1.7\nan invoice"
BTW = "NL000099998B57"
OURS = {
    "name": "Stichting Samen Leren (demo)",
    "street": "Voorbeeldkade 12",
    "postcode": "1234 AB",
    "city": "Testerdam",
    "email": "bureau@lt-demo.example",
    "kvk": "12345678",
    "rsin": "001234560",
    "vat_id": "NL001234560B01",
    "iban": "NL91ABNA0417164300",
}


def foundation(**facts):
    found = the_foundation()
    for name, value in (OURS | facts).items():
        setattr(found, name, value)
    session.flush()
    return found


def employer(**facts):
    standard = {"kvk": "67812345", "vat_id": "NL004495445B01", "kind": PayeeKind.EMPLOYER}
    return work.payee("De Proefpolder", **standard | facts)


def freelancer(name="Bram Fictema", **facts):
    return work.payee(name, **{"kvk": "87654321", "vat_id": BTW} | facts)


def agreed(payee, *, days=14, since=FIRST, is_agreed=True):
    """The agreement that we write this payee's invoices."""
    facts = {"valid_from": since, "agreed_on": since, "is_agreed": is_agreed}
    return work.saved(SelfBilling(payee_id=payee.id, objection_days=days, **facts))


def taxed(payee, treatment, *, since=FIRST, crkbo="", crkbo_until=None):
    facts = {"valid_from": since, "crkbo": crkbo, "crkbo_until": crkbo_until}
    return work.saved(PayeeVat(payee_id=payee.id, treatment=VatTreatment(treatment), **facts))


def statement(payee, *, by, minutes=600, user=None):
    """Ten hours at 95 euro on a statement of March: 950.00."""
    review = work.engagement()
    work.accepted_quote(review)
    person = work.reviewer(payee.name, paid_to=payee, user=user)
    work.hours(person, review, minutes, day=date(2025, 3, 4))
    (found,) = (each for each in issue_statements(2025, 3, by=by) if each.payee is payee)
    return found


def typed(net="950.00", vat="199.50", number="2025-881", on=APRIL):
    return Told(number, on, Money.euros(net), Money.euros(vat))


def ubl(**facts):
    """An e-invoice as an employer's own system makes it; any value may be another."""
    standard = {
        "number": "2025-881",
        "on": "2025-04-02",
        "reference": "U2025-0001",
        "net": "950.00",
        "vat": "199.50",
        "gross": "1149.50",
        "kvk": "67812345",
        "vat_id": "NL004495445B01",
        "iban": work.IBAN,
        "currency": "EUR",
        "head": "",
        "kind": "Invoice",
    }
    return UBL.format(**standard | facts).encode()


UBL = """<?xml version="1.0" encoding="UTF-8"?>{head}
<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{on}</cbc:IssueDate>
<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
<cbc:BuyerReference>{reference}</cbc:BuyerReference>
<cac:AccountingSupplierParty><cac:Party>
<cac:PartyTaxScheme><cbc:CompanyID>{vat_id}</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:CompanyID schemeID="0106">{kvk}</cbc:CompanyID></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty>
<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount>
</cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
<cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>
</{kind}>"""


def second_treasurer():
    return user_with("treasurer", name="Tweede Rekenaar")


def wait_until(day):
    """As if the clock stood at noon of this day."""
    return clock.at(clock.noon(day))
