"""Reviews with an accepted quote and approved hours, made straight from the models."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select

from lt_admin.billing.models.invoices import Allocation, Invoice, Round
from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    LineRole,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
    ShareState,
)
from lt_admin.billing.rules.shares import Share, ShareKind, amounts
from lt_admin.billing.services import invoices
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.organisations import Contact
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from tests.reviewers import factories as people

FIRST_DAY = date(2025, 3, 3)
RATE = Money.euros(130)
_counter = itertools.count(1)


OURS = {
    "name": "Stichting Learning Together (demo)",
    "street": "Leerpad 1",
    "postcode": "1234 AB",
    "city": "Voorbeeldstad",
    "phone": "030 123 45 67",
    "email": "bureau@lt-demo.example",
    "kvk": "12345678",
    "rsin": "001234560",
    "vat_id": "NL001234560B01",
    "iban": "NL91ABNA0417164300",
}


def foundation(**facts):
    """Let our own papers have everything they need."""
    for name, value in (OURS | facts).items():
        setattr(the_foundation(), name, value)
    session.flush()


ADDRESS = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Proefstad"}


def addressed(organisation):
    """Let an organisation have the address and the number that an invoice needs."""
    for name, value in (ADDRESS | {"kvk": f"{next(_counter):08}"}).items():
        setattr(organisation, name, value)


def commissioner(name=None, **facts):
    """An organisation with an address, and somebody who gets its invoices."""
    number = next(_counter)
    standard = ADDRESS | {"kvk": f"{number:08}"}
    found = people.organisation(name or f"Instelling {number} (demo)", **standard | facts)
    session.add(
        Contact(
            organisation=found,
            name="Cor Boekhouder",
            email=f"facturen{number}@instelling.example",
            for_invoice=True,
        )
    )
    session.flush()
    return found


def agreed_quote(engagement, payers, weights, *, kind=QuoteKind.REVIEW, hours=163, costs=()):
    """An accepted quote of so many hours, shared by weight."""
    quote = Quote(
        engagement=engagement,
        kind=kind,
        state=QuoteState.ACCEPTED,
        rate=RATE,
        valid_until=FIRST_DAY + timedelta(days=30),
        sent_on=FIRST_DAY,
        decided_on=FIRST_DAY,
    )
    steps = (6,) if kind is QuoteKind.FOLLOW_UP else (2, 3, 4, 5)
    for step in steps:
        minutes = hours * 60 // len(steps) // 15 * 15
        quote.lines.append(_line(quote, LineKind.HOURS, step, RATE.for_minutes(minutes), minutes))
    for step, amount in costs:
        quote.lines.append(_line(quote, LineKind.COST, step, Money.euros(amount)))
    shares = [
        Share(each.id, ShareKind.WEIGHT, weight)
        for each, weight in zip(payers, weights, strict=True)
    ]
    for place, (share, part) in enumerate(zip(shares, amounts(shares, quote.net), strict=True), 1):
        quote.shares.append(
            CostShare(
                organisation=payers[place - 1],
                position=place,
                kind=share.kind,
                value=share.value,
                amount=part,
                state=ShareState.ACCEPTED,
            )
        )
    session.add(quote)
    session.flush()
    return quote


def _line(quote, kind, step, amount, minutes=0):
    return QuoteLine(
        position=len(quote.lines) + 1,
        kind=kind,
        step=step,
        role=LineRole.LEAD if kind is LineKind.HOURS else None,
        description="Reiskosten" if kind is LineKind.COST else "",
        minutes=minutes,
        amount=amount,
        vat_code="standard",
        vat_percent=2100,
    )


def review(weights=(60, 40), *, by=None, hours=163, costs=(), payers=None, **facts):
    """A review in step 5 with an accepted quote, and who of it works on it."""
    foundation()
    payers = payers or [commissioner() for _ in weights]
    facts = {"state": EngagementState.REPORTING, "ceiling_minutes": hours * 60} | facts
    engagement = people.engagement(*payers, by=by, **facts)
    agreed_quote(engagement, payers, weights, hours=hours, costs=costs)
    engagement.worker = people.reviewer(by=by)
    return engagement


def worked(engagement, hours, *, step=2, state=EntryState.APPROVED, **facts):
    """Hours in a step, each piece on a day of its own; approved unless said otherwise."""
    left, made = int(Fraction(str(hours)) * 60), []
    while left:
        part = max(min(left, 8 * 60), -8 * 60)
        left -= part
        made.append(_entry(engagement, step, part, state, facts))
    session.add_all(made)
    session.flush()
    return made


def _entry(engagement, step, minutes, state, facts):
    return TimeEntry(
        reviewer=engagement.worker,
        engagement=engagement,
        worked_on=FIRST_DAY + timedelta(days=next(_counter) % 2000),
        step=step,
        activity=Activity.ANALYSIS,
        minutes=minutes,
        state=state,
        approved_at=clock.now() if state is EntryState.APPROVED else None,
        **facts,
    )


def draft(engagement, round_=Round.FINAL, *, by):
    """The drafts of a round."""
    return invoices.draft_round(engagement, round_, by=by)


def issued(engagement, round_=Round.FINAL, *, by):
    """The issued invoices of a round."""
    made = draft(engagement, round_, by=by)
    for each in made:
        invoices.issue_invoice(each, by=by)
    return made


def one_invoice(*, by, hours=10, **facts):
    """An issued invoice to a single commissioner."""
    engagement = review((100,), by=by, **facts)
    worked(engagement, hours)
    return issued(engagement, by=by)[0]


def held_by(organisation):
    """The ids of the entries on live invoices and drafts of an organisation."""
    live = select(Allocation.time_entry_id).where(
        Allocation.organisation_id == organisation.id, Allocation.freed_at.is_(None)
    )
    return session.scalars(live).all()


def nets(*made):
    return [each.net for each in made]


def of_organisation(organisation):
    """Every invoice of an organisation in order of issue."""
    wanted = select(Invoice).where(Invoice.organisation_id == organisation.id)
    return session.scalars(wanted.order_by(Invoice.id)).all()
