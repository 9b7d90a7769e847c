"""What an hour costs and which VAT applies, each from a day on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import Money
from lt_admin.core.orm import Model


class HourlyRate(Model):
    """From this day on the foundation charges this per reviewer per hour, without VAT."""

    __tablename__ = "hourly_rate"
    __table_args__ = (CheckConstraint("rate > 0 AND rate % 4 = 0", name="rate"),)

    rate: Mapped[Money]
    valid_from: Mapped[date] = mapped_column(unique=True)


class VatRate(Model):
    """From this day on a VAT code means this percentage (in hundredths) and this wording."""

    __tablename__ = "vat_rate"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("percent BETWEEN 0 AND 10000", name="percent"),
        CheckConstraint("category = 'S' OR percent = 0", name="only_standard_has_tax"),
    )

    code: Mapped[str] = mapped_column(String(16))  # "standard", "exempt_education", ...
    category: Mapped[VatCategory]
    percent: Mapped[int]  # 2100 is 21 %
    reason_nl: Mapped[str] = mapped_column(default="")
    reason_en: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]

    def reason(self, language: str) -> str:
        """Why there is no VAT, as invoices say it; empty when there is."""
        return self.reason_nl if language == "nl" else self.reason_en
