"""Invoices of every kind that we can make, by the rules of a round and without a database."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceLine, Round
from lt_admin.billing.models.quotes import LineKind
from lt_admin.billing.rules.invoicing import Item, next_bill, overridden
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.rules.references import payment_reference
from lt_admin.billing.rules.vat import vat_sums_taken_back
from lt_admin.core.money import ZERO, Money
from lt_admin.core.paper.sender import Sender
from lt_admin.orientation.models.organisations import EInvoiceProfile
from tests.billing.papers import SENDER, engagement, organisation

_V = VatCategory
VAT = {
    "standard": (_V.STANDARD, 2100),
    "reduced": (_V.STANDARD, 900),
    "exempt": (_V.EXEMPT, 0),
    "outside": (_V.OUTSIDE_SCOPE, 0),
    "reverse": (_V.REVERSE_CHARGE, 0),
}
REASONS = {"exempt": "Vrijgesteld van btw (onderwijs)", "outside": "", "reverse": "Btw verlegd"}
WITHOUT_VAT_ID = Sender(**{**SENDER.__dict__, "vat_id": ""})
MIXES = (
    (SENDER, ("standard",)),
    (SENDER, ("standard", "reduced", "exempt")),
    (SENDER, ("standard", "reverse")),
    (SENDER, ("exempt",)),
    (WITHOUT_VAT_ID, ("exempt",)),
    (WITHOUT_VAT_ID, ("outside",)),
)
NUMBERS = (
    {"kvk": "90000001"},
    {"oin": "00000001001234560000"},
    {"kvk": "90000001", "oin": "00000003900000010000", "vat_id": "NL009876543B01"},
    {"kvk": "90000001", "peppol_scheme": "9944", "peppol_id": "NL009876543B01"},
)
FULL = {"reference": "VPL-2025-881", "commitment_number": "VP-7", "buyer_reference": "inkoop"}


def buyer(**facts):
    standard = {"country": "NL", "buyer_reference": "", "e_invoice_profile": EInvoiceProfile.NLCIUS}
    return organisation(**standard | {"kvk": "90000001"} | facts)


def vat_reasons(lines, sums):
    """An empty row for each rate, with its reason, as the services make them."""
    found = {(line.vat_category, line.vat_percent): line.vat_code for line in lines}
    if sums is not None:
        asked = {(each.category, each.percent) for each in sums}
        found = {key: code for key, code in found.items() if key in asked}
    return [
        InvoiceVat(category=category, percent=percent, reason=REASONS.get(code, ""))
        for (category, percent), code in found.items()
    ]


def invoice_of(lines, *, to=None, number="2025-0014", sums=None, **facts):
    """An issued invoice over these lines."""
    standard = {
        "kind": InvoiceKind.INVOICE,
        "engagement": engagement(),
        "organisation": to or buyer(),
        "round": Round.FINAL,
        "language": "nl",
        "issued_on": date(2025, 6, 30),
        "due_on": date(2025, 7, 30),
        "period_from": date(2025, 5, 15),
        "period_until": date(2025, 6, 24),
        "payment_reference": payment_reference(number),
        "recipient": "",
        **dict.fromkeys(("reference", "commitment_number", "buyer_reference"), ""),
        "recipient_vat_id": "",
        "credit_reason": "",
    }
    made = Invoice(**standard | facts, lines=list(lines), vat_totals=vat_reasons(lines, sums))
    made.add_up(sums)
    made.number = number
    return made


def line(item, value, net, part, rate):
    category, percent = VAT[item.vat_code]
    return InvoiceLine(
        kind=LineKind.COST if item.is_cost else LineKind.HOURS,
        step=item.step,
        description=item.description,
        minutes=item.minutes,
        rate=None if item.is_cost else rate,
        share_numerator=part.numerator,
        share_denominator=part.denominator,
        value=value,
        net=net,
        vat_code=item.vat_code,
        vat_category=category,
        vat_percent=percent,
    )


def simple(code="standard", *, minutes=89 * 60, part=Fraction(3, 5), rate=130, **facts):
    """A line of hours at a share."""
    money = Money.euros(rate)
    item = Item(1, 2, money.for_minutes(minutes), code, minutes=minutes)
    return line(item, item.value, facts.get("net") or item.value.part(part), part, money)


def cost(amount, code="standard", *, words="Reiskosten"):
    item = Item(9, 5, Money.euros(amount), code, words, is_cost=True)
    return line(item, item.value, item.value, Fraction(1), None)


def credit_of(original, taken=None, **facts):
    """What takes an invoice back, in full or these lines of it."""
    taken = original.lines if taken is None else taken
    left = [each for each in original.lines if each not in taken]
    turned = {"minutes": -1, "value": -1, "net": -1}
    names = [column.key for column in InvoiceLine.__mapper__.column_attrs]
    lines = [
        InvoiceLine(
            **{
                name: -getattr(each, name) if name in turned else getattr(each, name)
                for name in names
                if getattr(each, name) is not None
            }
        )
        for each in taken
    ]
    sums = vat_sums_taken_back(original.lines, left)
    standard = {
        "kind": InvoiceKind.CREDIT,
        "refers_to": original,
        "credit_reason": "verkeerd aandeel",
        "due_on": None,
        "language": original.language,
        "to": original.organisation,
        "number": "2025-0018",
        "e_invoice_profile": original.e_invoice_profile,
        "sums": sums,
    }
    return invoice_of(lines, **standard | facts)


quarters = st.integers(1, 400).map(lambda count: count * 15)
corrections = st.integers(-8, -1).map(lambda count: count * 15)
worked = st.one_of(quarters, quarters, corrections, st.integers(1, 600))
amounts = st.one_of(st.integers(1, 90_000), st.integers(-20_000, -1))
words = st.text(min_size=0, max_size=30)


@st.composite
def items(draw, codes, rate):
    """Approved hours and other costs: travel, rooms, and discounts."""
    made = []
    for number, minutes in enumerate(draw(st.lists(worked, min_size=1, max_size=6)), start=1):
        code = draw(st.sampled_from(codes))
        step = draw(st.integers(2, 6))
        made.append(Item(number, step, rate.for_minutes(minutes), code, minutes=minutes))
    for number, cents in enumerate(draw(st.lists(amounts, max_size=3)), start=100):
        facts = {"description": draw(words), "is_cost": True}
        made.append(Item(number, 5, Money(cents), draw(st.sampled_from(codes)), **facts))
    return made


@st.composite
def invoices(draw):
    """A sender, and an invoice or credit invoice as a round and the services make them."""
    sender, codes = draw(st.sampled_from(MIXES))
    rate = Money(draw(st.one_of(st.just(13_000), st.integers(1, 7_500).map(lambda n: n * 4))))
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    parts = [Fraction(weight, sum(weights)) for weight in weights]
    place = draw(st.integers(0, len(parts) - 1))
    asked = draw(items(codes, rate))
    before = Money(draw(st.one_of(st.just(0), st.integers(-500, 500))))
    bill = next_bill(parts, place, asked, held=ZERO, before=before)
    lines = [line(each.of, each.value, each.net, parts[place], rate) for each in bill.lines]
    for made, each in zip(lines, bill.lines, strict=True):
        made.minutes = each.minutes
    if not lines:
        lines = [simple(codes[0])]
    elif draw(st.booleans()) and draw(st.booleans()):
        by_hand(lines, draw(st.integers(1, 10_000)))
    return sender, draw(finished(lines))


def by_hand(lines, hundredths):
    """The share set by hand, as the service does."""
    parts = overridden([each.value for each in lines], hundredths)
    for each, part in zip(lines, parts, strict=True):
        each.net, each.share_numerator, each.share_denominator = part, hundredths, 10_000


@st.composite
def finished(draw, lines):
    """An invoice over the lines, or what takes it back in full or in part."""
    facts = {
        "to": organisation_for(draw),
        "language": draw(st.sampled_from(["nl", "en"])),
        "e_invoice_profile": draw(st.sampled_from(EInvoiceProfile)),
        **{name: draw(words) for name in FULL if draw(st.booleans())},
    }
    made = invoice_of(lines, **facts)
    kind = draw(st.sampled_from(["invoice", "invoice", "credit", "part"]))
    if kind == "invoice":
        return made
    taken = lines if kind == "credit" else draw(st.lists(st.sampled_from(lines), min_size=1))
    return credit_of(made, [each for each in lines if each in taken], credit_reason=draw(words))


def organisation_for(draw):
    name = "Stichting " + draw(words)
    return buyer(**{"name": name, "kvk": None} | draw(st.sampled_from(NUMBERS)))
