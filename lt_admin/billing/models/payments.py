"""Money that came in, and which invoices it pays."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.organisations import Organisation


class PaymentMethod(StrEnum):
    """How money came."""

    TRANSFER = "transfer"
    OTHER = "other"


class Payment(Versioned, Model):
    """One receipt; what is not allocated stays visible as its rest."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("allocated BETWEEN 0 AND amount", name="allocated"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Money]
    allocated: Mapped[Money] = mapped_column(default=ZERO)  # what of it pays invoices
    method: Mapped[PaymentMethod] = mapped_column(default=PaymentMethod.TRANSFER)
    reference: Mapped[str] = mapped_column(default="")  # what the bank statement says
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    organisation: Mapped[Organisation] = relationship()
    allocations: Mapped[list[PaymentAllocation]] = relationship(
        back_populates="payment", order_by="PaymentAllocation.id"
    )

    @property
    def rest(self) -> Money:
        """What of it pays nothing yet."""
        return self.amount - self.allocated

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
