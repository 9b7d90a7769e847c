"""Work to be paid and invoices that bill it: rows put straight into the tables."""

from __future__ import annotations

import secrets
from datetime import date
from fractions import Fraction

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoices import (
    Allocation,
    Invoice,
    InvoiceLine,
    Round,
)
from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    Quote,
    QuoteKind,
    QuoteState,
    ShareKind,
)
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.models.organisations import Organisation, OrganisationKind, Sector
from lt_admin.orientation.models.requests import Channel, Request
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import (
    CompensationRate,
    Payee,
    PayeeKind,
    PayeePeriod,
    Reviewer,
)
from lt_admin.reviewers.models.supervision import SupervisionMoment, SupervisionSession
from tests.factories import user_with

FIRST = date(2025, 1, 1)
IBAN = "NL91ABNA0417164300"


def saved(thing):
    session.add(thing)
    session.flush()
    return thing


def organisation(name="Gemeente Duinermeer (demo)"):
    kind, sector = OrganisationKind.MUNICIPALITY, Sector.MUNICIPALITY
    return saved(Organisation(name=name, kind=kind, sector=sector))


def engagement(code=None, *, state=EngagementState.REPORTING, asking=None, **facts):
    asking = asking or organisation()
    request = Request(
        sender_name="Ans Aanvraag",
        sender_email="ans@gemeente.example",
        organisation=asking,
        received_on=facts.pop("received_on", date(2025, 1, 13)),
        channel=Channel.EMAIL,
    )
    coordinator = user_with(Role.COORDINATOR)
    code = code or f"LT-{secrets.token_hex(3)}"
    return saved(
        Engagement(code=code, request=request, coordinator=coordinator, state=state, **facts)
    )


def payee(name="Bram Fictema", *, kind=PayeeKind.FREELANCER, iban=IBAN, **facts):
    standard = {"street": "Kade 1", "postcode": "1234 AB", "city": "Proefstad"}
    standard["email"] = "pay@lt-demo.example"
    return saved(Payee(name=name, kind=kind, iban=iban, **standard | facts))


def reviewer(name="Bram Fictema", *, paid_to=None, rate=95, user=None):
    """Somebody who is paid from the start; `paid_to` and `rate` may be None."""
    user = user or user_with(Role.REVIEWER, name=name)
    found = saved(Reviewer(user=user))
    if paid_to is not None:
        found.payee_periods.append(PayeePeriod(payee=paid_to, valid_from=FIRST))
    if rate is not None:
        found.rates.append(CompensationRate(rate=Money.euros(rate), valid_from=FIRST))
    session.flush()
    return found


def accepted_quote(of, *payers, rate=130, kind=QuoteKind.REVIEW, sequence=1):
    """An accepted quote, borne in equal parts by its payers."""
    payers = payers or (of.request.organisation,)
    parts = Money.euros(3000).split([1] * len(payers))
    quote = Quote(
        engagement=of,
        kind=kind,
        sequence=sequence,
        state=QuoteState.ACCEPTED,
        rate=Money.euros(rate),
        valid_until=date(2030, 1, 1),
        sent_on=FIRST,
    )
    quote.shares = [
        CostShare(organisation=each, position=n, kind=ShareKind.WEIGHT, value=1, amount=parts[n])
        for n, each in enumerate(payers)
    ]
    return saved(quote)


def hours(by, on, minutes=60, *, day=date(2025, 3, 4), **facts):
    """Approved billable time, unless told otherwise."""
    standard = {"step": 2, "activity": Activity.INTERVIEW, "state": EntryState.APPROVED}
    facts = {"reviewer": by, "engagement": on, "worked_on": day, "minutes": minutes} | facts
    return saved(TimeEntry(locked_at=None, **standard | facts))


def counter(entry, minutes):
    """An approved correction of an entry."""
    of = ("reviewer", "engagement", "worked_on", "step", "activity")
    facts = {name: getattr(entry, name) for name in of}
    return saved(
        TimeEntry(minutes=minutes, corrects_id=entry.id, state=EntryState.APPROVED, **facts)
    )


def supervision(by, of, *, day=date(2025, 3, 11), minutes=90):
    moment = SupervisionMoment.EXTRA
    return saved(
        SupervisionSession(
            engagement=of,
            supervisor=by,
            held_on=day,
            moment=moment,
            minutes=minutes,
            locked_at=None,
        )
    )


def invoiced(quote, entries, *, share=0, on=date(2025, 4, 1), net=None):
    """An issued invoice of one share for these entries, on one line."""
    of, whole = quote.shares[share], Money.total(each.amount for each in quote.shares)
    minutes = sum(entry.minutes for entry in entries)
    value = quote.rate.for_minutes(minutes)
    net = net or value.split([Fraction(each.amount.cents) for each in quote.shares])[share]
    invoice = Invoice(
        engagement=quote.engagement,
        quote=quote,
        share=of,
        organisation=of.organisation,
        round=Round.INTERIM,
        net=net,
        vat=ZERO,
        gross=net,
        paid=ZERO,
        credited=ZERO,
    )
    line = InvoiceLine(
        position=1,
        kind=LineKind.HOURS,
        step=2,
        minutes=minutes,
        rate=quote.rate,
        share_numerator=of.amount.cents,
        share_denominator=whole.cents,
        value=value,
        net=net,
        vat_code="standard",
        vat_category=VatCategory.STANDARD,
        vat_percent=2100,
    )
    invoice.lines.append(line)
    session.add(invoice)
    for entry in entries:
        line.allocations.append(Allocation(time_entry=entry, organisation_id=of.organisation_id))
    session.flush()
    invoice.issue(number=f"T{invoice.id}", on=on, due_on=None)
    session.flush()
    return invoice


def freed(invoice):
    """Let go of the hours on an invoice, as its credit invoice does."""
    for line in invoice.lines:
        for allocation in line.allocations:
            allocation.freed_at = clock.now()
    session.flush()
