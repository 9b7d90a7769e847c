"""Everything that can be invoiced now: by review, round and commissioner, with what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from lt_admin.billing.models.invoices import Invoice, InvoiceState, Round
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.models.runs import InvoiceRunItem, RunItemState
from lt_admin.billing.queries.invoices import WITH_PARTIES, what_is_missing
from lt_admin.billing.queries.round_lists import waiting
from lt_admin.billing.queries.rounds import Claim, RoundPlan, plan_rounds
from lt_admin.core.db import session
from lt_admin.core.formats import euro, hours
from lt_admin.core.foundation import Foundation, the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import Money
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact

Receivers = Mapping[int, Sequence[Contact]]


@dataclass(frozen=True)
class Billable:
    """What one commissioner can be asked for now: a draft, or what a round would draft.

    `remarks` can be mended later; what is `missing` keeps the invoice from being issued; what is
    `blocked` cannot even be drafted.
    """

    engagement: Engagement
    round: Round
    share: CostShare
    minutes: int
    net: Money
    draft: Invoice | None = None
    run_id: int | None = None  # the draft waits in this run
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How a form names exactly this, with its amount: another amount is another thing."""
        place = f"{self.engagement.id}-{self.round}-{self.share.id}-{self.net.cents}"
        return place if self.draft is None else f"{place}-{self.draft.id}"

    @property
    def is_possible(self) -> bool:
        """Whether it can be chosen."""
        return not self.blocked and self.run_id is None

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps it from being issued."""
        return self.is_possible and not self.missing


def billable() -> list[Billable]:
    """Drafts and rounds together, by review; fourteen statements however many there are."""
    drafts = _drafts()
    asked = [(each.engagement, each.round) for each in waiting() if each.round is not None]
    plans = plan_rounds(asked)
    shares = [draft.share for draft in drafts] + [c.share for plan in plans for c in plan.claims]
    receivers, foundation = _receivers(shares), the_foundation()
    runs = _runs_of(drafts)
    found = [_of_draft(draft, runs, receivers, foundation) for draft in drafts]
    found += [each for plan in plans for each in _of_plan(plan, receivers, foundation)]
    return sorted(found, key=lambda each: (each.engagement.code or "", each.round, each.share.id))


def too_early() -> list[str]:
    """The codes of reviews with approved hours for which it is too early to bill."""
    return [each.engagement.code or "" for each in waiting() if each.round is None]


def _drafts() -> Sequence[Invoice]:
    wanted = select(Invoice).where(Invoice.state == InvoiceState.DRAFT).order_by(Invoice.id)
    options = (*WITH_PARTIES, selectinload(Invoice.lines))
    return session.scalars(wanted.options(*options)).unique().all()


def _runs_of(drafts: Sequence[Invoice]) -> dict[int | None, int]:
    """In which run a draft waits, by draft."""
    wanted = select(InvoiceRunItem.invoice_id, InvoiceRunItem.run_id).where(
        InvoiceRunItem.invoice_id.in_([draft.id for draft in drafts]),
        InvoiceRunItem.state == RunItemState.WAITING,
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _receivers(shares: Sequence[CostShare]) -> Receivers:
    """By organisation, who may get its invoices, in the order in which they are thought of."""
    wanted = (
        select(Contact)
        .where(Contact.organisation_id.in_({share.organisation_id for share in shares}))
        .where(or_(Contact.for_invoice, Contact.id.in_({share.contact_id for share in shares})))
        .where(Contact.left_on.is_(None))
        .order_by(Contact.for_invoice.desc(), Contact.id)
    )
    found: dict[int, list[Contact]] = {}
    for contact in session.scalars(wanted):
        found.setdefault(contact.organisation_id, []).append(contact)
    return found


def _receiver(share: CostShare, receivers: Receivers) -> Contact | None:
    suited = receivers.get(share.organisation_id, ())
    return next((c for c in suited if c.for_invoice or c.id == share.contact_id), None)


def _of_draft(
    draft: Invoice, runs: Mapping[int | None, int], receivers: Receivers, foundation: Foundation
) -> Billable:
    contact = _receiver(draft.share, receivers)
    return Billable(
        draft.engagement,
        draft.round,
        draft.share,
        sum(line.minutes for line in draft.lines),
        draft.net,
        draft=draft,
        run_id=runs.get(draft.id),
        missing=tuple(what_is_missing(draft, foundation, contact)),
    )


def _of_plan(plan: RoundPlan, receivers: Receivers, foundation: Foundation) -> list[Billable]:
    remarks, blocked = _remarks(plan), _blocked(plan)
    return [
        Billable(
            plan.engagement,
            plan.round,
            claim.share,
            sum(line.minutes for line in claim.bill.lines),
            claim.bill.net,
            remarks=remarks,
            missing=_missing(plan, claim, _receiver(claim.share, receivers), foundation),
            blocked=blocked,
        )
        for claim in plan.claims
        if claim.bill.is_due or claim.is_outweighed
    ]


def _missing(
    plan: RoundPlan, claim: Claim, contact: Contact | None, foundation: Foundation
) -> tuple[str, ...]:
    """What the draft would lack that the organisation or we can fill in beforehand."""
    share = claim.share
    draft = Invoice(
        engagement=plan.engagement,
        share=share,
        organisation=share.organisation,
        round=plan.round,
        language=share.organisation.language,
        reference=share.reference,
    )
    return tuple(what_is_missing(draft, foundation, contact))


def _remarks(plan: RoundPlan) -> tuple[str, ...]:
    waits = plan.unapproved
    if not waits.entries:
        return ()
    words = ngettext(
        "One entry is not approved yet, and stays out: %(hours)s hours.",
        "%(num)d entries are not approved yet, and stay out: %(hours)s hours.",
        waits.entries,
        hours=hours(waits.minutes),
    )
    return (words,)


def _blocked(plan: RoundPlan) -> tuple[str, ...]:
    found = [
        _(
            "The corrections for %(name)s weigh more than its new hours (%(amount)s): make a "
            "credit invoice first.",
            name=claim.share.organisation.name,
            amount=euro(claim.bill.net, language()),
        )
        for claim in plan.claims
        if claim.is_outweighed
    ]
    if plan.over_minutes:
        over = hours(plan.over_minutes)
        found.append(_("%(hours)s hours above the accepted ceiling: a change order.", hours=over))
    return tuple(found)
