"""The rows of a draft's editor: hours of a step, another cost, one organisation's share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2

from lt_admin.billing.rules.drafts import OtherCost, StepHours
from lt_admin.billing.rules.rates import STANDARD
from lt_admin.billing.rules.shares import Share, ShareKind
from lt_admin.core import formats, typed
from lt_admin.core.forms import (
    Form,
    HoursField,
    LongText,
    MoneyField,
    PickField,
    Text,
)
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l

LONGEST = 400 * 60  # minutes of one reviewer in one step
SPARE = 2  # empty rows for other costs
LANGUAGES = [SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")]


class Row(Form):
    """A part of a form: it has no token of its own."""

    class Meta:
        """As the whole form, which is checked already."""

        csrf = False


class HoursRow(Row):
    """One step: the hours of both reviewers, and what they are for."""

    lead = HoursField(_l("Lead reviewer"), zero=True, blank=True, longest=LONGEST)
    second = HoursField(_l("Second reviewer"), zero=True, blank=True, longest=LONGEST)
    vat_code = SelectField(_l("VAT"), default=STANDARD)
    description = LongText(_l("What happens"), blank=True, longest=400)

    def read(self, step: int) -> StepHours:
        """The row as the rules know it; an empty box is no hours."""
        lead, second = self.lead.data or 0, self.second.data or 0
        return StepHours(step, lead, second, self.description.data or "", self.vat_code.data)


class CostRow(Row):
    """One other cost; a row that is wholly empty counts as none."""

    step = SelectField(_l("Step"), coerce=int)
    description = Text(_l("What it is for"), blank=True, longest=200)
    amount = MoneyField(_l("Amount"), blank=True, negative=True)
    vat_code = SelectField(_l("VAT"), default=STANDARD)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written here."""
        return not self.description.data and self.amount.data is None

    def validate(self, extra_validators: Any = None) -> bool:
        """A cost has words and an amount, or neither."""
        is_well = bool(super().validate(extra_validators))
        halves = (bool(self.description.data), self.amount.data is not None)
        if is_well and any(halves) and not all(halves):
            missing = self.amount if halves[0] else self.description
            missing.errors = [_("This is still empty.")]
        return is_well and all(halves) == any(halves)

    def read(self) -> OtherCost:
        """The row as the rules know it."""
        words, vat_code = self.description.data or "", self.vat_code.data
        return OtherCost(self.step.data, words, self.amount.data, vat_code)


class ShareRow(Row):
    """One organisation's part, and to whom the quote goes there."""

    organisation_id = HiddenField()
    value = Text(_l("Share"), blank=True, longest=20)
    contact_id = PickField(_l("Quote goes to"), blank=_l("nobody yet"))

    def read(self, kind: ShareKind, rest: int | None) -> Share | None:
        """The share as the rules know it; None for an organisation that bears nothing.

        Raises typed.NotUnderstood when the value is none of its kind.
        """
        organisation_id = int(self.organisation_id.data or 0)
        if kind is ShareKind.FIXED and rest == organisation_id:
            return Share(organisation_id, ShareKind.REST, 0, self.contact_id.data)
        if not self.value.data:
            return None
        value = READ[kind](self.value.data)
        return Share(organisation_id, kind, value, self.contact_id.data)


def _weight(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise typed.NotUnderstood(_("Write a whole number."))
    return int(text)


READ: Mapping[ShareKind, Any] = {
    ShareKind.PERCENT: lambda text: int(typed.percentage(text) * 100),
    ShareKind.WEIGHT: _weight,
    ShareKind.FIXED: lambda text: typed.amount(text).cents,
}


def shown(share: Share) -> str:
    """A share's value as its box shows it; what `READ` understands again."""
    if share.kind is ShareKind.REST:
        return ""
    if share.kind is ShareKind.FIXED:
        return formats.euro(share.value, language()).replace("€", "").replace(formats.NBSP, "")
    plain = Decimal(share.value) / (100 if share.kind is ShareKind.PERCENT else 1)
    text = f"{plain.normalize():f}"
    return text.replace(".", ",") if language() == formats.DUTCH else text
