"""What Stripe tells, as values: pages to pay on, refunds, disputes, payouts, movements.

Each is read from the JSON of the API; what we did not ask for is left out. Amounts are cents, as
with us; the currency stands beside them, because nothing but euro is ever booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lt_admin.core.money import Money

EURO = "eur"
NOT_GIVEN = ("requires_payment_method", "canceled")  # what a payment intent is after a refusal
LOST, WON = "lost", ("won", "warning_closed", "prevented")


@dataclass(frozen=True)
class Order:
    """What is asked for a page: it is the same, letter by letter, whenever the same row asks."""

    checkout_id: int
    number: str  # of the invoice
    name: str  # what the payer reads
    amount: Money
    language: str
    done_url: str
    back_url: str


@dataclass(frozen=True)
class Page:
    """A hosted page to pay on, and how the payment stands."""

    session_id: str
    status: str  # open, complete, expired
    is_paid: bool
    amount: Money
    currency: str
    checkout_id: int | None = None  # ours
    number: str = ""
    intent: str | None = None
    intent_status: str = ""
    paid_at: datetime | None = None
    url: str = ""
    expires_at: datetime | None = None

    @property
    def step(self) -> str:
        """The step of our own checkout that this means; none while the page waits."""
        if self.status != "complete":
            return "expire" if self.status == "expired" else ""
        if self.is_paid:
            return "pay"
        return "fail" if self.intent_status in NOT_GIVEN else "wait"


@dataclass(frozen=True)
class Refund:
    """Money that Stripe gives back to whoever paid."""

    refund_id: str
    status: str  # pending, requires_action, succeeded, failed, canceled
    amount: Money
    intent: str | None
    return_id: int | None = None  # ours, when we asked for it

    @property
    def has_failed(self) -> bool:
        """Whether the money stays with us after all."""
        return self.status in ("failed", "canceled")


@dataclass(frozen=True)
class Dispute:
    """A card holder who wants the money back through the bank."""

    dispute_id: str
    status: str
    amount: Money
    intent: str | None

    @property
    def is_inquiry(self) -> bool:
        """Whether only a question was asked: no money moved."""
        return self.status.startswith("warning_")


@dataclass(frozen=True)
class Payout:
    """Money that Stripe sends to our bank account."""

    payout_id: str
    status: str
    amount: Money
    arrives_on: date
    descriptor: str


@dataclass(frozen=True)
class Movement:
    """One balance transaction: `net` is what it changed of what Stripe holds for us."""

    movement_id: str
    kind: str
    at: datetime
    amount: Money
    fee: Money
    net: Money
    source: str = ""
    intent: str | None = None
    refund: Refund | None = None


@dataclass(frozen=True)
class Event:
    """One event, whose signature was verified; `about` is None for what does not concern us."""

    event_id: str
    kind: str
    at: datetime
    about: Page | Refund | Dispute | Payout | None


def page(facts: dict[str, Any]) -> Page:
    """A checkout session."""
    ours, intent = facts.get("metadata") or {}, facts.get("payment_intent")
    known = intent if isinstance(intent, dict) else {}
    charge = known.get("latest_charge")
    return Page(
        session_id=facts["id"],
        status=facts.get("status") or "open",
        is_paid=facts.get("payment_status") == "paid",
        amount=Money(facts.get("amount_total") or 0),
        currency=facts.get("currency") or "",
        checkout_id=_number(ours.get("checkout_id")),
        number=ours.get("invoice", ""),
        intent=_id(intent),
        intent_status=known.get("status", ""),
        paid_at=_instant(charge["created"]) if isinstance(charge, dict) else None,
        url=facts.get("url") or "",
        expires_at=_instant(facts.get("expires_at")),
    )


def refund(facts: dict[str, Any]) -> Refund:
    """A refund, by us or made at Stripe itself."""
    return Refund(
        refund_id=facts["id"],
        status=facts.get("status") or "pending",
        amount=Money(facts["amount"]),
        intent=_id(facts.get("payment_intent")),
        return_id=_number((facts.get("metadata") or {}).get("return_id")),
    )


def dispute(facts: dict[str, Any]) -> Dispute:
    """A dispute."""
    intent, amount = _id(facts.get("payment_intent")), Money(facts["amount"])
    return Dispute(facts["id"], facts["status"], amount, intent)


def payout(facts: dict[str, Any]) -> Payout:
    """A payout; Stripe gives the day of arrival as midnight in UTC."""
    return Payout(
        payout_id=facts["id"],
        status=facts["status"],
        amount=Money(facts["amount"]),
        arrives_on=datetime.fromtimestamp(facts["arrival_date"], UTC).date(),
        descriptor=facts.get("statement_descriptor") or "",
    )


def movement(facts: dict[str, Any]) -> Movement:
    """A balance transaction, with the thing that it is about when that was asked along."""
    source = facts.get("source")
    thing = source if isinstance(source, dict) else {}
    return Movement(
        movement_id=facts["id"],
        kind=facts["type"],
        at=datetime.fromtimestamp(facts["created"], UTC),
        amount=Money(facts["amount"]),
        fee=Money(facts["fee"]),
        net=Money(facts["net"]),
        source=_id(source) or "",
        intent=_id(thing.get("payment_intent")),
        refund=refund(thing) if thing.get("object") == "refund" else None,
    )


READERS = {
    "checkout.session": page,
    "refund": refund,
    "dispute": dispute,
    "payout": payout,
}


def event(facts: dict[str, Any]) -> Event:
    """An event with the thing it is about, as that was when it happened."""
    thing = facts["data"]["object"]
    reader: Any = READERS.get(thing.get("object", ""))
    at = datetime.fromtimestamp(facts["created"], UTC)
    return Event(facts["id"], facts["type"], at, None if reader is None else reader(thing))


def _id(thing: Any) -> str | None:
    """The id of a thing that Stripe names or, when asked, gives in full."""
    return thing.get("id") if isinstance(thing, dict) else thing


def _number(text: Any) -> int | None:
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else None


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
