"""Everything that can be invoiced now: by review, round and commissioner, with what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from lt_admin.billing.models.invoices import Invoice, InvoiceState, Round
from lt_admin.billing.models.quotes import CostShare
from lt_admin.billing.models.runs import InvoiceRunItem, RunItemState
from lt_admin.billing.queries.invoices import WITH_PARTIES
from lt_admin.billing.queries.rounds import RoundPlan
from lt_admin.core.db import session
from lt_admin.core.formats import euro, hours
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


def all_drafts() -> Sequence[Invoice]:
    """Every draft, with its lines and whom it is for; two statements."""
    wanted = select(Invoice).where(Invoice.state == InvoiceState.DRAFT).order_by(Invoice.id)
    options = (*WITH_PARTIES, selectinload(Invoice.lines))
    return session.scalars(wanted.options(*options)).unique().all()


def runs_of(drafts: Sequence[Invoice]) -> dict[int | None, int]:
    """In which run a draft waits, by draft."""
    wanted = select(InvoiceRunItem.invoice_id, InvoiceRunItem.run_id).where(
        InvoiceRunItem.invoice_id.in_([draft.id for draft in drafts]),
        InvoiceRunItem.state == RunItemState.WAITING,
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def receivers_of(shares: Sequence[CostShare]) -> Receivers:
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


def receiver_among(share: CostShare, receivers: Receivers) -> Contact | None:
    """Who gets the invoices for a share."""
    suited = receivers.get(share.organisation_id, ())
    return next((c for c in suited if c.for_invoice or c.id == share.contact_id), None)


def remarks_on(plan: RoundPlan) -> tuple[str, ...]:
    """What may be good to know before a round is billed."""
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


def what_blocks(plan: RoundPlan) -> tuple[str, ...]:
    """Why a round cannot even be drafted."""
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
