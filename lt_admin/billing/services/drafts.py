"""What stands in a quote before it is sent: its hours, other costs and shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm.attributes import flag_modified

from lt_admin.billing.models.quotes import (
    LineKind,
    LineRole,
    Quote,
    QuoteKind,
    QuoteLine,
)
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.queries import rates
from lt_admin.billing.rules import drafts, shares
from lt_admin.billing.rules.drafts import Draft, OtherCost, StepHours
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.billing.rules.terms import WORK
from lt_admin.core import audit, clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement, Party, PartyRole
from lt_admin.orientation.models.plans import ReviewPlan


def usual_validity() -> date:
    """Until when a quote made today is proposed to be valid."""
    return clock.today() + timedelta(days=drafts.VALID_DAYS)


def change_draft(quote: Quote, draft: Draft, *, by: Model | str) -> None:
    """Write a draft anew: everything that can be changed about it, in one go.

    Refused, with nothing changed, when hours, dates or shares do not fit; raises WrongState once
    the quote was sent.
    """
    quote.check_draft()
    drafts.check_validity(draft.valid_until, clock.today())
    drafts.check_planning(draft.starts_on, draft.ends_on)
    quote.language, quote.valid_until = draft.language, draft.valid_until
    quote.starts_on, quote.ends_on = draft.starts_on, draft.ends_on
    write_lines(quote, draft.hours, draft.costs)
    divide(quote, draft.shares)
    flag_modified(quote, "language")  # a change of lines alone counts as a change of the quote
    audit.record("quote:changed", quote, by=by, about=quote.engagement, cents=quote.net.cents)


def write_lines(quote: Quote, hours: Sequence[StepHours], costs: Sequence[OtherCost]) -> None:
    """Put these hours and costs in the quote, and nothing else."""
    drafts.check_hours(hours, quote.steps)
    lines = [
        hours_line(quote, step, role, minutes)
        for step in sorted(hours, key=lambda each: each.step)
        for role, minutes in ((LineRole.LEAD, step.lead), (LineRole.SECOND, step.second))
        if minutes
    ]
    drafts.check_costs(Money.total(line.amount for line in lines), costs)
    lines += [cost_line(quote, cost) for cost in costs]
    drafts.check_vat((line.vat_code, line.amount) for line in lines)
    for position, line in enumerate(lines, start=1):
        line.position = position
    quote.lines = lines


def hours_line(quote: Quote, step: StepHours, role: LineRole, minutes: int) -> QuoteLine:
    """One reviewer's hours in one step, at the quote's rate."""
    return QuoteLine(
        kind=LineKind.HOURS,
        step=step.step,
        role=role,
        description=step.description,
        minutes=minutes,
        amount=quote.rate.for_minutes(minutes),
        vat_code=step.vat_code,
        vat_percent=rates.vat_rate_on(step.vat_code, clock.today()).percent,
    )


def cost_line(quote: Quote, cost: OtherCost) -> QuoteLine:
    """One other cost, or a discount."""
    drafts.check_step(cost.step, quote.steps)
    return QuoteLine(
        kind=LineKind.COST,
        step=cost.step,
        description=cost.description.strip(),
        amount=cost.amount,
        vat_code=cost.vat_code,
        vat_percent=rates.vat_rate_on(cost.vat_code, clock.today()).percent,
    )


def divide(quote: Quote, agreed: Sequence[Share]) -> None:
    """Share the quote's cost so; each share goes to the contact given, or the usual one.

    Nothing agreed yet is fine for a draft. A change order is shared as the quote it adds to,
    because invoices divide all hours of a review in one way.
    """
    if not agreed:
        quote.shares = []
        return
    payers = {party.organisation_id for party in payers_of(quote.engagement)}
    if any(share.organisation_id not in payers for share in agreed):
        raise Refused(_("Only organisations that take part in the review can share its cost."))
    quote.divide([with_contact(share) for share in agreed])
    if quote.kind is QuoteKind.CHANGE_ORDER:
        _check_same_division(quote)


def payers_of(engagement: Engagement) -> list[Party]:
    """The organisations that can bear a part of the cost, in the order that settles odd cents."""
    return [party for party in engagement.parties if party.role is not PartyRole.PARTNER]


def with_contact(share: Share) -> Share:
    """The share with somebody to write to: the one chosen, else the usual one for quotes."""
    contacts = queries.contacts_of([share.organisation_id])
    if share.contact_id is None:
        usual = next((each.id for each in contacts if each.for_quote), None)
        return Share(share.organisation_id, share.kind, share.value, usual)
    if share.contact_id not in {each.id for each in contacts}:
        raise Refused(_("Choose somebody who works at the organisation itself."))
    return share


def planned_hours(plan: ReviewPlan, language: str) -> list[StepHours]:
    """The hours of a review plan by step, with its work in words as description."""
    with speaking(language):
        return [
            StepHours(
                step,
                sum(line.lead_minutes for line in plan.lines if line.step == step),
                sum(line.second_minutes for line in plan.lines if line.step == step),
                ", ".join(str(WORK[each.component]) for each in plan.lines if each.step == step),
            )
            for step in drafts.REVIEW_STEPS
        ]


def hours_of(quote: Quote) -> list[StepHours]:
    """The hours as they stand in a quote, by step."""
    found = []
    for step in sorted({line.step for line in quote.lines if line.kind is LineKind.HOURS}):
        lines = [line for line in quote.lines if line.step == step and line.role is not None]
        lead, second = (
            sum(line.minutes for line in lines if line.role is role) for role in LineRole
        )
        first = lines[0]
        found.append(StepHours(step, lead, second, first.description, first.vat_code))
    return found


def costs_of(quote: Quote) -> list[OtherCost]:
    """The other costs as they stand in a quote."""
    return [
        OtherCost(line.step, line.description, line.amount, line.vat_code)
        for line in quote.lines
        if line.kind is LineKind.COST
    ]


def shares_of(quote: Quote, *, of_another_sum: bool = False) -> list[Share]:
    """The shares as they stand in a quote; for another sum, fixed amounts become weights."""
    fixed = any(share.kind in (ShareKind.FIXED, ShareKind.REST) for share in quote.shares)
    weighed = fixed and of_another_sum
    return [
        Share(
            share.organisation_id,
            ShareKind.WEIGHT if weighed else share.kind,
            share.amount.cents if weighed else share.value,
            None if share.contact is None or share.contact.left_on else share.contact_id,
        )
        for share in quote.shares
    ]


def _check_same_division(quote: Quote) -> None:
    review = queries.accepted_quote(quote.engagement, QuoteKind.REVIEW)
    if review is not None and _division(quote) != _division(review):
        raise Refused(
            _("A change order is shared as the quote of the review; invoices divide hours one way.")
        )


def _division(quote: Quote) -> dict[int, object]:
    parts = shares.weights(quote.shares)
    return {each.organisation_id: part for each, part in zip(quote.shares, parts, strict=True)}
