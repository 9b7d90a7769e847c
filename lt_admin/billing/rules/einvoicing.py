"""Whether a receiver would take an e-invoice in: the fatal rules of EN 16931, NLCIUS and Peppol.

Those rules that our file can break are asked here before an invoice gets its number; each lack
names the rule. The official rules themselves run in the tests (docs/adr/0014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from lt_admin.billing.rules.e_invoices import HOME, KVK, OIN, EInvoice, Item, Party, Taxed, Vat
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money

PEPPOL = "peppol"
SLACK = Decimal("0.02")  # PEPPOL-EN16931-R120
EURO = 100  # the room of BR-CO-17, in cents


class Page(StrEnum):
    """Where something is mended."""

    OURS = "ours"
    THEIRS = "theirs"
    CONTACTS = "contacts"
    REFERENCES = "references"
    INVOICE = "invoice"
    RATES = "rates"


@dataclass(frozen=True)
class Lack:
    """Something that makes a receiver refuse: the rule, the words, the field and its page."""

    rule: str
    words: str
    field: str
    page: Page


Lacks = Iterator[Lack]


def lacks(invoice: EInvoice) -> list[Lack]:
    """What must be mended before it can go; [] when every receiver takes it in."""
    checks: tuple[Callable[[EInvoice], Lacks], ...] = (
        *(_ours, _theirs, _references, _dates, _categories, _tax_numbers),
        *(_reasons, _items, _discounts, _taxes, _sums),
    )
    return [lack for check in checks for lack in check(invoice)]


def _ours(invoice: EInvoice) -> Lacks:
    us, is_numbered = invoice.seller, _is_numbered(invoice.seller)
    wanted = (
        ("BR-06", us.name, "name", _("Our own name is not filled in.")),
        ("BR-NL-3", us.street, "street", _("Our own street is not filled in.")),
        ("BR-NL-3", us.postcode, "postcode", _("Our own postcode is not filled in.")),
        ("BR-NL-3", us.city, "city", _("Our own place is not filled in.")),
        ("BR-NL-1", is_numbered, "kvk", _("Our own KvK number is not filled in.")),
        ("BR-61", invoice.iban, "iban", _("Our own IBAN is not filled in.")),
    )
    for rule, value, field, words in wanted:
        if not value and not (field == "iban" and not is_paid(invoice)):
            yield Lack(rule, words, field, Page.OURS)


def is_paid(invoice: EInvoice) -> bool:
    """Whether the file says how to pay: an invoice does, a credit invoice only when it asks."""
    return not invoice.is_credit or invoice.gross < ZERO


def _is_numbered(party: Party) -> bool:
    return party.legal is not None and party.legal.scheme in (KVK, OIN) and bool(party.legal.number)


def _theirs(invoice: EInvoice) -> Lacks:
    them = invoice.buyer
    is_home = them.country == HOME
    facts = {"name": them.name}
    number = _("The KvK number or OIN of %(name)s is not known.", **facts)
    peppol = _("The Peppol number of %(name)s is not known.", **facts)
    needs_endpoint = invoice.profile == PEPPOL and (_is_numbered(them) or not is_home)
    wanted = (
        ("BR-07", True, them.name, "name", _("The name of the organisation is not known.")),
        ("BR-NL-4", is_home, them.street, "street", _no_address(them)),
        ("BR-NL-4", is_home, them.postcode, "postcode", _no_postcode(them)),
        ("BR-NL-4", is_home, them.city, "city", _no_address(them)),
        ("BR-NL-10", is_home, _is_numbered(them), "kvk", number),
        ("R010", needs_endpoint, them.endpoint, "peppol_id", peppol),
        ("BR-11", True, them.country, "country", _no_address(them)),
    )
    for rule, is_needed, value, field, words in wanted:
        if is_needed and not value:
            yield Lack(rule, words, field, Page.THEIRS)


def _no_address(party: Party) -> str:
    return _("The address of %(name)s is not complete.", name=party.name)


def _no_postcode(party: Party) -> str:
    return _("The postcode of %(name)s is not known.", name=party.name)


def _references(invoice: EInvoice) -> Lacks:
    if not invoice.buyer_reference and not invoice.order:
        words = _("The invoice has no reference of the commissioner.")
        yield Lack("BR-NL-2", words, "buyer_reference", Page.REFERENCES)
    if invoice.is_credit and not invoice.refers_to:
        words = _("A credit invoice says which invoice it takes back.")
        yield Lack("NL-R-001", words, "refers_to", Page.INVOICE)


def _dates(invoice: EInvoice) -> Lacks:
    if invoice.period is not None and invoice.period[1] < invoice.period[0]:
        yield Lack("BR-29", _("The period ends before it begins."), "period", Page.INVOICE)
    is_dated = not invoice.number or invoice.due_on is not None or bool(invoice.terms)
    if invoice.gross > ZERO and not is_dated:
        words = _("The invoice does not say when it is to be paid.")
        yield Lack("BR-CO-25", words, "due_on", Page.INVOICE)


def _of(invoice: EInvoice) -> set[VatCategory]:
    every = (invoice.items, invoice.discounts, invoice.taxes)
    return {each.vat.category for group in every for each in group}


def _categories(invoice: EInvoice) -> Lacks:
    if VatCategory.OUTSIDE_SCOPE in _of(invoice) and len(_of(invoice)) > 1:
        words = _("What is outside the scope of VAT cannot stand on one invoice with the rest.")
        yield Lack("BR-O-11", words, "vat", Page.INVOICE)


def _tax_numbers(invoice: EInvoice) -> Lacks:
    for check in (_our_tax_numbers, _their_tax_numbers):
        for rule, is_lacking, field, page, words in check(invoice):
            if is_lacking:
                yield Lack(rule, words, field, page)


_Asked = tuple[tuple[str, bool, str, Page, str], ...]


def _our_tax_numbers(invoice: EInvoice) -> _Asked:
    us, categories = invoice.seller, _of(invoice)
    taxed = bool(categories & {VatCategory.STANDARD, VatCategory.REVERSE_CHARGE})
    outside, exempt = (
        each in categories for each in (VatCategory.OUTSIDE_SCOPE, VatCategory.EXEMPT)
    )
    never = _("We have a btw-id: then an invoice cannot be outside the scope of VAT.")
    needed = _("Our own btw-id is not filled in; an invoice with VAT needs it.")
    either = _("Our own btw-id or RSIN is not filled in; an exempt invoice needs one of them.")
    return (
        ("BR-O-02", outside and bool(us.vat_id), "vat_id", Page.RATES, never),
        # the law wants a btw-id for taxed work (FACTS.md 1); the rules take an RSIN as well
        ("BR-S-02", taxed and not us.vat_id, "vat_id", Page.OURS, needed),
        ("BR-E-02", exempt and not (us.vat_id or us.tax_number), "rsin", Page.OURS, either),
    )


def _their_tax_numbers(invoice: EInvoice) -> _Asked:
    them, categories = invoice.buyer, _of(invoice)
    outside, reverse = (
        each in categories for each in (VatCategory.OUTSIDE_SCOPE, VatCategory.REVERSE_CHARGE)
    )
    never = _("Outside the scope of VAT no btw-id may stand on the invoice.")
    needed = _("With reversed VAT the btw-id of %(name)s must be known.", name=them.name)
    return (
        ("BR-O-02", outside and bool(them.vat_id), "vat_id", Page.THEIRS, never),
        ("BR-AE-02", reverse and not (them.vat_id or them.legal), "vat_id", Page.THEIRS, needed),
    )


def _reasons(invoice: EInvoice) -> Lacks:
    for each in invoice.taxes:
        if each.vat.category is not VatCategory.STANDARD and not each.reason:
            words = _("The invoice does not say why there is no VAT.")
            yield Lack(f"BR-{each.vat.category}-10", words, "reason", Page.RATES)


def _items(invoice: EInvoice) -> Lacks:
    if not invoice.items:
        yield Lack("BR-16", _("There is nothing on this invoice yet."), "lines", Page.INVOICE)
    for item in invoice.items:
        if not item.name:
            yield Lack("BR-25", _("A line has no name."), "lines", Page.INVOICE)
        if item.price < 0:
            yield _wrong("BR-27")
        if not _is_exact(item):
            yield _wrong("R120")


def _is_exact(item: Item) -> bool:
    return abs(item.quantity * item.price - Decimal(item.net.cents) / 100) <= SLACK


def _discounts(invoice: EInvoice) -> Lacks:
    for each in invoice.discounts:
        if not each.reason:
            yield Lack("BR-33", _("A discount has no name."), "lines", Page.INVOICE)


def _taxes(invoice: EInvoice) -> Lacks:
    known = {each.vat: each for each in invoice.taxes}
    expected = _expected(invoice)
    if len(known) != len(invoice.taxes) or known.keys() != expected.keys():
        yield _wrong("BR-S-01")
    for vat, net in expected.items():
        if vat in known and known[vat].net != net:
            yield _wrong(f"BR-{vat.category}-08")
    for each in invoice.taxes:
        yield from _rate(each)


def _expected(invoice: EInvoice) -> dict[Vat, Money]:
    """What the lines and the discounts leave at each rate."""
    found: dict[Vat, Money] = {}
    parts: Iterable[tuple[Vat, Money]] = (
        *((item.vat, item.net) for item in invoice.items),
        *((each.vat, -each.amount) for each in invoice.discounts),
    )
    for vat, amount in parts:
        found[vat] = found.get(vat, ZERO) + amount
    return found


def _rate(taxed: Taxed) -> Lacks:
    is_standard = taxed.vat.category is VatCategory.STANDARD
    if is_standard != (taxed.vat.percent > 0):
        yield _wrong(f"BR-{taxed.vat.category}-05")
    exact = abs(taxed.net.cents) * Fraction(taxed.vat.percent, 10_000)
    room = EURO if is_standard else 1
    if abs(abs(taxed.tax.cents) - exact) >= room:
        yield _wrong("BR-CO-17")


def _sums(invoice: EInvoice) -> Lacks:
    if invoice.gross != invoice.net + invoice.tax:
        yield _wrong("BR-CO-15")


def _wrong(rule: str) -> Lack:
    words = _("The amounts of this invoice do not add up (%(rule)s); make it anew.", rule=rule)
    return Lack(rule, words, "amounts", Page.INVOICE)
