"""The books of what Stripe holds for us: movements with their fees, and payouts to our bank."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.billing.models.checkouts import StripeMovement, StripePayout
from lt_admin.billing.queries import stripe_balance as queries
from lt_admin.billing.rules.stripe import Movement, Payout
from lt_admin.core import audit
from lt_admin.core.db import session


def take_payout(payout: Payout) -> StripePayout:
    """Take over how a payout stands; earlier news that comes later does nothing."""
    found = queries.find_payout(payout.payout_id)
    if found is None:
        found = StripePayout(payout_id=payout.payout_id, amount=payout.amount)
        _follow(found, payout)
        session.add(found)
        cents = payout.amount.cents
        audit.record("stripe_payout:seen", found, by=audit.SYSTEM, cents=cents)
        return found
    before, had_failed = found.rank, found.has_failed
    if StripePayout(state=payout.status).rank >= before and not had_failed:
        _follow(found, payout)
    if found.has_failed and not had_failed:
        cents = payout.amount.cents
        audit.record("stripe_payout:failed", found, by=audit.SYSTEM, cents=cents)
    return found


def _follow(found: StripePayout, payout: Payout) -> None:
    found.state, found.arrives_on = payout.status, payout.arrives_on
    found.descriptor = payout.descriptor


def book_movements(movements: Sequence[Movement], *, payout: StripePayout | None = None) -> int:
    """Write down what is new of these; with `payout`, they are what it consists of.

    Gives the number of new ones: the same again does nothing. No audit line is written: each is a
    line of Stripe's own books, with its name there.
    """
    known = queries.known_movements([each.movement_id for each in movements])
    paid = queries.payments_by_intent([each.intent for each in movements if each.intent])
    count = 0
    for each in movements:
        found = known.get(each.movement_id)
        if found is None:
            found = _row(each)
            session.add(found)
            count += 1
        found.payment_id = found.payment_id or paid.get(each.intent or "")
        if payout is not None:
            found.payout_id = payout.id
    session.flush()
    return count


def _row(movement: Movement) -> StripeMovement:
    return StripeMovement(
        movement_id=movement.movement_id,
        kind=movement.kind,
        source=movement.source,
        occurred_at=movement.at,
        amount=movement.amount,
        fee=movement.fee,
        net=movement.net,
    )
