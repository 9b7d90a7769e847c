"""What a round will ask of whom: the hours and costs in scope, and what stands on invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind
from lt_admin.billing.queries.round_facts import (
    Billed,
    RoundFacts,
    Standing,
    Unapproved,
    billed_quotes,
    is_later,
    round_facts,
)
from lt_admin.billing.rules import shares
from lt_admin.billing.rules.invoicing import Bill, Item, next_bill, over_ceiling, value_of
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.rules.engagements import EngagementType

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


def plan_round(
    engagement: Engagement,
    round_: Round,
    *,
    lock: bool = False,
    without: Invoice | None = None,
) -> RoundPlan:
    """What the round asks now; with `lock` nobody else can plan for this quote until we commit.

    `without` plans as if that invoice was credited in full. Raises Refused when it is too early
    for this round, or no quote was accepted.
    """
    _check_moment(engagement, round_)
    quotes = billed_quotes([engagement], lock=lock)
    if (engagement.id, is_later(round_)) not in quotes:
        raise Refused(_("There is no accepted quote for this yet."))
    (plan,) = _plans([(engagement, round_)], quotes, without)
    return plan


def plan_rounds(asked: Sequence[tuple[Engagement, Round]]) -> list[RoundPlan]:
    """The same for many rounds in seven statements; those without an accepted quote left out."""
    quotes = billed_quotes([engagement for engagement, _round in asked])
    known = [each for each in asked if (each[0].id, is_later(each[1])) in quotes]
    return _plans(known, quotes, None)


def _plans(
    asked: Sequence[tuple[Engagement, Round]],
    quotes: Mapping[Billed, Quote],
    without: Invoice | None,
) -> list[RoundPlan]:
    facts = round_facts([engagement for engagement, _round in asked], quotes, without)
    return [_plan(engagement, round_, quotes, facts) for engagement, round_ in asked]


def _plan(
    engagement: Engagement, round_: Round, quotes: Mapping[Billed, Quote], facts: RoundFacts
) -> RoundPlan:
    billed = (engagement.id, is_later(round_))
    quote, steps = quotes[billed], ROUND_STEPS[round_]
    parts = shares.weights(quote.shares)
    standing = facts.standing(billed)
    claims = [_claim(quote, place, parts, standing, steps) for place in range(len(parts))]
    return RoundPlan(engagement, round_, quote, tuple(claims), facts.unapproved(engagement, steps))


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


def _claim(
    quote: Quote, place: int, parts: Sequence[Fraction], standing: Standing, steps: range
) -> Claim:
    share = quote.shares[place]
    keys = standing.held.get(share.organisation_id, set())
    held = tuple(standing.items[key] for key in sorted(keys))
    new = [item for key, item in standing.items.items() if key not in keys and item.step in steps]
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
