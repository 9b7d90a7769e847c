"""Money that came in, and which invoices it pays."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps, WrongState
from lt_admin.orientation.models.organisations import Organisation


class PaymentMethod(StrEnum):
    """How money came."""

    TRANSFER = "transfer"
    STRIPE = "stripe"  # iDEAL or card, by a hosted page
    OTHER = "other"


class Payment(Versioned, Model):
    """One receipt; what neither pays something nor went back stays visible as its rest."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("allocated >= 0 AND returned >= 0", name="parts"),
        CheckConstraint("allocated + returned <= amount", name="allocated"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Money]
    allocated: Mapped[Money] = mapped_column(default=ZERO)  # what of it pays invoices
    returned: Mapped[Money] = mapped_column(default=ZERO)  # refunded, reversed or disputed
    method: Mapped[PaymentMethod] = mapped_column(default=PaymentMethod.TRANSFER)
    reference: Mapped[str] = mapped_column(default="")  # what the bank statement says
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: by itself
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    organisation: Mapped[Organisation] = relationship()
    allocations: Mapped[list[PaymentAllocation]] = relationship(
        back_populates="payment", order_by="PaymentAllocation.id"
    )
    returns: Mapped[list[PaymentReturn]] = relationship(
        back_populates="payment", order_by="PaymentReturn.id"
    )

    @property
    def rest(self) -> Money:
        """What of it pays nothing yet and is still with us."""
        return self.amount - self.allocated - self.returned

    def pay(self, invoice: Invoice, amount: Money) -> PaymentAllocation:
        """Let `amount` of it pay (a part of) an invoice of the same organisation.

        Raises Refused when it has less left, or the invoice asks less.
        """
        if invoice.organisation_id != self.organisation_id:
            raise Refused(_("This invoice is of another organisation than the payment."))
        if not ZERO < amount <= self.rest:
            raise Refused(_("This payment has less left than that."))
        if amount > invoice.open:
            raise Refused(_("Less than that is open on the invoice; leave the rest unallocated."))
        invoice.receive(amount)
        self.allocated += amount
        return PaymentAllocation(payment=self, invoice=invoice, amount=amount)

    def give_back(self, amount: Money, kind: ReturnKind, *, reason: str = "") -> PaymentReturn:
        """Let `amount` of its rest go back to whoever paid; raises Refused when less is left."""
        if not ZERO < amount <= self.rest:
            raise Refused(_("This payment has less left than that."))
        self.returned += amount
        return PaymentReturn(payment=self, kind=kind, amount=amount, reason=reason)


class ReturnKind(StrEnum):
    """Why money that came in went back."""

    REFUND = "refund"  # we give it back: paid too much, or for nothing
    REVERSAL = "reversal"  # the bank took the transfer back
    DISPUTE = "dispute"  # the card holder disputes it


class ReturnState(StrEnum):
    """Where the way back stands."""

    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


RETURN_STEPS = Steps(
    {
        (ReturnState.ASKED, "do"): ReturnState.DONE,
        (ReturnState.ASKED, "fail"): ReturnState.FAILED,
        (ReturnState.DONE, "fail"): ReturnState.FAILED,  # a dispute that was won
    }
)


class PaymentReturn(Versioned, Model):
    """A part of a receipt that goes back to whoever paid it; counted from when it is asked for."""

    __tablename__ = "payment_return"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    kind: Mapped[ReturnKind]
    state: Mapped[ReturnState] = mapped_column(default=ReturnState.ASKED)
    amount: Mapped[Money]
    reason: Mapped[str] = mapped_column(default="")
    stripe_id: Mapped[str | None] = mapped_column(String(64), unique=True)  # refund or dispute
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_on: Mapped[date | None]
    payment: Mapped[Payment] = relationship(back_populates="returns")

    @property
    def has_gone(self) -> bool:
        """Whether the money is no longer with us; what is disputed is taken at once."""
        is_taken = self.kind is ReturnKind.DISPUTE and self.state is ReturnState.ASKED
        return is_taken or self.state is ReturnState.DONE

    def do(self, *, on: date) -> None:
        """The money went."""
        self.state, self.done_on = RETURN_STEPS.after(self.state, "do"), on

    def fail(self) -> None:
        """It did not go, or came back: the payment has it again."""
        self.state = RETURN_STEPS.after(self.state, "fail")
        self.payment.returned -= self.amount


class PaymentAllocation(Model):
    """A part of one payment that pays a part of one invoice; undone, never deleted."""

    __tablename__ = "payment_allocation"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Money]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    payment: Mapped[Payment] = relationship(back_populates="allocations")
    invoice: Mapped[Invoice] = relationship()

    def undo(self) -> None:
        """Take it back: the invoice is open again for it, the payment has it to give.

        Raises WrongState when that was done before.
        """
        if self.undone_at is not None:
            raise WrongState(_("This was undone before."))
        self.undone_at = clock.now()
        self.payment.allocated -= self.amount
        self.invoice.receive(-self.amount)
