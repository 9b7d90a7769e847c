"""An invoice that came in as UBL: read as it stands, and judged elsewhere.

Nothing outside the file is ever fetched and no entity is ever expanded.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.payouts.rules.bills import Told

MOST_BYTES = 10 * 1024 * 1024
PDF, XML = "application/pdf", "application/xml"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_SPACES = {"a": f"{UBL}CommonAggregateComponents-2", "b": f"{UBL}CommonBasicComponents-2"}
_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2}0*)?")
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_SELLER = "a:AccountingSupplierParty/a:Party"
_IDENTITIES = (
    f"{_SELLER}/a:PartyLegalEntity/b:CompanyID[@schemeID='0106']",
    f"{_SELLER}/a:PartyLegalEntity/b:CompanyID",
)
_REFERENCES = (
    *("b:BuyerReference", "b:Note", "a:OrderReference/b:ID", "a:ContractDocumentReference/b:ID"),
    *("a:AdditionalDocumentReference/b:ID", "a:PaymentMeans/b:PaymentID"),
    *("a:InvoiceLine/b:Note", "a:InvoiceLine/a:Item/b:Name", "a:InvoiceLine/a:Item/b:Description"),
)


def kind_of(content: bytes) -> str:
    """Whether this is a PDF or XML, by what it holds; raises Refused when it is neither."""
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is too large: an invoice can be at most 10 MB."))
    plain = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"%PDF-"):
        return PDF
    if plain.startswith(b"<"):
        return XML
    raise Refused(_("Send the invoice as a PDF or as an e-invoice (UBL)."))


def read(content: bytes) -> Told:
    """What an e-invoice says; raises Refused in words when it is none, is broken or hostile."""
    root = _root(content)
    day = _text(root, "b:IssueDate")
    number = _text(root, "b:ID")
    if not number:
        raise Refused(_("This e-invoice has no number."))
    totals = "a:LegalMonetaryTotal"
    return Told(
        number=number[:40],
        issued_on=_day(day),
        net=_amount(root, f"{totals}/b:TaxExclusiveAmount"),
        vat=_amount(root, "a:TaxTotal/b:TaxAmount"),
        payable=_amount(root, f"{totals}/b:PayableAmount"),
        currency=_text(root, "b:DocumentCurrencyCode")[:3],
        kvk=_text(root, *_IDENTITIES)[:20],
        vat_id=_text(root, f"{_SELLER}/a:PartyTaxScheme[a:TaxScheme/b:ID='VAT']/b:CompanyID")[:20],
        iban=_text(root, "a:PaymentMeans/a:PayeeFinancialAccount/b:ID")[:34],
        references=tuple(_all(root, _REFERENCES)),
    )


def _root(content: bytes) -> Any:
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise Refused(_("This file says more than an e-invoice should (a DTD)."))
    try:
        root: Any = etree.fromstring(content, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError:
        raise Refused(_("This file is damaged: it cannot be read to the end.")) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(_("This file says more than an e-invoice should (a DTD)."))
    if root.tag == f"{{{UBL}CreditNote-2}}CreditNote":
        raise Refused(_("This is a credit invoice; send the invoice itself."))
    if root.tag != f"{{{UBL}Invoice-2}}Invoice":
        raise Refused(_("This is not an e-invoice in the form UBL 2.1."))
    return root


def _all(root: Any, paths: tuple[str, ...]) -> list[str]:
    found = (each.text or "" for path in paths for each in root.xpath(path, namespaces=_SPACES))
    return [words[:140] for each in found if (words := " ".join(each.split()))][:200]


def _text(root: Any, *paths: str) -> str:
    found = _all(root, paths)
    return found[0] if found else ""


def _amount(root: Any, path: str) -> Money:
    words = _text(root, path)
    if not _AMOUNT.fullmatch(words):
        raise Refused(_("An amount of this e-invoice cannot be read."))
    return Money.euros(Decimal(words))


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Refused(_("The day of this e-invoice cannot be read.")) from None
