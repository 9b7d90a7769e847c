"""The books of what Stripe holds for us: movements with their fees, and payouts to our bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lt_admin.billing.models.checkouts import StripeMovement, StripePayout
from lt_admin.billing.queries import stripe_balance as queries
from lt_admin.billing.rules.stripe import Movement, Payout
from lt_admin.billing.services import postings
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.orm import Model
from lt_admin.core.series import INSERT


def take_payout(payout: Payout) -> StripePayout:
    """Take over how a payout stands; earlier news that comes later does nothing."""
    facts = {"payout_id": payout.payout_id, "amount": payout.amount, **_stand(payout)}
    is_new = bool(_put(StripePayout, [facts], "payout_id"))
    found, cents = queries.lock_payout(payout.payout_id), payout.amount.cents
    if is_new:
        audit.record("stripe_payout:seen", found, by=audit.SYSTEM, cents=cents)
    elif not found.has_failed and StripePayout(state=payout.status).rank >= found.rank:
        for name, value in _stand(payout).items():
            setattr(found, name, value)
        if found.has_failed:
            audit.record("stripe_payout:failed", found, by=audit.SYSTEM, cents=cents)
    return found


def book_movements(movements: Sequence[Movement], *, payout: StripePayout | None = None) -> int:
    """Write down what is new of these; with `payout`, they are what it consists of.

    Gives the number of new ones: the same again, also at the same moment, does nothing. No audit
    line is written: each is a line of Stripe's own books, with its name there. What Stripe kept
    goes into ours.
    """
    made = _put(StripeMovement, [_line(each) for each in movements], "movement_id")
    known = queries.known_movements([each.movement_id for each in movements])
    paid = queries.payments_by_intent([each.intent for each in movements if each.intent])
    for each in movements:
        found = known[each.movement_id]
        found.payment_id = found.payment_id or paid.get(each.intent or "")
        if payout is not None:
            found.payout_id = payout.id
    session.flush()
    new = [each for each in known.values() if each.id in made]
    postings.stripe_fees_kept(new, by=audit.SYSTEM)
    return len(made)


def _put(kind: type[Model], rows: list[dict[str, Any]], name: str) -> set[int]:
    """Insert those rows whose name is not there yet: their ids.

    Of two at once one waits for the other.
    """
    if not rows:
        return set()
    insert: Any = INSERT[session.get_bind().dialect.name]
    in_order = sorted(rows, key=lambda row: str(row[name]))
    wanted = insert(kind).values(in_order).on_conflict_do_nothing(index_elements=[name])
    return set(session.scalars(wanted.returning(kind.id)))


def _stand(payout: Payout) -> dict[str, Any]:
    return {
        "state": payout.status,
        "arrives_on": payout.arrives_on,
        "descriptor": payout.descriptor,
    }


def _line(movement: Movement) -> dict[str, Any]:
    return {
        "movement_id": movement.movement_id,
        "kind": movement.kind,
        "source": movement.source,
        "occurred_at": movement.at,
        "amount": movement.amount,
        "fee": movement.fee,
        "net": movement.net,
    }
