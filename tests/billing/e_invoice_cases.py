"""Every kind of e-invoice, and every way to spoil one; shared by our own and the official rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lt_admin.billing.models.e_invoices import e_invoice_of
from lt_admin.billing.rules.e_invoices import Id, Vat
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import Money
from tests.billing.e_invoice_factories import (
    FULL,
    WITHOUT_VAT_ID,
    buyer,
    cost,
    credit_of,
    invoice_of,
    simple,
)
from tests.billing.papers import SENDER

PROFILES = ("nlcius", "peppol")


def hours_and_costs():
    return invoice_of([simple(), cost(45), cost(-25, words="Korting")], **FULL)


def odd_credit():
    """Lines whose tax together differs by a cent from the tax on each (BR-CO-17)."""
    lines = [simple(minutes=15, rate="0.36", part=Fraction(1)) for _ in range(3)]
    return credit_of(invoice_of(lines), lines[:1])


KINDS = {
    "21%": (SENDER, lambda: invoice_of([simple()])),
    "21% and 9%, travel and a discount": (SENDER, hours_and_costs),
    "mixed with exempt": (SENDER, lambda: invoice_of([simple(), simple("exempt")])),
    "exempt with a btw-id": (SENDER, lambda: invoice_of([simple("exempt")])),
    "exempt with the RSIN": (WITHOUT_VAT_ID, lambda: invoice_of([simple("exempt")])),
    "outside the scope": (WITHOUT_VAT_ID, lambda: invoice_of([simple("outside")])),
    "reverse charge": (SENDER, lambda: invoice_of([simple("reverse")])),
    "a third": (SENDER, lambda: invoice_of([simple(part=Fraction(1, 3))])),
    "a cent off": (SENDER, lambda: invoice_of([simple(net=Money(251_062), part=Fraction(1, 4))])),
    "to an OIN": (SENDER, lambda: invoice_of([simple()], to=buyer(kvk=None, oin="0" * 20))),
    "a credit in full": (SENDER, lambda: credit_of(hours_and_costs())),
    "a credit of one line": (SENDER, odd_credit),
    "a credit of a discount": (
        SENDER,
        lambda: credit_of(made := hours_and_costs(), made.lines[2:]),
    ),
    "a correction": (SENDER, lambda: invoice_of([simple(), simple("reduced", minutes=-120)])),
}


def facts_of(profile, make=hours_and_costs, sender=SENDER):
    return replace(e_invoice_of(make(), sender), profile=profile)


def seller(**changes):
    return lambda facts: replace(facts, seller=replace(facts.seller, **changes))


def purchaser(**changes):
    return lambda facts: replace(facts, buyer=replace(facts.buyer, **changes))


def first_item(**changes):
    return lambda facts: replace(
        facts, items=(replace(facts.items[0], **changes), *facts.items[1:])
    )


def first_tax(**changes):
    return lambda facts: replace(
        facts, taxes=(replace(facts.taxes[0], **changes), *facts.taxes[1:])
    )


def simple_of(code):
    return lambda: invoice_of([simple(code)])


NO_REFERENCE = {"buyer_reference": "", "order": ""}
BOTH, NLCIUS, PEPPOL = PROFILES, PROFILES[:1], PROFILES[1:]
MUTATIONS = {
    "BR-06": (BOTH, hours_and_costs, seller(name="")),
    "BR-NL-3 street": (BOTH, hours_and_costs, seller(street="")),
    "BR-NL-3 postcode": (BOTH, hours_and_costs, seller(postcode="")),
    "BR-NL-3 city": (BOTH, hours_and_costs, seller(city="")),
    "BR-NL-1": (NLCIUS, hours_and_costs, seller(legal=None)),
    "BR-NL-1 other": (BOTH, hours_and_costs, seller(legal=Id("9944", "NL001234560B01"))),
    "BR-61": (BOTH, hours_and_costs, lambda facts: replace(facts, iban="")),
    "BR-07": (BOTH, hours_and_costs, purchaser(name="")),
    "BR-NL-4 street": (BOTH, hours_and_costs, purchaser(street="")),
    "BR-NL-4 postcode": (BOTH, hours_and_costs, purchaser(postcode="")),
    "BR-NL-4 city": (BOTH, hours_and_costs, purchaser(city="")),
    "BR-11": (BOTH, hours_and_costs, purchaser(country="")),
    "BR-NL-10": (NLCIUS, hours_and_costs, purchaser(legal=None)),
    "R010": (PEPPOL, hours_and_costs, purchaser(endpoint=None)),
    "BR-NL-2": (BOTH, hours_and_costs, lambda facts: replace(facts, **NO_REFERENCE)),
    "NL-R-001": (
        PEPPOL,
        lambda: credit_of(hours_and_costs()),
        lambda facts: replace(facts, refers_to=""),
    ),
    "BR-29": (
        BOTH,
        hours_and_costs,
        lambda facts: replace(facts, period=(date(2025, 2, 2), date(2025, 2, 1))),
    ),
    "BR-O-11": (
        BOTH,
        simple_of("outside"),
        lambda facts: replace(
            facts,
            seller=replace(facts.seller, vat_id=""),
            items=(*facts.items, *facts_of("nlcius", simple_of("exempt")).items),
            taxes=(*facts.taxes, *facts_of("nlcius", simple_of("exempt")).taxes),
            gross=facts.gross + facts.gross,
        ),
    ),
    "BR-O-02": (BOTH, simple_of("outside"), lambda facts: facts),
    "BR-O-02 theirs": (
        BOTH,
        simple_of("outside"),
        lambda facts: purchaser(vat_id="NL009876543B01")(seller(vat_id="")(facts)),
    ),
    "BR-S-02": (BOTH, simple_of("standard"), seller(vat_id="")),
    "BR-E-02": (BOTH, simple_of("exempt"), seller(vat_id="")),
    "BR-AE-02": (BOTH, simple_of("reverse"), purchaser(vat_id="", legal=None)),
    "BR-E-10": (BOTH, simple_of("exempt"), first_tax(reason="")),
    "BR-AE-10": (BOTH, simple_of("reverse"), first_tax(reason="")),
    "BR-16": (BOTH, hours_and_costs, lambda facts: replace(facts, items=())),
    "BR-25": (BOTH, hours_and_costs, first_item(name="")),
    "BR-27": (BOTH, hours_and_costs, first_item(price=Decimal(-78), quantity=Decimal(-89))),
    "R120": (PEPPOL, hours_and_costs, first_item(price=Decimal("78.01"))),
    "BR-33": (
        BOTH,
        hours_and_costs,
        lambda facts: replace(facts, discounts=(replace(facts.discounts[0], reason=""),)),
    ),
    "BR-S-01": (BOTH, hours_and_costs, lambda facts: replace(facts, taxes=())),
    "BR-S-08": (BOTH, hours_and_costs, first_tax(net=Money(1_000_000))),
    "BR-E-08": (BOTH, simple_of("exempt"), first_tax(net=Money(1))),
    "BR-S-01 other rate": (
        BOTH,
        simple_of("standard"),
        first_item(vat=Vat(VatCategory.STANDARD, 0)),
    ),
    "BR-CO-17": (
        BOTH,
        hours_and_costs,
        lambda facts: replace(
            facts,
            taxes=(replace(facts.taxes[0], tax=facts.taxes[0].tax + Money(101)),),
            gross=facts.gross + Money(101),
        ),
    ),
    "BR-CO-15": (
        BOTH,
        hours_and_costs,
        lambda facts: replace(facts, gross=facts.gross + Money(1)),
    ),
}
