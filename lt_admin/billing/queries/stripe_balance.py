"""What Stripe holds for us: movements, fees and payouts, and what a person has to see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from lt_admin.billing.models.checkouts import (
    PAYOUT_FAILED,
    Checkout,
    StripeEvent,
    StripeMovement,
    StripePayout,
)
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentReturn, ReturnKind, ReturnState
from lt_admin.billing.queries.checkouts import UNDECIDED, badge_of, is_configured
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import ZERO, Money

OVERLAP = timedelta(days=7)  # asked once more each night: late news of Stripe
FIRST_LOOK = timedelta(days=60)
FILLS_FOR = timedelta(days=30)  # how long we ask what a payout consists of
PAYOUT_STATES = {
    "pending": Badge(_l("waits"), "info", "clock"),
    "in_transit": Badge(_l("on its way"), "info", "send"),
    "paid": Badge(_l("sent to the bank"), "info", "send"),
    "canceled": Badge(_l("called off"), "neutral", "minus"),
    "failed": Badge(_l("did not arrive"), "danger", "alert"),
}
ARRIVED = Badge(_l("on the bank statement"), "ok", "check")
KINDS = {
    "charge": _l("payment"),
    "payment": _l("payment"),
    "refund": _l("given back"),
    "payment_refund": _l("given back"),
    "adjustment": _l("dispute"),
    "payout": _l("payout to the bank"),
    "payout_failure": _l("payout that came back"),
    "stripe_fee": _l("fee of Stripe"),
}

MOVEMENTS = Listing(
    "stripe",
    key=StripeMovement.id,
    order="-at",
    columns=(
        Column("at", _l("When"), StripeMovement.occurred_at, kind="instant"),
        Column("kind", _l("What"), StripeMovement.kind, words=KINDS),
        Column("source", _l("Name at Stripe"), StripeMovement.source, card="wide"),
        Column("amount", _l("Amount"), StripeMovement.amount, kind="euro", total=True),
        Column("fee", _l("Fee"), StripeMovement.fee, kind="euro", total=True),
        Column("net", _l("Net"), StripeMovement.net, kind="euro", total=True),
    ),
    filters=(
        Search("q", _l("Search"), (StripeMovement.source, StripeMovement.movement_id)),
        Days("from", _l("From"), lambda day: StripeMovement.occurred_at >= clock.midnight(day)),
        Days(
            "until",
            _l("Until and including"),
            lambda day: StripeMovement.occurred_at < clock.midnight(day + timedelta(days=1)),
        ),
        Choice("kind", _l("What"), KINDS, lambda kind: StripeMovement.kind == kind),
    ),
)


@dataclass(frozen=True)
class Fees:
    """What Stripe kept of the payments of one month."""

    month: date
    received: Money
    fees: Money


def movements() -> Select[Any]:
    """Every movement at Stripe."""
    return select().select_from(StripeMovement)


def is_used() -> bool:
    """Whether there is anything to show: keys, or what was paid while there were keys."""
    wanted = select(Checkout.id).limit(1)
    return is_configured() or session.scalars(wanted).first() is not None


def overview() -> dict[str, Any]:
    """What the treasurer's page shows above the movements."""
    sent = last_payouts()
    expected = [each for each in sent if each.arrived_on is None and not each.has_failed]
    return {
        "held": session.scalars(select(func.sum(StripeMovement.net))).one() or ZERO,
        "on_its_way": Money.total(each.amount for each in expected),
        "payouts": [(each, badge_of_payout(each)) for each in sent],
        "fees": fees_per_month(),
        "odd": odd_checkouts(),
        "disputes": open_disputes(),
        "waiting": [(each, badge_of(each)) for each in waiting()],
        "is_configured": is_configured(),
    }


def badge_of_payout(payout: StripePayout) -> Badge:
    """How a payout stands."""
    if payout.arrived_on is not None:
        return ARRIVED
    return PAYOUT_STATES.get(payout.state, PAYOUT_STATES["pending"])


def last_payouts() -> Sequence[StripePayout]:
    """The payouts of late, and every one that did not arrive yet."""
    is_late = StripePayout.arrives_on >= clock.today() - timedelta(days=92)
    wanted = select(StripePayout).where(or_(is_late, StripePayout.arrived_on.is_(None)))
    return session.scalars(wanted.order_by(StripePayout.arrives_on.desc()).limit(50)).all()


def fees_per_month() -> list[Fees]:
    """What was received and what of it Stripe kept, by Amsterdam month, the newest first."""
    wanted = select(
        StripeMovement.occurred_at, StripeMovement.kind, StripeMovement.amount, StripeMovement.fee
    ).where(or_(StripeMovement.fee != ZERO, StripeMovement.kind.in_(("stripe_fee", "payment"))))
    sums: dict[date, list[Money]] = {}
    for at, kind, amount, fee in session.execute(wanted):
        found = sums.setdefault(clock.day_of(at).replace(day=1), [ZERO, ZERO])
        if kind in ("charge", "payment"):
            found[0] += amount
        found[1] += fee - amount if kind == "stripe_fee" else fee
    return [Fees(month, *sums[month]) for month in sorted(sums, reverse=True)]


def odd_checkouts() -> Sequence[Checkout]:
    """Payments at Stripe that were not what we asked, and that nobody saw to yet."""
    wanted = select(Checkout).where(Checkout.concern != "").options(joinedload(Checkout.invoice))
    return session.scalars(wanted.order_by(Checkout.id)).all()


def open_disputes() -> Sequence[PaymentReturn]:
    """Disputes that wait for an answer: given at Stripe itself."""
    wanted = (
        select(PaymentReturn)
        .where(PaymentReturn.kind == ReturnKind.DISPUTE, PaymentReturn.state == ReturnState.ASKED)
        .options(joinedload(PaymentReturn.payment).joinedload(Payment.organisation))
    )
    return session.scalars(wanted.order_by(PaymentReturn.id)).all()


def waiting() -> Sequence[Checkout]:
    """Attempts to pay of which nothing came yet."""
    invoice = joinedload(Checkout.invoice).joinedload(Invoice.organisation)
    wanted = select(Checkout).where(UNDECIDED).options(invoice)
    return session.scalars(wanted.order_by(Checkout.id.desc()).limit(50)).all()


def count_odd() -> int:
    """How much a treasurer has to see to: odd payments, disputes, payouts that came back."""
    disputed = (PaymentReturn.kind == ReturnKind.DISPUTE, PaymentReturn.state == ReturnState.ASKED)
    counts = (
        select(func.count(Checkout.id)).where(Checkout.concern != "").scalar_subquery(),
        select(func.count(PaymentReturn.id)).where(*disputed).scalar_subquery(),
    )
    return int(session.scalars(select(counts[0] + counts[1])).one())


def find_payout(payout_id: str) -> StripePayout | None:
    """The payout with this name at Stripe, locked."""
    wanted = select(StripePayout).where(StripePayout.payout_id == payout_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def known_movements(names: Sequence[str]) -> dict[str, StripeMovement]:
    """The movements among these that stand in our books, by name."""
    wanted = select(StripeMovement).where(StripeMovement.movement_id.in_(names))
    return {each.movement_id: each for each in session.scalars(wanted)}


def payments_by_intent(intents: Sequence[str]) -> dict[str | None, int | None]:
    """The numbers of our receipts, by the name of the payment at Stripe."""
    wanted = select(Checkout.payment_intent, Checkout.payment_id).where(
        Checkout.payment_intent.in_(intents), Checkout.payment_id.is_not(None)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def since_when() -> datetime:
    """From when on Stripe may have news for us."""
    newest = session.scalars(select(func.max(StripeMovement.occurred_at))).one()
    return clock.now() - FIRST_LOOK if newest is None else newest - OVERLAP


def unfilled_payouts() -> list[str]:
    """The late payouts of which we do not know what they consist of."""
    filled = select(StripeMovement.payout_id).where(StripeMovement.payout_id.is_not(None))
    wanted = select(StripePayout.payout_id).where(
        StripePayout.id.not_in(filled),
        StripePayout.state.not_in(PAYOUT_FAILED),
        StripePayout.arrives_on >= clock.today() - FILLS_FOR,
    )
    return list(session.scalars(wanted.order_by(StripePayout.id)))


def was_taken(event_id: str) -> bool:
    """Whether an event was written down before."""
    wanted = select(StripeEvent.id).where(StripeEvent.event_id == event_id)
    return session.scalars(wanted).one_or_none() is not None
