"""What belongs to invoices as a whole: their VAT per rate, and the numbers of a year."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import Money
from lt_admin.core.orm import Model


class InvoiceVat(Model):
    """What of an invoice is taxed at one rate, the tax on it, and why none is due (FACTS.md 2)."""

    __tablename__ = "invoice_vat"
    __table_args__ = (UniqueConstraint("invoice_id", "category", "percent"),)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    category: Mapped[VatCategory]
    percent: Mapped[int]  # hundredths
    net: Mapped[Money]
    vat: Mapped[Money]
    reason: Mapped[str] = mapped_column(default="")  # of an exemption, in the invoice's language


class InvoiceSeries(Model):
    """The invoice numbers of one year: consecutive, without gaps (FACTS.md 1)."""

    __tablename__ = "invoice_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
