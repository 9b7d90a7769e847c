"""What Stripe tells us: each event once, in whatever order they come; and what we ask ourselves.

An event may be lost. So each night, and whenever a person asks, Stripe is asked about everything
that is undecided; what comes of that is the same as if the event had come.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from lt_admin.billing.gateway import Declined, PaymentGateway, Unreachable, configured
from lt_admin.billing.models.checkouts import Checkout, CheckoutState, StripeEvent
from lt_admin.billing.queries import checkouts, returns, stripe_balance
from lt_admin.billing.rules.stripe import Dispute, Event, Page, Payout, Refund
from lt_admin.billing.services import checkouts as pages
from lt_admin.billing.services import returns as returning
from lt_admin.billing.services.stripe_balance import book_movements, take_payout
from lt_admin.core import clock
from lt_admin.core.db import session, transaction
from lt_admin.core.series import INSERT
from lt_admin.core.steps import Refused

STEPS = {
    "checkout.session.completed": "",  # as the page says: paid, or waits for the bank
    "checkout.session.async_payment_succeeded": "pay",
    "checkout.session.async_payment_failed": "fail",
    "checkout.session.expired": "expire",
}
MOVES_MONEY = (
    *("checkout.session.completed", "checkout.session.async_payment_succeeded"),
    *("charge.refunded", "charge.dispute.created", "charge.dispute.closed"),
)
log = logging.getLogger(__name__)


def receive(event: Event) -> bool:
    """Do what an event asks, in one transaction with its own name; False for a repeated one.

    What is unknown, or not about us, is written down and does nothing.
    """
    with transaction():
        if not _take(event.event_id, event.kind, event.at):
            return False
        _act(event)
    return True


def follow_up(gateway: PaymentGateway, event: Event) -> None:
    """After money moved: look up what Stripe kept of it. What fails is done at night."""
    if event.kind not in MOVES_MONEY:
        return
    try:
        ask_balance(gateway)
    except Refused as refused:
        log.warning("the books of Stripe wait for the night: %s", refused)


def ask_balance(gateway: PaymentGateway) -> int:
    """Take over what changed at Stripe since last time; the number of new movements. Commits."""
    with transaction():
        since = stripe_balance.since_when()
    found, sent = gateway.movements(since), gateway.payouts(since)
    with transaction():
        for payout in sent:
            take_payout(payout)
        for movement in reversed(found):
            if movement.refund is not None:
                returning.take_refund(movement.refund, on=clock.day_of(movement.at))
        count = book_movements(found)
        unfilled = stripe_balance.unfilled_payouts()
    for name in unfilled:
        count += _fill(gateway, name)
    return count


def ask_everything(gateway: PaymentGateway) -> int:
    """Ask Stripe about all that is undecided, and take over its books. Commits, bit by bit.

    Gives how many attempts to pay were decided. Raises Unreachable when Stripe does not answer;
    what was done until then stands.
    """
    with transaction():
        waiting, unsent = checkouts.all_undecided(), returns.unsent_refunds()
    decided = sum(_ask(gateway, number) for number in waiting)
    for each in unsent:
        _send(gateway, each)
    ask_balance(gateway)
    return decided


def run_job() -> int:
    """Once a day: ask everything; without keys nothing. A round that fails is tried again."""
    gateway = configured()
    name = f"round-{clock.today()}"
    if gateway is None or stripe_balance.was_taken(name):
        return 0
    decided = ask_everything(gateway)
    with transaction():
        _take(name, "round", clock.now())
    return decided


def _take(event_id: str, kind: str, made_at: datetime) -> bool:
    """Write an event down; False when it was before. Of two at once, one waits for the other."""
    insert: Any = INSERT[session.get_bind().dialect.name]
    row = insert(StripeEvent).values(
        event_id=event_id, kind=kind, made_at=made_at, received_at=clock.now()
    )
    taken = row.on_conflict_do_nothing(index_elements=["event_id"]).returning(StripeEvent.id)
    return session.scalars(taken).one_or_none() is not None


def _act(event: Event) -> None:
    deed: Callable[..., object] | None = DEEDS.get(type(event.about))
    if deed is not None:
        deed(event, event.about, clock.day_of(event.at))


def _on_page(event: Event, page: Page, on: date) -> None:
    checkout = checkouts.checkout_of(page.session_id, page.checkout_id)
    if checkout is not None and event.kind in STEPS:
        pages.settle(checkout, page, on=on, step=STEPS[event.kind])


def _on_refund(_event: Event, refund: Refund, on: date) -> None:
    returning.take_refund(refund, on=on)


def _on_dispute(_event: Event, dispute: Dispute, on: date) -> None:
    returning.take_dispute(dispute, on=on)


def _on_payout(_event: Event, payout: Payout, _on: date) -> None:
    take_payout(payout)


DEEDS: dict[type, Callable[..., object]] = {
    Page: _on_page,
    Refund: _on_refund,
    Dispute: _on_dispute,
    Payout: _on_payout,
}


def _ask(gateway: PaymentGateway, number: int) -> bool:
    """Ask about one attempt to pay; whether that decided it."""
    with transaction():
        checkout = checkouts.find_checkout(number)
        if checkout is None or not checkout.is_undecided:
            return False
        if checkouts.has_lapsed(checkout):
            pages.lapse(checkout)
            return True
    pages.ask(gateway, checkout)
    if checkout.state is CheckoutState.OPEN and not _fits(checkout):
        pages.close(gateway, checkout)
    return not checkout.is_undecided


def _fits(checkout: Checkout) -> bool:
    """Whether a page still asks what is open: paid by transfer meanwhile, it would pay twice."""
    return checkout.amount == checkout.invoice.open


def _send(gateway: PaymentGateway, payment_return: Any) -> None:
    try:
        returning.send_refund(gateway, payment_return)
    except Unreachable:
        raise
    except Declined as declined:
        log.warning("Stripe will not give back return %s: %s", payment_return.id, declined)


def _fill(gateway: PaymentGateway, name: str) -> int:
    """What a payout consists of; Stripe does not say so of one that was made by hand."""
    try:
        found = gateway.movements_in(name)
    except Declined:
        return 0
    with transaction():
        return book_movements(found, payout=stripe_balance.find_payout(name))
