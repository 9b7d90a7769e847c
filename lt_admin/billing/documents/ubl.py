"""The e-invoice: UBL 2.1 after NLCIUS or Peppol BIS Billing 3 (docs/adr/0014)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from lt_admin.billing.models.e_invoices import e_invoice_of
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.rules.e_invoices import (
    Discount,
    EInvoice,
    Id,
    Item,
    Party,
    Taxed,
    Vat,
)
from lt_admin.billing.rules.einvoicing import is_paid
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import ZERO, Money
from lt_admin.core.paper.archive import Attachment
from lt_admin.core.paper.sender import Sender

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING = "peppol_self_billing"
SELF_BILLING_PROCESS = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
_EN = "urn:cen.eu:en16931:2017#compliant#"
PROFILES: Mapping[str, str] = {
    "nlcius": f"{_EN}urn:fdc:nen.nl:nlcius:v1.0",
    "peppol": f"{_EN}urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    SELF_BILLING: f"{_EN}urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
}
MEDIA_TYPE = "application/xml"
SEPA_TRANSFER = "58"
EURO = {"currencyID": "EUR"}


def ubl_of(invoice: Invoice, sender: Sender, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """An invoice or credit invoice as e-invoice, in its profile or else the organisation's.

    Equal invoices, equal bytes.
    """
    return written(e_invoice_of(invoice, sender), attachments)


def in_profile(ubl: bytes, profile: str) -> bytes:
    """The same e-invoice under another profile: only the name of the rules differs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(ubl, parser)
    for name in root.iterfind(f"{{{CBC}}}CustomizationID"):
        name.text = PROFILES[profile]
    return _bytes(root)


def written(invoice: EInvoice, attachments: Sequence[Attachment] = ()) -> bytes:
    """The file; what is empty is left out, as the rules want no empty elements."""
    kind = _kind(invoice)
    spaces: Any = {None: f"{UBL}{kind}-2", "cac": CAC, "cbc": CBC}
    root = etree.Element(f"{{{UBL}{kind}-2}}{kind}", nsmap=spaces)
    _head(root, invoice)
    _references(root, invoice, attachments)
    _party(_in(root, "AccountingSupplierParty"), invoice.seller)
    _party(_in(root, "AccountingCustomerParty"), invoice.buyer)
    _payment(root, invoice)
    for discount in invoice.discounts:
        _discount(root, discount)
    _taxes(root, invoice)
    _totals(root, invoice)
    for number, item in enumerate(invoice.items, start=1):
        _line(root, kind, number, item)
    return _bytes(root)


def _bytes(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _in(parent: Any, name: str) -> Any:
    return etree.SubElement(parent, f"{{{CAC}}}{name}")


def _say(parent: Any, name: str, value: object, **attributes: str) -> None:
    """A value of its own; nothing when there is none."""
    words = "" if value is None else str(value)
    if words:
        etree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = words


def _amount(parent: Any, name: str, amount: Money) -> None:
    sign, cents = "-" if amount < ZERO else "", abs(amount.cents)
    _say(parent, name, f"{sign}{cents // 100}.{cents % 100:02d}", **EURO)


def _kind(invoice: EInvoice) -> str:
    return "CreditNote" if invoice.is_credit else "Invoice"


def _type_code(invoice: EInvoice) -> str:
    """What kind of paper it is; NLCIUS knows no credit invoice of one's own (BR-NL-7)."""
    if invoice.is_credit:
        return "261" if invoice.profile == SELF_BILLING else "381"
    return "389" if invoice.is_self_billed else "380"


def _head(root: Any, invoice: EInvoice) -> None:
    _say(root, "CustomizationID", PROFILES[invoice.profile])
    is_special = invoice.profile == SELF_BILLING
    _say(root, "ProfileID", SELF_BILLING_PROCESS if is_special else PROCESS)
    _say(root, "ID", invoice.number)
    _say(root, "IssueDate", invoice.issued_on)
    if not invoice.is_credit:
        _say(root, "DueDate", invoice.due_on)
    _say(root, f"{_kind(invoice)}TypeCode", _type_code(invoice))
    _say(root, "Note", invoice.note)
    _say(root, "DocumentCurrencyCode", "EUR")
    _say(root, "BuyerReference", invoice.buyer_reference)


def _references(root: Any, invoice: EInvoice, attachments: Sequence[Attachment]) -> None:
    if invoice.period is not None:
        period = _in(root, "InvoicePeriod")
        _say(period, "StartDate", invoice.period[0])
        _say(period, "EndDate", invoice.period[1])
    if invoice.order:
        _say(_in(root, "OrderReference"), "ID", invoice.order)
    if invoice.refers_to:
        taken_back = _in(_in(root, "BillingReference"), "InvoiceDocumentReference")
        _say(taken_back, "ID", invoice.refers_to)
    if invoice.contract:
        _say(_in(root, "ContractDocumentReference"), "ID", invoice.contract)
    for attachment in attachments:
        _attach(root, attachment)


def _attach(root: Any, attachment: Attachment) -> None:
    reference = _in(root, "AdditionalDocumentReference")
    _say(reference, "ID", attachment.name)
    _say(reference, "DocumentDescription", attachment.description)
    kind = {"mimeCode": attachment.media_type, "filename": attachment.name}
    content = base64.b64encode(attachment.content).decode("ascii")
    _say(_in(reference, "Attachment"), "EmbeddedDocumentBinaryObject", content, **kind)


def _party(role: Any, party: Party) -> None:
    top = _in(role, "Party")
    _id(top, "EndpointID", party.endpoint)
    if party.name:
        _say(_in(top, "PartyName"), "Name", party.name)
    address = _in(top, "PostalAddress")
    _say(address, "StreetName", party.street)
    _say(address, "CityName", party.city)
    _say(address, "PostalZone", party.postcode)
    _say(_in(address, "Country"), "IdentificationCode", party.country)
    for number, scheme in ((party.vat_id, "VAT"), (party.tax_number, "TAX")):
        if number:
            registered = _in(top, "PartyTaxScheme")
            _say(registered, "CompanyID", number)
            _say(_in(registered, "TaxScheme"), "ID", scheme)
    entity = _in(top, "PartyLegalEntity")
    _say(entity, "RegistrationName", party.name)
    _id(entity, "CompanyID", party.legal)


def _id(parent: Any, name: str, found: Id | None) -> None:
    if found is not None:
        _say(parent, name, found.number, schemeID=found.scheme)


def _payment(root: Any, invoice: EInvoice) -> None:
    """How to pay, with the reference that comes back on the bank statement."""
    if is_paid(invoice):
        means = _in(root, "PaymentMeans")
        _say(means, "PaymentMeansCode", SEPA_TRANSFER)
        _say(means, "PaymentID", invoice.payment_reference)
        _say(_in(means, "PayeeFinancialAccount"), "ID", invoice.iban)
    if invoice.terms:
        _say(_in(root, "PaymentTerms"), "Note", invoice.terms)


def _discount(root: Any, discount: Discount) -> None:
    taken_off = _in(root, "AllowanceCharge")
    _say(taken_off, "ChargeIndicator", "false")
    _say(taken_off, "AllowanceChargeReason", discount.reason)
    _amount(taken_off, "Amount", discount.amount)
    _vat(_in(taken_off, "TaxCategory"), discount.vat)


def _vat(category: Any, vat: Vat, reason: str = "") -> None:
    """The category with its rate; outside the scope of VAT there is none (BR-O-05)."""
    _say(category, "ID", str(vat.category))
    if vat.category is not VatCategory.OUTSIDE_SCOPE:
        _say(category, "Percent", figure(Decimal(vat.percent) / 100))
    _say(category, "TaxExemptionReason", reason)
    _say(_in(category, "TaxScheme"), "ID", "VAT")


def figure(value: Decimal) -> str:
    """A number without zeros at its end: ``32.5``."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _taxes(root: Any, invoice: EInvoice) -> None:
    total = _in(root, "TaxTotal")
    _amount(total, "TaxAmount", invoice.tax)
    for each in invoice.taxes:
        _tax(_in(total, "TaxSubtotal"), each)


def _tax(part: Any, taxed: Taxed) -> None:
    _amount(part, "TaxableAmount", taxed.net)
    _amount(part, "TaxAmount", taxed.tax)
    is_free = taxed.vat.category is not VatCategory.STANDARD
    _vat(_in(part, "TaxCategory"), taxed.vat, taxed.reason if is_free else "")


def _totals(root: Any, invoice: EInvoice) -> None:
    total = _in(root, "LegalMonetaryTotal")
    _amount(total, "LineExtensionAmount", invoice.lines_net)
    _amount(total, "TaxExclusiveAmount", invoice.net)
    _amount(total, "TaxInclusiveAmount", invoice.gross)
    if invoice.discounts:
        _amount(total, "AllowanceTotalAmount", invoice.discounted)
    _amount(total, "PayableAmount", invoice.gross)


def _line(root: Any, kind: str, number: int, item: Item) -> None:
    line = _in(root, f"{kind}Line")
    counted = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    _say(line, "ID", number)
    _say(line, counted, figure(item.quantity), unitCode=item.unit)
    _amount(line, "LineExtensionAmount", item.net)
    what = _in(line, "Item")
    _say(what, "Description", item.description)
    _say(what, "Name", item.name)
    _vat(_in(what, "ClassifiedTaxCategory"), item.vat)
    _say(_in(line, "Price"), "PriceAmount", figure(item.price), **EURO)
