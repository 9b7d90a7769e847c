"""What billing puts on the page of a review: its invoices, its hours per step, what has to wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import Invoice, Round
from lt_admin.billing.queries.invoice_lists import ROUNDS
from lt_admin.billing.queries.invoice_records import StepHours, badge_of, hours_per_step
from lt_admin.billing.queries.round_lists import waiting_for
from lt_admin.billing.queries.rounds import billable_rounds
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.sections import NotYet, Section
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.rules.engagements import STEPS, EngagementType

_E = EngagementState
RUNNING = (_E.ACCEPTED, _E.EXPLORING, _E.DIALOGUE, _E.DRAFTING, _E.ON_HOLD)


@dataclass(frozen=True)
class Bar:
    """One step with the lengths of its bars, in percents of the longest."""

    hours: StepHours
    quoted: str
    approved: str
    invoiced: str


def invoices_section(engagement: Engagement, user: User) -> Section | None:
    """The invoices of a review, and the round that can be made now."""
    if not user.may(Permission.INVOICE_READ):
        return None
    found, waits = _invoices(engagement.id), waiting_for(engagement)
    if not found and not waits:
        return None
    context = {
        "invoices": found,
        "badge_of": badge_of,
        "rounds": ROUNDS,
        "waits": waits,
        "net": Money.total(each.net for each in found),
        "open": Money.total(each.open for each in found if each.is_issued),
    }
    return Section("invoices", _("Invoices"), "billing/_invoices.html", context)


def hours_section(engagement: Engagement, user: User) -> Section | None:
    """The hours of a review by step: agreed, approved, invoiced."""
    hours = hours_per_step(engagement.id)
    if not user.may(Permission.INVOICE_READ) or not hours:
        return None
    return budget_of(engagement, hours)


def budget_of(engagement: Engagement, hours: Sequence[StepHours]) -> Section:
    """What was agreed, approved and invoiced by step, and whether it passes the ceiling."""
    within = [each for each in hours if each.step < 6]
    approved = sum(each.approved for each in within)
    worked = approved + sum(each.submitted for each in within)
    context = {
        "bars": _bars(hours),
        "sums": _sums(hours),
        "steps": STEPS,
        "left": engagement.ceiling_minutes - approved,
        "over": max(0, worked - engagement.ceiling_minutes) if engagement.ceiling_minutes else 0,
        "waiting": worked - approved,
    }
    return Section("hours", _("Hours per step"), "billing/_hours.html", context)


def not_yet(engagement: Engagement, user: User) -> list[NotYet]:
    """The invoice round that has to wait for a step."""
    if not user.may(Permission.INVOICE_MANAGE) or engagement.state not in RUNNING:
        return []
    possible = billable_rounds(engagement)
    is_short = engagement.type is EngagementType.SHORT_ONE_DAY
    if Round.INTERIM not in possible and not is_short:
        return [NotYet(_("Make the interim invoice"), _("Possible once step 2 is done."))]
    return [NotYet(_("Make the final invoice"), _("Possible from step 5 on."))]


def _invoices(engagement_id: int) -> Sequence[Invoice]:
    wanted = (
        select(Invoice)
        .where(Invoice.engagement_id == engagement_id)
        .options(joinedload(Invoice.organisation), joinedload(Invoice.refers_to))
        .order_by(Invoice.number.is_(None), Invoice.number, Invoice.id)
    )
    return session.scalars(wanted).all()


def _bars(hours: Sequence[StepHours]) -> list[Bar]:
    longest = max((max(each.quoted, each.approved) for each in hours), default=0) or 1

    def length(minutes: int) -> str:
        return f"{100 * max(minutes, 0) / longest:.2f}%"

    return [
        Bar(each, length(each.quoted), length(each.approved), length(each.invoiced))
        for each in hours
    ]


def _sums(hours: Sequence[StepHours]) -> StepHours:
    return StepHours(
        0,
        sum(each.quoted for each in hours),
        sum(each.approved for each in hours),
        sum(each.invoiced for each in hours),
    )
