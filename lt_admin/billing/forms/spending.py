"""What a treasurer types about the account of the quality system."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.queries.spending import CATEGORY_WORDS
from lt_admin.core import clock
from lt_admin.core.forms import (
    CountField,
    EnumField,
    Form,
    LocalDateField,
    MoneyField,
    PercentField,
    Text,
)
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO, Money


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


class ApprovalForm(Form):
    """The amount that was looked at, in cents: approving another one is refused."""

    cents = CountField("", most=10**11)


class BudgetForm(Form):
    """What each category may spend in a year."""

    supervision = MoneyField(CATEGORY_WORDS[QualityCategory.SUPERVISION])
    outreach = MoneyField(CATEGORY_WORDS[QualityCategory.OUTREACH])
    method_development = MoneyField(CATEGORY_WORDS[QualityCategory.METHOD_DEVELOPMENT])
    uk_cooperation = MoneyField(CATEGORY_WORDS[QualityCategory.UK_COOPERATION])
    coordination = MoneyField(CATEGORY_WORDS[QualityCategory.COORDINATION])

    @classmethod
    def of(cls, budgets: Mapping[QualityCategory, Money]) -> BudgetForm:
        """The form as the board decided before; zero where it has not."""
        return cls(data={str(name): budgets.get(name, ZERO) for name in QualityCategory})

    @property
    def amounts(self) -> dict[QualityCategory, Money]:
        """What was typed, by category."""
        return {name: self[str(name)].data for name in QualityCategory}


class DivisionForm(Form):
    """Which part of each contribution a category gets, from a day on."""

    supervision = PercentField(CATEGORY_WORDS[QualityCategory.SUPERVISION], places=1)
    outreach = PercentField(CATEGORY_WORDS[QualityCategory.OUTREACH], places=1)
    method_development = PercentField(CATEGORY_WORDS[QualityCategory.METHOD_DEVELOPMENT], places=1)
    uk_cooperation = PercentField(CATEGORY_WORDS[QualityCategory.UK_COOPERATION], places=1)
    coordination = PercentField(CATEGORY_WORDS[QualityCategory.COORDINATION], places=1)
    valid_from = LocalDateField(_l("For hours worked from"), default=clock.today)

    @classmethod
    def of(cls, shares: Mapping[QualityCategory, int]) -> DivisionForm:
        """The form as contributions are divided now."""
        return cls(data={str(name): Decimal(each) / 10 for name, each in shares.items()})

    @property
    def shares(self) -> dict[QualityCategory, int]:
        """What was typed, per mille by category."""
        return {name: int(self[str(name)].data * 10) for name in QualityCategory}
