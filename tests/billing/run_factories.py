"""Many drafts at once, made straight from the models: enough for a run, cheap to make."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceKind, InvoiceLine, Round
from lt_admin.billing.models.quotes import LineKind, Quote
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import ZERO
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from tests.billing.invoice_factories import FIRST_DAY, RATE, review

HOUR = 60
DAYS = 3000


def drafts_in_bulk(count, *, lines=1, by, reviews=1):
    """So many drafts of so many lines, each line with an hour of its own."""
    made = []
    for number in range(reviews):
        engagement = review((100,), by=by, hours=100_000)
        quote = session.scalars(select(Quote).where(Quote.engagement_id == engagement.id)).one()
        share = count // reviews + (number < count % reviews)
        made += [_draft(engagement, quote, n, lines) for n in range(share)]
    session.add_all(made)
    session.flush()
    return made


def _draft(engagement, quote, number, lines):
    (share,) = quote.shares
    days = [FIRST_DAY + timedelta(days=(number * lines + n) % DAYS) for n in range(lines)]
    draft = Invoice(
        kind=InvoiceKind.INVOICE,
        engagement=engagement,
        quote=quote,
        share=share,
        organisation=share.organisation,
        round=Round.FINAL,
        language="nl",
        period_from=min(days),
        period_until=max(days),
        recipient="\n".join(share.organisation.address_lines),
        reference=share.reference,
        paid=ZERO,
        credited=ZERO,
        lines=[_line(engagement, share, place, day) for place, day in enumerate(days, start=1)],
    )
    draft.add_up()
    return draft


def _line(engagement, share, position, day):
    value = RATE.for_minutes(HOUR)
    entry = TimeEntry(
        reviewer=engagement.worker,
        engagement=engagement,
        worked_on=day,
        step=2 + position % 4,
        activity=Activity.ANALYSIS,
        minutes=HOUR,
        state=EntryState.APPROVED,
        approved_at=clock.now(),
        locked_at=clock.now(),
    )
    return InvoiceLine(
        position=position,
        kind=LineKind.HOURS,
        step=entry.step,
        minutes=HOUR,
        rate=RATE,
        share_numerator=1,
        share_denominator=1,
        value=value,
        net=value,
        vat_code="standard",
        vat_category=VatCategory.STANDARD,
        vat_percent=2100,
        allocations=[Allocation(time_entry=entry, organisation_id=share.organisation_id)],
    )
