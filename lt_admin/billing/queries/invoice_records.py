"""Everything that the pages about one invoice, or about one round, show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, literal, select

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceLine, InvoiceState
from lt_admin.billing.models.quotes import Quote, QuoteLine, QuoteState
from lt_admin.billing.queries.checkouts import checkouts_of
from lt_admin.billing.queries.invoice_lists import ROUNDS, STANDINGS, standing_of
from lt_admin.billing.queries.invoices import (
    credits_of,
    load_hours,
    payments_of,
    receiver_of,
    standing_lines,
    what_is_missing,
)
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.formats import euro
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import ZERO, Money
from lt_admin.reviewers.models.hours import EntryState, TimeEntry


def badge_of(invoice: Invoice) -> Badge:
    """How it stands; of an overdue one, for how long."""
    standing = STANDINGS[standing_of(invoice)]
    if invoice.due_on is None or standing.tone != "danger":
        return standing
    days = (clock.today() - invoice.due_on).days
    words = ngettext("one day overdue", "%(num)d days overdue", days)
    return Badge(words, standing.tone, standing.icon)


def record_of(invoice: Invoice) -> dict[str, Any]:
    """What the record page of an invoice shows."""
    contact = receiver_of(invoice)
    missing = [] if invoice.is_issued else what_is_missing(invoice, the_foundation(), contact)
    return {
        "invoice": invoice,
        "badge": badge_of(invoice),
        "round": ROUNDS[invoice.round],
        "contact": contact,
        "missing": missing,
        "payments": payments_of(invoice),
        "credits": credits_of(invoice),
        "can_credit": invoice.is_issued and not invoice.is_credit and standing_lines(invoice) != [],
        "to_give_back": -invoice.open if invoice.is_issued and invoice.open < ZERO else None,
        "settled": settled_of(invoice),
        "history": history_of(invoice),
        **checkouts_of(invoice),
    }


def settled_of(invoice: Invoice) -> Money | None:
    """By how much it differs from the share of its own hours, more than by odd cents; or None.

    Such a difference settles what earlier rounds asked too much or too little.
    """
    part = Fraction(invoice.lines[0].share_numerator, invoice.lines[0].share_denominator)
    whole = sum(line.value.cents for line in invoice.lines)
    difference = invoice.net.cents - part * whole
    is_odd = abs(difference) <= len(invoice.lines)
    return None if is_odd or invoice.is_credit else Money(round(difference))


def history_of(invoice: Invoice) -> list[tuple[date, str, bool]]:
    """What happened to it, the newest first, for the timeline."""
    told = [(clock.day_of(invoice.created_at), _("Draft made."))]
    if invoice.issued_on is not None:
        told.append((invoice.issued_on, _("Issued as %(number)s.", number=invoice.number)))
    for each in payments_of(invoice):
        amount = euro(each.amount, language())
        told.append((each.payment.received_on, _("Paid: %(amount)s.", amount=amount)))
    for credit in credits_of(invoice):
        words = _(
            "Credited by %(number)s: %(reason)s", number=credit.number, reason=credit.credit_reason
        )
        told.append((credit.issued_on or clock.today(), words))
    in_order = sorted(told, key=lambda each: each[0])
    return [(day, words, False) for day, words in reversed(in_order)]


def hours_of(invoice: Invoice) -> list[tuple[InvoiceLine, list[Allocation]]]:
    """For each line the hours (or the cost) that it holds or held, by day."""
    load_hours(invoice)
    return [(line, sorted(line.allocations, key=_day)) for line in invoice.lines]


def _day(allocation: Allocation) -> tuple[date, int]:
    entry = allocation.time_entry
    return (date.min if entry is None else entry.worked_on, allocation.id)


@dataclass(frozen=True)
class StepHours:
    """One step of a review: the hours agreed, approved, and standing on sent invoices."""

    step: int
    quoted: int
    approved: int
    invoiced: int


def hours_per_step(engagement_id: int) -> list[StepHours]:
    """Steps 2 to 6 of a review in minutes, in one statement; a step without any is left out."""
    kinds = (_quoted(engagement_id), _approved(engagement_id), _invoiced(engagement_id))
    rows = session.execute(kinds[0].union_all(*kinds[1:])).all()
    found = {(row[0], row[1]): int(row[2]) for row in rows}
    steps = sorted({step for _kind, step in found})
    return [
        StepHours(step, *(found.get((kind, step), 0) for kind in range(len(kinds))))
        for step in steps
    ]


def _quoted(engagement_id: int) -> Select[int, int, int]:
    return (
        select(literal(0), QuoteLine.step, func.sum(QuoteLine.minutes))
        .join(Quote, Quote.id == QuoteLine.quote_id)
        .where(Quote.engagement_id == engagement_id, Quote.state == QuoteState.ACCEPTED)
        .where(QuoteLine.minutes > 0)
        .group_by(QuoteLine.step)
    )


def _approved(engagement_id: int) -> Select[int, int, int]:
    return (
        select(literal(1), TimeEntry.step, func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id == engagement_id, TimeEntry.billable)
        .where(TimeEntry.state == EntryState.APPROVED)
        .group_by(TimeEntry.step)
    )


def _invoiced(engagement_id: int) -> Select[int, int, int]:
    """Each hour once, however many commissioners share it."""
    sent = (
        select(Allocation.time_entry_id)
        .join(InvoiceLine, InvoiceLine.id == Allocation.line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.engagement_id == engagement_id, Invoice.state != InvoiceState.DRAFT)
        .where(Allocation.freed_at.is_(None), Allocation.time_entry_id.is_not(None))
    )
    return (
        select(literal(2), TimeEntry.step, func.sum(TimeEntry.minutes))
        .where(TimeEntry.id.in_(sent))
        .group_by(TimeEntry.step)
    )
