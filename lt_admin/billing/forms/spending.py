"""What a treasurer types about the account of the quality system."""

from __future__ import annotations

from typing import Any

from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.core import clock
from lt_admin.core.forms import EnumField, Form, LocalDateField, MoneyField, Text
from lt_admin.core.i18n import lazy_gettext as _l


class SpendingForm(Form):
    """One amount that the quality system spent."""

    category = EnumField(_l("Category"), QualityCategory, CATEGORY_WORDS)
    spent_on = LocalDateField(_l("Date"), default=clock.today)
    amount = MoneyField(_l("Amount"))
    description = Text(_l("What it was for"))
    receipt = Text(_l("Number of the receipt or invoice"), blank=True, longest=60)

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("category", "spent_on", "amount", "description", "receipt")
        return {name: self[name].data for name in names}


class CorrectionForm(Form):
    """What an amount should have been."""

    amount = MoneyField(_l("The right amount"))
