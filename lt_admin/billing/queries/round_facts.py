"""The facts behind rounds, read for many reviews at once: quotes, hours, costs, what stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceLine, Round
from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
)
from lt_admin.billing.rules.invoicing import Item
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry

Key = tuple[bool, int]  # a cost or not, and its id
Billed = tuple[int, bool]  # a review, and whether its follow-up is meant: each has one quote
_K = QuoteKind
_LATER = Invoice.round == Round.FOLLOW_UP


@dataclass(frozen=True)
class Unapproved:
    """Billable hours in the steps of a round that nobody has approved yet."""

    entries: int
    minutes: int


@dataclass(frozen=True)
class Standing:
    """What can be billed and what was: the same for every commissioner of a quote."""

    items: Mapping[Key, Item]
    held: Mapping[int, set[Key]]  # by organisation, what stands on its invoices and drafts
    before: Mapping[int, Money]  # by organisation, what those ask, less what was credited


@dataclass(frozen=True)
class RoundFacts:
    """Everything that was read, by quote or by review."""

    items: Mapping[Billed, Mapping[Key, Item]]
    held: Mapping[Billed, Mapping[int, set[Key]]]
    before: Mapping[Billed, Mapping[int, Money]]
    waiting: Mapping[tuple[int, int], Unapproved]  # by review and step

    def standing(self, billed: Billed) -> Standing:
        """What can be billed under one quote."""
        return Standing(
            self.items.get(billed, {}), self.held.get(billed, {}), self.before.get(billed, {})
        )

    def unapproved(self, engagement: Engagement, steps: range) -> Unapproved:
        """What nobody has approved yet in these steps of a review."""
        found = [self.waiting.get((engagement.id, step), Unapproved(0, 0)) for step in steps]
        return Unapproved(sum(each.entries for each in found), sum(each.minutes for each in found))


def is_later(round_: Round) -> bool:
    """Whether a round follows the quote of the follow-up."""
    return round_ is Round.FOLLOW_UP


def billed_quotes(engagements: Sequence[Engagement], *, lock: bool = False) -> dict[Billed, Quote]:
    """The accepted quotes whose shares the rounds of these reviews follow."""
    wanted = (
        select(Quote)
        .where(Quote.engagement_id.in_({each.id for each in engagements}))
        .where(Quote.kind.in_([_K.REVIEW, _K.FOLLOW_UP]), Quote.state == QuoteState.ACCEPTED)
        .options(
            selectinload(Quote.lines),
            selectinload(Quote.shares).joinedload(CostShare.organisation),
            joinedload(Quote.engagement),
        )
        .order_by(Quote.sequence, Quote.id)
    )
    found = session.scalars(wanted.with_for_update(of=Quote) if lock else wanted)
    return {(each.engagement_id, each.kind is _K.FOLLOW_UP): each for each in found}


def round_facts(
    engagements: Sequence[Engagement], quotes: Mapping[Billed, Quote], without: Invoice | None
) -> RoundFacts:
    """What the plans of these reviews stand on, as if `without` was credited in full."""
    ids = {each.id for each in engagements}
    items = _hours(ids, quotes)
    for billed, item in _costs(ids, quotes):
        items[billed][True, item.id] = item
    return RoundFacts(items, _held(ids, without), _asked_before(ids, without), _unapproved(ids))


def _hours(ids: Collection[int], quotes: Mapping[Billed, Quote]) -> dict[Billed, dict[Key, Item]]:
    """Every approved hour that belongs to each quote, in order."""
    columns = (TimeEntry.id, TimeEntry.step, TimeEntry.minutes, TimeEntry.worked_on)
    rows = session.execute(
        select(TimeEntry.engagement_id, *columns)
        .where(TimeEntry.engagement_id.in_(ids), TimeEntry.billable)
        .where(TimeEntry.state == EntryState.APPROVED)
        .order_by(TimeEntry.worked_on, TimeEntry.id)
    )
    codes = {billed: _codes(quote) for billed, quote in quotes.items()}
    found: dict[Billed, dict[Key, Item]] = defaultdict(dict)
    for row in rows:
        billed = (row.engagement_id, row.step == 6)
        if billed in quotes:
            value = quotes[billed].rate.for_minutes(row.minutes)
            usual = next(iter(codes[billed].values()), "standard")
            item = Item(
                row.id,
                row.step,
                value,
                codes[billed].get(row.step, usual),
                minutes=row.minutes,
                worked_on=row.worked_on,
            )
            found[billed][False, row.id] = item
    return found


def _codes(quote: Quote) -> dict[int, str]:
    return {line.step: line.vat_code for line in quote.lines if line.kind is LineKind.HOURS}


def _costs(ids: Collection[int], quotes: Mapping[Billed, Quote]) -> list[tuple[Billed, Item]]:
    """The other costs of the quotes; of a review's also those of its change orders."""
    wanted = (
        select(QuoteLine, Quote.engagement_id, Quote.kind)
        .join(Quote, QuoteLine.quote_id == Quote.id)
        .where(Quote.engagement_id.in_(ids))
        .where(Quote.state == QuoteState.ACCEPTED, QuoteLine.kind == LineKind.COST)
        .order_by(QuoteLine.id)
    )
    return [
        (
            (engagement_id, kind is _K.FOLLOW_UP),
            Item(line.id, line.step, line.amount, line.vat_code, line.description, is_cost=True),
        )
        for line, engagement_id, kind in session.execute(wanted)
        if (engagement_id, kind is _K.FOLLOW_UP) in quotes
    ]


def _held(ids: Collection[int], without: Invoice | None) -> dict[Billed, dict[int, set[Key]]]:
    """By organisation, what stands on its invoices and drafts, whichever quote they followed."""
    what = (Allocation.organisation_id, Allocation.time_entry_id, Allocation.quote_line_id)
    wanted = (
        select(Invoice.engagement_id, _LATER, *what)
        .join(InvoiceLine, Allocation.line_id == InvoiceLine.id)
        .join(Invoice, InvoiceLine.invoice_id == Invoice.id)
        .where(Invoice.engagement_id.in_(ids), Allocation.freed_at.is_(None))
    )
    if without is not None:
        wanted = wanted.where(Invoice.id != without.id)
    found: dict[Billed, dict[int, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for engagement_id, later, organisation_id, entry_id, cost_id in session.execute(wanted):
        key = (True, cost_id or 0) if entry_id is None else (False, entry_id)
        found[engagement_id, bool(later)][organisation_id].add(key)
    return found


def _asked_before(ids: Collection[int], without: Invoice | None) -> dict[Billed, dict[int, Money]]:
    """By organisation, the net of its invoices, drafts and credit invoices."""
    wanted: Any = (
        select(Invoice.engagement_id, _LATER, Invoice.organisation_id, func.sum(Invoice.net))
        .where(Invoice.engagement_id.in_(ids))
        .group_by(Invoice.engagement_id, _LATER, Invoice.organisation_id)
    )
    if without is not None:
        other = or_(Invoice.refers_to_id.is_(None), Invoice.refers_to_id != without.id)
        wanted = wanted.where(Invoice.id != without.id, other)
    found: dict[Billed, dict[int, Money]] = defaultdict(dict)
    for engagement_id, later, organisation_id, net in session.execute(wanted):
        found[engagement_id, bool(later)][organisation_id] = net
    return found


def _unapproved(ids: Collection[int]) -> dict[tuple[int, int], Unapproved]:
    rows = session.execute(
        select(TimeEntry.engagement_id, TimeEntry.step, func.count(), func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id.in_(ids), TimeEntry.billable)
        .where(TimeEntry.state != EntryState.APPROVED)
        .group_by(TimeEntry.engagement_id, TimeEntry.step)
    )
    return {(row[0], row[1]): Unapproved(row[2], row[3] or 0) for row in rows}
