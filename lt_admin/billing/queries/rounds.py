"""What a round will ask of whom: the hours and costs in scope, and what stands on invoices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

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
    QuoteLine,
    QuoteState,
)
from lt_admin.billing.rules import shares
from lt_admin.billing.rules.invoicing import Bill, Item, next_bill, over_ceiling, value_of
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.hours import EntryState, TimeEntry

ROUND_STEPS = {
    Round.INTERIM: range(1, 3),
    Round.FINAL: range(1, 6),
    Round.FOLLOW_UP: range(6, 7),
}
_E = EngagementState
REPORTED = frozenset({_E.REPORTING, _E.CLOSED})
# From when on a round can be billed; what was done for a review that stopped halfway is billed too.
ROUND_STATES = {
    Round.INTERIM: REPORTED | {_E.DIALOGUE, _E.DRAFTING},
    Round.FINAL: REPORTED | {_E.WITHDRAWN},
    Round.FOLLOW_UP: REPORTED,
}


Key = tuple[bool, int]  # a cost or not, and its id


@dataclass(frozen=True)
class Claim:
    """What one commissioner is asked in a round, and what it was asked before."""

    share: CostShare
    part: Fraction
    held: tuple[Item, ...]
    before: Money
    bill: Bill
    over_minutes: int

    @property
    def is_outweighed(self) -> bool:
        """Whether corrections weigh more than the new hours: then a credit invoice is needed."""
        return not self.bill.is_due and self.bill.net < ZERO

    @property
    def lacks_reference(self) -> bool:
        """Whether the organisation wants a reference on its invoices that is not known yet."""
        return self.share.organisation.requires_reference and not self.share.reference


@dataclass(frozen=True)
class Unapproved:
    """Billable hours in the steps of a round that nobody has approved yet."""

    entries: int
    minutes: int


@dataclass(frozen=True)
class RoundPlan:
    """One round of one engagement, before anything is written."""

    engagement: Engagement
    round: Round
    quote: Quote
    claims: tuple[Claim, ...]
    unapproved: Unapproved

    @property
    def due(self) -> list[Claim]:
        """The commissioners who get an invoice."""
        return [claim for claim in self.claims if claim.bill.is_due]

    @property
    def before(self) -> Money:
        """What those commissioners were asked before."""
        return Money.total(claim.before for claim in self.due)

    @property
    def net(self) -> Money:
        """What they are asked now, without VAT."""
        return Money.total(claim.bill.net for claim in self.due)

    @property
    def over_minutes(self) -> int:
        """By how much the hours pass what was accepted; 0 when they do not."""
        return max((claim.over_minutes for claim in self.claims), default=0)


def billable_rounds(engagement: Engagement) -> list[Round]:
    """The rounds that can be billed at this point of the review."""
    state = _state_of(engagement)
    is_short = engagement.type is EngagementType.SHORT_ONE_DAY
    return [
        each
        for each in Round
        if state in ROUND_STATES[each] and not (is_short and each is Round.INTERIM)
    ]


def plan_round(engagement: Engagement, round_: Round, *, lock: bool = False) -> RoundPlan:
    """What the round asks now; with `lock` nobody else can plan for this quote until we commit.

    Raises Refused when it is too early for this round, or no quote was accepted.
    """
    _check_moment(engagement, round_)
    quote = billed_quote(engagement, round_, lock=lock)
    items = _items(quote)
    held, before = _held(quote), _asked_before(quote)
    parts = shares.weights(quote.shares)
    claims = [
        _claim(quote, place, parts, _Standing(items, held, before, ROUND_STEPS[round_]))
        for place in range(len(parts))
    ]
    return RoundPlan(engagement, round_, quote, tuple(claims), _unapproved(engagement, round_))


def billed_quote(engagement: Engagement, round_: Round, *, lock: bool = False) -> Quote:
    """The accepted quote whose shares a round follows; raises Refused when there is none."""
    kind = QuoteKind.FOLLOW_UP if round_ is Round.FOLLOW_UP else QuoteKind.REVIEW
    wanted = (
        select(Quote)
        .where(Quote.engagement_id == engagement.id, Quote.kind == kind)
        .where(Quote.state == QuoteState.ACCEPTED)
        .options(
            selectinload(Quote.lines),
            selectinload(Quote.shares).joinedload(CostShare.organisation),
            joinedload(Quote.engagement),
        )
        .order_by(Quote.sequence.desc())
        .limit(1)
    )
    found = session.scalars(wanted.with_for_update(of=Quote) if lock else wanted).one_or_none()
    if found is None:
        raise Refused(_("There is no accepted quote for this yet."))
    return found


def _state_of(engagement: Engagement) -> EngagementState:
    """Where the review stands; while it waits, where it was interrupted."""
    if engagement.state is EngagementState.ON_HOLD and engagement.holds:
        return engagement.holds[-1].interrupted
    return engagement.state


def _check_moment(engagement: Engagement, round_: Round) -> None:
    if round_ in billable_rounds(engagement):
        return
    if round_ is Round.INTERIM and engagement.type is EngagementType.SHORT_ONE_DAY:
        raise Refused(_("A one-day review has one invoice, after step 5."))
    raise Refused(
        _("The interim invoice can be made once step 2 is done.")
        if round_ is Round.INTERIM
        else _("This invoice can be made from step 5 on.")
    )


@dataclass(frozen=True)
class _Standing:
    """What can be billed and what was: the same for every commissioner of a quote."""

    items: dict[Key, Item]
    held: dict[int, set[Key]]
    before: dict[int, Money]
    steps: range


def _claim(quote: Quote, place: int, parts: Sequence[Fraction], standing: _Standing) -> Claim:
    share = quote.shares[place]
    keys = standing.held.get(share.organisation_id, set())
    held = tuple(standing.items[key] for key in sorted(keys))
    new = [
        item
        for key, item in standing.items.items()
        if key not in keys and item.step in standing.steps
    ]
    before = standing.before.get(share.organisation_id, ZERO)
    bill = next_bill(parts, place, new, held=value_of(held), before=before)
    over = over_ceiling([*held, *new], ceiling(quote))
    return Claim(share, parts[place], held, before, bill, over)


def ceiling(quote: Quote) -> int:
    """The accepted minutes that hours of this quote may not pass."""
    engagement = quote.engagement
    if quote.kind is QuoteKind.FOLLOW_UP:
        return engagement.follow_up_ceiling_minutes
    return engagement.ceiling_minutes


def _items(quote: Quote) -> dict[Key, Item]:
    """Every approved hour and every accepted cost that belongs to the quote, in order."""
    codes = {line.step: line.vat_code for line in quote.lines if line.kind is LineKind.HOURS}
    usual = next(iter(codes.values()), "standard")
    is_later = quote.kind is QuoteKind.FOLLOW_UP
    rows = session.execute(
        select(TimeEntry.id, TimeEntry.step, TimeEntry.minutes, TimeEntry.worked_on)
        .where(TimeEntry.engagement_id == quote.engagement_id, TimeEntry.billable)
        .where(TimeEntry.state == EntryState.APPROVED)
        .where(TimeEntry.step == 6 if is_later else TimeEntry.step < 6)
        .order_by(TimeEntry.worked_on, TimeEntry.id)
    )
    hours = [
        Item(
            row.id,
            row.step,
            quote.rate.for_minutes(row.minutes),
            codes.get(row.step, usual),
            minutes=row.minutes,
            worked_on=row.worked_on,
        )
        for row in rows
    ]
    return {(item.is_cost, item.id): item for item in [*hours, *_costs(quote)]}


def _costs(quote: Quote) -> list[Item]:
    """The other costs of the quote; of a review's also those of its change orders."""
    kinds = [quote.kind]
    if quote.kind is QuoteKind.REVIEW:
        kinds.append(QuoteKind.CHANGE_ORDER)
    wanted = (
        select(QuoteLine)
        .join(Quote, QuoteLine.quote_id == Quote.id)
        .where(Quote.engagement_id == quote.engagement_id, Quote.kind.in_(kinds))
        .where(Quote.state == QuoteState.ACCEPTED, QuoteLine.kind == LineKind.COST)
        .order_by(QuoteLine.id)
    )
    return [
        Item(line.id, line.step, line.amount, line.vat_code, line.description, is_cost=True)
        for line in session.scalars(wanted)
    ]


def _held(quote: Quote) -> dict[int, set[Key]]:
    """By organisation, what stands on its invoices and drafts for this quote."""
    rows = session.execute(
        select(Allocation.organisation_id, Allocation.time_entry_id, Allocation.quote_line_id)
        .join(InvoiceLine, Allocation.line_id == InvoiceLine.id)
        .join(Invoice, InvoiceLine.invoice_id == Invoice.id)
        .where(Invoice.quote_id == quote.id, Allocation.freed_at.is_(None))
    )
    found: dict[int, set[Key]] = {}
    for organisation_id, entry_id, cost_id in rows:
        key = (True, cost_id or 0) if entry_id is None else (False, entry_id)
        found.setdefault(organisation_id, set()).add(key)
    return found


def _asked_before(quote: Quote) -> dict[int, Money]:
    """By organisation, the net of its invoices, drafts and credit invoices for this quote."""
    rows = session.execute(
        select(Invoice.organisation_id, func.sum(Invoice.net))
        .where(Invoice.quote_id == quote.id)
        .group_by(Invoice.organisation_id)
    )
    return {row[0]: row[1] for row in rows}


def _unapproved(engagement: Engagement, round_: Round) -> Unapproved:
    row = session.execute(
        select(func.count(), func.sum(TimeEntry.minutes))
        .where(TimeEntry.engagement_id == engagement.id, TimeEntry.billable)
        .where(TimeEntry.state != EntryState.APPROVED)
        .where(TimeEntry.step.in_(ROUND_STEPS[round_]))
    ).one()
    return Unapproved(row[0], row[1] or 0)
