"""Quotes, invoices and statements as they stand at the moment of printing; never saved."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO

from pypdf import PdfReader

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceKind, InvoiceLine, Round
from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    LineRole,
    Quote,
    QuoteKind,
    QuoteLine,
)
from lt_admin.billing.models.statements import (
    PaymentStatement,
    StatementItem,
    StatementKind,
    StatementLine,
)
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.billing.rules.shares import Share, ShareKind, amounts
from lt_admin.core.money import Money
from lt_admin.core.paper.sender import Sender
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact, Organisation
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.hours import Activity, TimeEntry
from lt_admin.reviewers.models.people import Payee, PayeeKind, Reviewer

SENDER = Sender(
    "Stichting Samen Leren (demo)",
    *("Voorbeeldkade 12", "1234 AB", "Testerdam", "+31 00 000 00 00", "bureau@lt-demo.example"),
    *("12345678", "001234560", "NL001234560B01", "NL93DEMO0123456789"),
)
RATE, COMPENSATION = Money.euros(130), Money.euros(95)
NASTY = '<b>Jansen & Zn</b> \'n "Zorg" ŁŃğ'
LONG = "Samenwerkingsverband Passend Onderwijs en Jeugdhulp Rietkust en Omstreken Noordoost "


def pages_of(pdf):
    """The text of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def words_of(pdf):
    return " ".join(pages_of(pdf))


def plain(words):
    """As text comes back from a paper: non-breaking spaces are spaces."""
    return words.replace("\u00a0", " ")


def reviewer(name="Nadia Proefsma"):
    return Reviewer(user=User(name=name))


def payee(**facts):
    standard = {"kind": PayeeKind.EMPLOYER, "name": "GGZ Het Voorbeeldven (demo)"}
    return Payee(**standard | {"kvk": "67812345"} | facts)


def statement_line(minutes=2250, kind=StatementKind.REVIEW, name="Nadia Proefsma", code=3):
    rest = RATE - COMPENSATION if kind is StatementKind.REVIEW else Money(0)
    amount = COMPENSATION.for_minutes(minutes)
    item = StatementItem(amount=amount, quality_contribution=rest.for_minutes(minutes))
    return StatementLine(
        kind=kind,
        reviewer=reviewer(name),
        engagement=Engagement(code=f"LT-2025-{code:02}"),
        minutes=minutes,
        rate=COMPENSATION,
        amount=amount,
        items=[item],
    )


def statement(*lines, language="nl", **facts):
    lines = lines or (statement_line(), statement_line(2220, code=4))
    standard = {
        "number": "U2025-0023",
        "payee": payee(),
        "year": 2025,
        "month": 10,
        "issued_on": date(2025, 11, 4),
        "recipient": "GGZ Het Voorbeeldven (demo)\nVennenweg 55\n1239 FG  Testerland",
        "iban": "NL45DEMO0987654321",
        "amount": Money.total(line.amount for line in lines),
    }
    return PaymentStatement(**standard | facts, language=language, lines=list(lines))


def days(count, start=date(2025, 5, 15)):
    return [start + timedelta(days=number) for number in range(count)]


def organisation(name="Kleinschalige Jeugdzorg 't Schelpenhuis", **facts):
    standard = {"street": "Schelpenpad 4", "postcode": "1235 BC", "city": "Duinermeer"}
    return Organisation(**standard | facts, name=name)


def engagement(**facts):
    standard = {"code": "LT-2025-03", "type": EngagementType.FULL}
    return Engagement(**standard | {"coordinator": User(name="Ilse Modelhof")} | facts)


PLANNED = {2: (41, 38), 3: (19, 19), 4: (19, 12), 5: (9, 6)}
WORK = {
    2: "de groepen samenstellen, introductie, gesprekken, dossierstudie, geïntegreerde tijdlijn",
    3: "leerbijeenkomsten, analyse",
    4: "concept reviewverslag, commentaarbijeenkomst, commentaar verwerken",
    5: "eindverslag, presentatie aan de besturen, afronden en werkdocumenten vernietigen",
    6: "follow-upgesprek",
}
COMMISSIONERS = (
    "Kleinschalige Jeugdzorg 't Schelpenhuis",
    "Stichting Jeugdhulp De Proefpolder",
    "Ambulante Jeugdhulp Wolkenveld",
    "Pleegzorg Merelnest",
)


def hours_lines(planned, **facts):
    """Two lines a step, for the hours of the lead and of the second reviewer."""
    return [
        QuoteLine(
            kind=LineKind.HOURS,
            step=step,
            role=role,
            minutes=count * 60,
            amount=RATE.for_minutes(count * 60),
            **{"vat_code": "standard", "vat_percent": 2100, "description": WORK[step]} | facts,
        )
        for step, both in planned.items()
        for role, count in zip(LineRole, both, strict=True)
    ]


def cost_line(description="Zaalhuur", amount="350.00", step=3, **facts):
    standard = {"vat_code": "standard", "vat_percent": 2100, "minutes": 0}
    money = Money.euros(amount)
    return QuoteLine(
        **standard | facts, kind=LineKind.COST, step=step, description=description, amount=money
    )


def borne(shares, names, whole):
    """The shares as they stand in a quote of `whole`."""
    return [
        CostShare(
            organisation=organisation(names[place % len(names)]),
            kind=share.kind,
            value=share.value,
            position=place,
            amount=part,
            contact=Contact(name="Anna de Bestuurder"),
        )
        for place, (share, part) in enumerate(zip(shares, amounts(shares, whole), strict=True))
    ]


def quote(*shares, planned=PLANNED, costs=(), names=COMMISSIONERS, **facts):
    """A sent quote; without `shares` four commissioners share it equally."""
    shares = shares or tuple(Share(n, ShareKind.PERCENT, 2500) for n in range(4))
    lines = [*facts.pop("lines", hours_lines(planned)), *costs]
    standard = {
        "engagement": engagement(),
        "kind": QuoteKind.REVIEW,
        "sequence": 1,
        "revision": 1,
        "rate": RATE,
        "sent_on": date(2025, 4, 14),
        "valid_until": date(2025, 5, 14),
        "starts_on": date(2025, 5, 19),
        "ends_on": date(2025, 10, 10),
        "language": "nl",
    }
    whole = Money.total(line.amount for line in lines)
    return Quote(**standard | facts, lines=lines, shares=borne(shares, names, whole))


def entries(count, step=2, minutes=360, names=("Bram Fictema", "Nadia Proefsma")):
    people = [reviewer(name) for name in names]
    return [
        TimeEntry(
            reviewer=people[number % len(people)],
            worked_on=day,
            step=step,
            activity=list(Activity)[number % len(Activity)],
            minutes=minutes,
        )
        for number, day in enumerate(days(count))
    ]


def invoice_line(worked=None, step=2, share=(1, 4), **facts):
    """A line over all hours of one step, of which a commissioner bears `share`."""
    worked = entries(12, step) if worked is None else worked
    minutes = sum(entry.minutes for entry in worked)
    standard = {
        "kind": LineKind.HOURS,
        "step": step,
        "description": "",
        "minutes": minutes,
        "rate": RATE,
        "share_numerator": share[0],
        "share_denominator": share[1],
        "net": RATE.for_minutes(minutes).part(Fraction(*share)),
        "vat_code": "standard",
        "vat_category": VatCategory.STANDARD,
        "vat_percent": 2100,
    }
    held = [Allocation(time_entry=entry) for entry in worked]
    return InvoiceLine(**standard | facts, allocations=held)


def totals_of(lines, reason=""):
    found = {}
    for line in lines:
        found.setdefault((line.vat_category, line.vat_percent), []).append(line.net)
    return [
        InvoiceVat(
            category=category,
            percent=rate,
            net=Money.total(nets),
            vat=Money.total(nets).part(Fraction(rate, 10_000)),
            reason=reason,
        )
        for (category, rate), nets in found.items()
    ]


def invoice(*lines, language="nl", reason="", **facts):
    """An issued invoice of one commissioner, by default for step 2."""
    lines = lines or (invoice_line(),)
    vat = totals_of(lines, reason)
    net, tax = Money.total(line.net for line in lines), Money.total(each.vat for each in vat)
    standard = {
        "kind": InvoiceKind.INVOICE,
        "engagement": engagement(),
        "round": Round.INTERIM,
        "issued_on": date(2025, 6, 30),
        "due_on": date(2025, 7, 30),
        "period_from": date(2025, 5, 15),
        "period_until": date(2025, 6, 24),
        "reference": "VPL-2025-881",
        "recipient_vat_id": "NL009876543B01",
        "recipient": "\n".join(organisation().address_lines),
    }
    amounts_of_it = {"net": net, "vat": tax, "gross": net + tax, "vat_totals": vat}
    number = facts.pop("number", "2025-0014")
    made = Invoice(**standard | amounts_of_it | facts, language=language, lines=list(lines))
    made.number = number  # last: from here nothing can change
    return made


def credit(original, *lines, **facts):
    """What takes back the lines of an invoice, or all of it."""
    taken = lines or tuple(
        invoice_line(
            [],
            line.step,
            (line.share_numerator, line.share_denominator),
            minutes=-line.minutes,
            net=-line.net,
        )
        for line in original.lines
    )
    standard = {
        "kind": InvoiceKind.CREDIT,
        "number": "2025-0018",
        "issued_on": date(2025, 7, 7),
        "refers_to": original,
        "credit_reason": "verkeerd aandeel",
        "due_on": None,
    }
    return invoice(*taken, **standard | facts)
