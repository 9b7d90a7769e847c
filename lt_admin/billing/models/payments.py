"""Money that came in, and which invoices it pays."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.organisations import Organisation


class PaymentMethod(StrEnum):
    """How money came."""

    TRANSFER = "transfer"
    OTHER = "other"


class Payment(Versioned, Model):
    """One receipt; what is not allocated stays visible as its rest."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Money]
    method: Mapped[PaymentMethod] = mapped_column(default=PaymentMethod.TRANSFER)
    reference: Mapped[str] = mapped_column(default="")  # what the bank statement says
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    organisation: Mapped[Organisation] = relationship()
    allocations: Mapped[list[PaymentAllocation]] = relationship(
        back_populates="payment", order_by="PaymentAllocation.id"
    )

    @property
    def allocated(self) -> Money:
        """What of it pays invoices."""
        return Money.total(a.amount for a in self.allocations if a.undone_at is None)

    @property
    def rest(self) -> Money:
        """What of it pays nothing yet."""
        return self.amount - self.allocated


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
