"""Paying by iDEAL or card: pages that Stripe hosts, and what Stripe told us afterwards."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps, WrongState


class CheckoutState(StrEnum):
    """Where one attempt to pay stands."""

    NEW = "new"  # our row is there; Stripe was not asked yet, or did not answer
    OPEN = "open"  # the page at Stripe waits
    PENDING = "pending"  # finished by the payer, the bank still has to say yes
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


_S = CheckoutState
CHECKOUT_STEPS = Steps(
    {
        (_S.NEW, "open"): _S.OPEN,
        (_S.NEW, "expire"): _S.EXPIRED,
        (_S.OPEN, "wait"): _S.PENDING,
        (_S.OPEN, "pay"): _S.PAID,
        (_S.OPEN, "fail"): _S.FAILED,
        (_S.OPEN, "expire"): _S.EXPIRED,
        (_S.PENDING, "pay"): _S.PAID,
        (_S.PENDING, "fail"): _S.FAILED,
        (_S.EXPIRED, "pay"): _S.PAID,  # events may arrive in any order; money always counts
        (_S.FAILED, "pay"): _S.PAID,
    }
)
_UNDECIDED = text("state IN ('new', 'open', 'pending')")


class Checkout(Versioned, Model):
    """One attempt to pay one invoice on a page of Stripe; its id makes the idempotency key."""

    __tablename__ = "checkout"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index(
            "ix_checkout_undecided",
            "created_at",
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Money]
    state: Mapped[CheckoutState] = mapped_column(default=CheckoutState.NEW)
    session_id: Mapped[str | None] = mapped_column(String(128), unique=True)
    payment_intent: Mapped[str | None] = mapped_column(String(64), unique=True)
    url: Mapped[str] = mapped_column(default="")  # where the payer goes; empty once it is over
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), unique=True)
    concern: Mapped[str] = mapped_column(default="")  # paid, but not what was asked: "10.00 usd"
    invoice: Mapped[Invoice] = relationship()
    payment: Mapped[Payment | None] = relationship()

    @property
    def is_undecided(self) -> bool:
        """Whether money may still come of it."""
        return self.state in (CheckoutState.NEW, CheckoutState.OPEN, CheckoutState.PENDING)

    def may(self, name: str) -> bool:
        """Whether it can take this step now; what comes late or twice cannot."""
        return CHECKOUT_STEPS.allows(self.state, name)

    def step(self, name: str) -> None:
        """Take one step of CHECKOUT_STEPS; raises WrongState when it does not fit."""
        self.state = CHECKOUT_STEPS.after(self.state, name)
        if self.state not in (CheckoutState.NEW, CheckoutState.OPEN):
            self.url = ""

    def open(self, session_id: str, *, url: str, until: datetime | None) -> None:
        """Stripe made the page; it stands at `url` until then."""
        self.step("open")
        self.session_id, self.url, self.expires_at = session_id, url, until

    def pay(self, intent: str | None) -> None:
        """Stripe has the money, under the name of `intent`."""
        self.step("pay")
        self.payment_intent = intent or self.payment_intent

    def look_at(self) -> None:
        """A person saw to what was odd about it; raises WrongState when nothing is."""
        if not self.concern:
            raise WrongState(_("There is nothing to see to any more."))
        self.concern = ""


class StripeEvent(Model):
    """One event that Stripe sent, by its own id: a repeated one does nothing."""

    __tablename__ = "stripe_event"

    event_id: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]  # by Stripe's clock
    received_at: Mapped[datetime] = mapped_column(default=clock.now)


PAYOUT_FAILED = ("canceled", "failed")
PAYOUT_RANK = {"pending": 0, "in_transit": 1, "paid": 2, "canceled": 3, "failed": 3}


class StripePayout(Model):
    """Money on its way from Stripe to our bank account; the bank feature finds its arrival."""

    __tablename__ = "stripe_payout"

    payout_id: Mapped[str] = mapped_column(String(64), unique=True)
    amount: Mapped[Money]
    arrives_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))  # Stripe's word: pending, in_transit, paid, ...
    descriptor: Mapped[str] = mapped_column(default="")  # what the bank statement says
    arrived_on: Mapped[date | None]  # the day on our bank statement

    @property
    def rank(self) -> int:
        """How far it is; what Stripe says about an earlier stage comes too late."""
        return PAYOUT_RANK.get(self.state, 0)

    @property
    def has_failed(self) -> bool:
        """Whether the money went back to our balance at Stripe."""
        return self.state in PAYOUT_FAILED

    def arrive(self, on: date | None) -> None:
        """It stands on our bank statement of that day; or, with None, it does not after all."""
        if (self.arrived_on is None) is (on is None):
            raise WrongState(_("Somebody saw to this payout already."))
        self.arrived_on = on


class StripeMovement(Model):
    """One balance transaction at Stripe: a charge, refund, dispute, fee or payout, with its fee.

    `amount` - `fee` = `net`; the sum of all nets is what Stripe holds for us.
    """

    __tablename__ = "stripe_movement"
    __table_args__ = (CheckConstraint("amount - fee = net", name="net"),)

    movement_id: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(32))  # Stripe's word: charge, refund, payout, ...
    source: Mapped[str] = mapped_column(String(64), default="", index=True)
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    amount: Mapped[Money]
    fee: Mapped[Money]
    net: Mapped[Money]
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("stripe_payout.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
