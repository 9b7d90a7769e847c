"""What would come in the place of an invoice, before anything is credited or made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.invoices import standing_lines
from lt_admin.billing.queries.rounds import RoundPlan, plan_round
from lt_admin.billing.queries.write_offs import live_write_off
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused


@dataclass(frozen=True)
class Change:
    """What one commissioner is asked for now and afterwards, without VAT."""

    name: str
    before: Money
    after: Money


def replacement_of(invoice: Invoice) -> dict[str, Any]:
    """What the page shows: the change for each commissioner, or in `obstacle` why it cannot be."""
    plan, obstacle = None, _obstacle(invoice)
    if not obstacle:
        try:
            plan = plan_round(invoice.engagement, invoice.round, without=invoice)
        except Refused as refused:
            obstacle = str(refused)
    changes = [] if plan is None else _changes(invoice, plan)
    return {"invoice": invoice, "changes": changes, "obstacle": obstacle or _too_much(plan)}


def can_replace(invoice: Invoice) -> bool:
    """Whether it is an invoice that was sent, and of which something stands."""
    return invoice.is_issued and not invoice.is_credit and standing_lines(invoice) != []


def _obstacle(invoice: Invoice) -> str:
    if not can_replace(invoice):
        return _("Only an invoice that was sent, and is not credited in full, is made anew.")
    if live_write_off(invoice) is not None:
        return _("A write-off of this invoice is proposed or approved: decline or revoke it first.")
    return ""


def _too_much(plan: RoundPlan | None) -> str:
    if plan is None or (plan.due and not plan.over_minutes):
        return ""
    if plan.over_minutes:
        return _("The hours pass the accepted ceiling. A change order can raise it.")
    return _("Nobody would be asked for anything: credit it instead.")


def _changes(invoice: Invoice, plan: RoundPlan) -> list[Change]:
    """The commissioner of the invoice first, then whoever else is asked for something."""
    after = {claim.share.organisation_id: claim.bill.net for claim in plan.due}
    names = {c.share.organisation_id: c.share.organisation.name for c in plan.due}
    own = invoice.organisation_id
    standing = Money.total(line.net for line in standing_lines(invoice))
    first = Change(invoice.organisation.name, standing, after.get(own, ZERO))
    return [first, *(Change(names[i], ZERO, net) for i, net in after.items() if i != own)]
