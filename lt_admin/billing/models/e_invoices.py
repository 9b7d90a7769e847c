"""An invoice or credit invoice as the plain data of its e-invoice, in the language it speaks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from lt_admin.billing.models.invoices import Invoice, InvoiceLine
from lt_admin.billing.models.quotes import LineKind
from lt_admin.billing.rules.e_invoices import (
    HOUR,
    KVK,
    OIN,
    ONE,
    Discount,
    EInvoice,
    Id,
    Item,
    Party,
    Taxed,
    Vat,
)
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.paper.sender import Sender
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.rules.engagements import STEPS

PRICE_DIGITS, QUANTITY_DIGITS = 4, 2


def e_invoice_of(invoice: Invoice, sender: Sender) -> EInvoice:
    """What the e-invoice of an invoice, credit invoice or draft says."""
    with i18n.speaking(invoice.language):
        items, discounts = _items_of(invoice)
        return EInvoice(
            profile=str(invoice.e_invoice_profile or invoice.organisation.e_invoice_profile),
            language=invoice.language,
            is_credit=invoice.is_credit,
            number=invoice.number or "",
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            note=tidy(_note(invoice)),
            terms=_("There is nothing to pay.") if invoice.is_credit else "",
            buyer_reference=_buyer_reference(invoice),
            order=tidy(invoice.reference),
            contract=tidy(invoice.commitment_number),
            refers_to=(invoice.refers_to.number or "") if invoice.refers_to else "",
            period=_period(invoice),
            payment_reference=invoice.payment_reference or "",
            iban=sender.iban.replace(" ", ""),
            seller=_seller(sender, _categories(invoice)),
            buyer=_buyer(invoice.organisation, _categories(invoice)),
            items=items,
            discounts=discounts,
            taxes=tuple(_taxes(invoice)),
            gross=_counted(invoice, invoice.gross),
        )


def tidy(words: str | None) -> str:
    """The words on one line, without what XML cannot hold."""
    fits = "".join(sign for sign in words or "" if sign.isprintable() or sign.isspace())
    return " ".join(fits.split())


def _counted(invoice: Invoice, amount: Money) -> Money:
    """As the document type counts it: what a credit invoice takes back is positive."""
    return -amount if invoice.is_credit else amount


def _note(invoice: Invoice) -> str:
    if invoice.is_credit:
        return invoice.credit_reason
    return _("Learning review %(code)s", code=invoice.engagement.code or "")


def _buyer_reference(invoice: Invoice) -> str:
    """Theirs; without any reference of theirs the code of the review, which their quote carries."""
    own = tidy(invoice.buyer_reference)
    return own or ("" if tidy(invoice.reference) else tidy(invoice.engagement.code))


def _period(invoice: Invoice) -> tuple[date, date] | None:
    if invoice.period_from is None or invoice.period_until is None:
        return None
    return invoice.period_from, invoice.period_until


def _categories(invoice: Invoice) -> set[VatCategory]:
    return {line.vat_category for line in invoice.lines}


def _seller(sender: Sender, categories: set[VatCategory]) -> Party:
    is_outside = VatCategory.OUTSIDE_SCOPE in categories
    number = Id(KVK, sender.kvk) if sender.kvk else None
    return Party(
        name=tidy(sender.name),
        street=tidy(sender.street),
        postcode=tidy(sender.postcode),
        city=tidy(sender.city),
        legal=number,
        endpoint=number,
        vat_id=sender.vat_id,
        tax_number="" if is_outside or sender.vat_id else sender.rsin,
    )


def _buyer(organisation: Organisation, categories: set[VatCategory]) -> Party:
    is_outside = VatCategory.OUTSIDE_SCOPE in categories
    kvk = Id(KVK, organisation.kvk) if organisation.kvk else None
    oin = Id(OIN, organisation.oin) if organisation.oin else None
    return Party(
        name=tidy(organisation.name),
        street=tidy(organisation.street),
        postcode=tidy(organisation.postcode),
        city=tidy(organisation.city),
        country=organisation.country,
        legal=kvk or oin,
        endpoint=_peppol(organisation) or oin or kvk,
        vat_id="" if is_outside else organisation.vat_id or "",
    )


def _peppol(organisation: Organisation) -> Id | None:
    if organisation.peppol_scheme and organisation.peppol_id:
        return Id(organisation.peppol_scheme, organisation.peppol_id)
    return None


def _taxes(invoice: Invoice) -> list[Taxed]:
    """The VAT at each rate; also where lines outweigh each other and nothing is left to tax."""
    usual = {
        VatCategory.EXEMPT: _("Exempt from VAT."),
        VatCategory.OUTSIDE_SCOPE: _("Outside the scope of VAT."),
        VatCategory.REVERSE_CHARGE: _("VAT reverse-charged."),
    }
    taxes = {
        Vat(total.category, total.percent): (total.net, total.vat, tidy(total.reason))
        for total in invoice.vat_totals
    }
    for line in invoice.lines:
        taxes.setdefault(_vat(line), (ZERO, ZERO, ""))
    return [
        Taxed(vat, _counted(invoice, net), _counted(invoice, tax), reason or usual.get(vat[0], ""))
        for vat, (net, tax, reason) in taxes.items()
    ]


def _items_of(invoice: Invoice) -> tuple[tuple[Item, ...], tuple[Discount, ...]]:
    """The lines; costs below nothing are discounts on the whole, unless nothing else is there."""
    off = [line for line in invoice.lines if _is_discount(invoice, line)]
    if len(off) == len(invoice.lines):
        off = []
    items = tuple(_item(invoice, line) for line in invoice.lines if line not in off)
    discounts = tuple(
        Discount(_name(line), -_counted(invoice, line.net), _vat(line)) for line in off
    )
    return items, discounts


def _is_discount(invoice: Invoice, line: InvoiceLine) -> bool:
    return line.kind is LineKind.COST and _counted(invoice, line.net).cents < 0


def _vat(line: InvoiceLine) -> Vat:
    return Vat(line.vat_category, line.vat_percent)


def _name(line: InvoiceLine) -> str:
    step = _("Step %(number)s %(name)s", number=line.step, name=STEPS[line.step])
    return tidy(line.description) or tidy(step)


def _item(invoice: Invoice, line: InvoiceLine) -> Item:
    """Hours at our price for an hour where that is exact, and otherwise the amount as it is."""
    net = _counted(invoice, line.net)
    sign = -1 if net.cents < 0 else 1
    whole = (Decimal(sign), ONE, Decimal(abs(net.cents)) / 100)
    quantity, unit, price = _by_the_hour(invoice, line) or whole
    return Item(_name(line), _about(line), quantity, unit, price, net, _vat(line))


def _by_the_hour(invoice: Invoice, line: InvoiceLine) -> tuple[Decimal, str, Decimal] | None:
    if line.kind is LineKind.COST or line.rate is None:
        return None
    share = Fraction(line.share_numerator, line.share_denominator)
    sign = -1 if invoice.is_credit else 1
    quantity = _exact(Fraction(sign * line.minutes, 60), QUANTITY_DIGITS)
    price = _exact(Fraction(line.rate.cents, 100) * share, PRICE_DIGITS)
    if quantity is None or price is None:
        return None
    net = Money(100).part(Fraction(quantity) * Fraction(price))
    return (quantity, HOUR, price) if net == _counted(invoice, line.net) else None


def _exact(value: Fraction, digits: int) -> Decimal | None:
    """The value with at most so many decimals, or None when it needs more."""
    if (value * 10**digits).denominator != 1:
        return None
    return Decimal(value.numerator) / Decimal(value.denominator)


def _about(line: InvoiceLine) -> str:
    """The hours behind a line, the rate, and which part of them this is."""
    if line.kind is LineKind.COST or line.rate is None:
        return ""
    words = _(
        "%(hours)s hours at %(rate)s an hour; your share: %(share)s",
        hours=hours(abs(line.minutes)),
        rate=euro(line.rate, i18n.language()),
        share=share_in_words(Fraction(line.share_numerator, line.share_denominator)),
    )
    return tidy(words)


def share_in_words(share: Fraction) -> str:
    """A percentage when that says it exactly, else a fraction, else nearly."""
    words = percent(share, i18n.language())
    if (share * 1000).denominator == 1:
        return words
    return str(share) if share.denominator < 100 else f"\u2248\u00a0{words}"
