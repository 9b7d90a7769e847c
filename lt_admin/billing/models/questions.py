"""Questions that commissioners ask about an invoice, on their own page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.organisations import Contact


class InvoiceQuestion(Versioned, Model):
    """One question; while it waits for an answer the invoice gets no reminder."""

    __tablename__ = "invoice_question"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    name: Mapped[str]  # who says to ask
    words: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    invoice: Mapped[Invoice] = relationship()
    contact: Mapped[Contact | None] = relationship()
    answered_by: Mapped[User | None] = relationship()
