"""Everything that can be invoiced now: drafts, and what rounds would draft; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.rates import VatRate
from lt_admin.billing.queries.invoices import what_is_missing
from lt_admin.billing.queries.rates import vat_rates_on
from lt_admin.billing.queries.round_lists import waiting
from lt_admin.billing.queries.rounds import RoundPlan, plan_rounds
from lt_admin.billing.queries.run_lists import (
    Billable,
    Receivers,
    all_drafts,
    receiver_among,
    receivers_of,
    remarks_on,
    runs_of,
    what_blocks,
)
from lt_admin.billing.services.invoices import draft_of
from lt_admin.core import clock
from lt_admin.core.foundation import Foundation, the_foundation


@dataclass(frozen=True)
class Preview:
    """What can be picked, and the codes of reviews for which it is too early to bill."""

    found: Sequence[Billable]
    early: Sequence[str]


def preview() -> Preview:
    """Drafts and rounds together, by review; the same number of statements however many."""
    drafts, waits = all_drafts(), waiting()
    plans = plan_rounds([(each.engagement, each.round) for each in waits if each.round])
    shares = [draft.share for draft in drafts] + [c.share for plan in plans for c in plan.claims]
    rates = vat_rates_on(clock.today())
    known = _Known(receivers_of(shares), the_foundation(), runs_of(drafts), rates)
    found = [_of_draft(draft, known) for draft in drafts]
    found += [each for plan in plans for each in _of_plan(plan, known)]
    in_order = sorted(found, key=lambda b: (b.engagement.code or "", b.round, b.share.position))
    early = {each.engagement.code or "" for each in waits if each.round is None}
    return Preview(in_order, sorted(early))


@dataclass(frozen=True)
class _Known:
    """What was read once for all."""

    receivers: Receivers
    foundation: Foundation
    runs: Mapping[int | None, int]
    rates: Mapping[str, VatRate]

    def missing(self, draft: Invoice) -> tuple[str, ...]:
        contact = receiver_among(draft.share, self.receivers)
        return tuple(str(each) for each in what_is_missing(draft, self.foundation, contact))


def _of_draft(draft: Invoice, known: _Known) -> Billable:
    return Billable(
        draft.engagement,
        draft.round,
        draft.share,
        sum(line.minutes for line in draft.lines),
        draft.net,
        draft=draft,
        run_id=known.runs.get(draft.id),
        missing=known.missing(draft),
    )


def _of_plan(plan: RoundPlan, known: _Known) -> list[Billable]:
    remarks, blocked = remarks_on(plan), what_blocks(plan)
    return [
        Billable(
            plan.engagement,
            plan.round,
            claim.share,
            sum(line.minutes for line in claim.bill.lines),
            claim.bill.net,
            remarks=remarks,
            missing=known.missing(draft_of(plan, claim, known.rates)) if claim.bill.is_due else (),
            blocked=blocked,
        )
        for claim in plan.claims
        if claim.bill.is_due or claim.is_outweighed
    ]
