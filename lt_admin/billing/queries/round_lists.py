"""Which reviews wait for an invoice: approved hours that not every commissioner was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import selectinload

from lt_admin.billing.models.invoices import Allocation, Invoice, InvoiceState, Round
from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState
from lt_admin.billing.queries.rounds import billable_rounds
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.reviewers.models.hours import EntryState, TimeEntry


@dataclass(frozen=True)
class Waiting:
    """A review with approved hours, in minutes, that wait to be billed; `round` is the next one.

    Without a round it is too early: the reason is the state of the review.
    """

    engagement: Engagement
    round: Round | None
    minutes: int


@dataclass(frozen=True)
class Drafted:
    """A round of a review whose drafts wait to be issued."""

    engagement: Engagement
    round: Round
    drafts: int


def waiting() -> list[Waiting]:
    """Every review with something to bill, those that can be billed now first."""
    rows = session.execute(_unbilled().options(selectinload(Engagement.holds))).all()
    found = [each for row in rows for each in _of(*row)]
    return sorted(found, key=lambda each: (each.round is None, each.engagement.code or ""))


def waiting_for(engagement: Engagement) -> list[Waiting]:
    """What waits to be billed for one review."""
    rows = session.execute(_unbilled().where(Engagement.id == engagement.id)).all()
    return [each for _engagement, *minutes in rows for each in _of(engagement, *minutes)]


def drafted() -> list[Drafted]:
    """Every round with drafts, by review."""
    rows = session.execute(
        select(Engagement, Invoice.round, func.count())
        .join(Invoice, Invoice.engagement_id == Engagement.id)
        .where(Invoice.state == InvoiceState.DRAFT)
        .group_by(Engagement.id, Invoice.round)
        .order_by(Engagement.code)
    )
    return [Drafted(*row) for row in rows]


def _of(engagement: Engagement, early: int, late: int, follow_up: int) -> Sequence[Waiting]:
    """Split by round: what comes next for steps 2 to 5, and the follow-up."""
    possible = billable_rounds(engagement)
    found = []
    if Round.FINAL in possible:
        found.append(Waiting(engagement, Round.FINAL, early + late))
    elif Round.INTERIM in possible and early:
        found.append(Waiting(engagement, Round.INTERIM, early))
    else:
        found.append(Waiting(engagement, None, early + late))
    found.append(Waiting(engagement, Round.FOLLOW_UP, follow_up))
    return [each for each in found if each.minutes]


def _unbilled() -> Any:
    """(engagement, minutes of steps 1-2, of 3-5, of 6) that some commissioner does not hold."""
    steps = (TimeEntry.step <= 2, TimeEntry.step.between(3, 5), TimeEntry.step == 6)
    sums = [func.sum(case((which, TimeEntry.minutes), else_=0)) for which in steps]
    return (
        select(Engagement, *sums)
        .join(TimeEntry, TimeEntry.engagement_id == Engagement.id)
        .where(TimeEntry.billable, TimeEntry.state == EntryState.APPROVED)
        .where(_holders() < _payers())
        .group_by(Engagement.id)
    )


def _holders() -> Any:
    """How many commissioners have the hour on an invoice or draft."""
    held = select(func.count(Allocation.id)).where(
        Allocation.time_entry_id == TimeEntry.id, Allocation.freed_at.is_(None)
    )
    return held.correlate(TimeEntry).scalar_subquery()


def _payers() -> Any:
    """How many commissioners bear the hour; none without an accepted quote."""
    kind = case((TimeEntry.step == 6, QuoteKind.FOLLOW_UP.value), else_=QuoteKind.REVIEW.value)
    accepted = and_(
        Quote.engagement_id == TimeEntry.engagement_id,
        Quote.state == QuoteState.ACCEPTED,
        Quote.kind == kind,
    )
    shares = select(func.count(CostShare.id)).join(Quote, Quote.id == CostShare.quote_id)
    return shares.where(accepted).correlate(TimeEntry).scalar_subquery()
