"""Forms for rates, VAT and who we are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms.validators import Email

from lt_admin.billing.models.rates import VatRate
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import clock
from lt_admin.core.forms import (
    EnumField,
    Form,
    LocalDateField,
    LongText,
    MoneyField,
    PercentField,
    Text,
)
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.forms.organisations import number, right
from lt_admin.orientation.rules.organisations import dutch_postcode

CATEGORIES: Mapping[Any, Any] = {
    VatCategory.STANDARD: _l("S: taxed"),
    VatCategory.EXEMPT: _l("E: exempt"),
    VatCategory.OUTSIDE_SCOPE: _l("O: outside the scope of VAT"),
    VatCategory.REVERSE_CHARGE: _l("AE: reverse-charged"),
}
FACTS = ("name", "street", "postcode", "city", "phone", "email", "kvk", "rsin", "vat_id", "iban")


class RateForm(Form):
    """What an hour costs from a day on."""

    rate = MoneyField(_l("Rate per hour, without VAT"))
    valid_from = LocalDateField(_l("Valid from"))


class VatForm(Form):
    """What a VAT code means from a day on."""

    code = Text(_l("Code"), longest=16)
    category = EnumField(_l("Category"), VatCategory, CATEGORIES)
    percent = PercentField(_l("Percentage"))
    reason_nl = LongText(_l("Why there is no VAT, in Dutch"), blank=True, longest=200)
    reason_en = LongText(_l("Why there is no VAT, in English"), blank=True, longest=200)
    valid_from = LocalDateField(_l("Valid from"))

    @classmethod
    def like(cls, known: VatRate | None) -> VatForm:
        """An empty form, or one that starts from what a code means now."""
        if known is None:
            return cls()
        names = ("code", "category", "reason_nl", "reason_en")
        facts = {name: getattr(known, name) for name in names}
        percent = Decimal(known.percent) / 100
        return cls(data=facts | {"percent": percent, "valid_from": clock.today()})

    def facts(self) -> dict[str, Any]:
        """What was typed, by the names that the service knows; the percentage in hundredths."""
        names = ("code", "category", "valid_from")
        words = {name: self[name].data or "" for name in ("reason_nl", "reason_en")}
        percent = int(self.percent.data * 100)
        return {name: self[name].data for name in names} | words | {"percent": percent}


class FoundationForm(Form):
    """Who our papers and mails come from; numbers are checked by library."""

    name = Text(_l("Name"))
    street = Text(_l("Street and number"), blank=True)
    postcode = Text(_l("Postcode"), [right(dutch_postcode)], blank=True, longest=20)
    city = Text(_l("Place"), blank=True)
    phone = Text(_l("Telephone"), blank=True, longest=40)
    email = Text(_l("E-mail"), [Email()], longest=120)
    kvk = number(_l("KvK number"), "kvk", description=_l("8 digits."))
    rsin = number(_l("RSIN"), "rsin", description=_l("9 digits."))
    vat_id = number(_l("Btw-id"), "vat_id", description=_l("Such as NL004495445B01."))
    iban = number(_l("IBAN"), "iban")

    @classmethod
    def of(cls, foundation: Foundation) -> FoundationForm:
        """The form as the foundation is known."""
        return cls(obj=foundation)

    def facts(self) -> dict[str, str]:
        """What was typed, by name."""
        return {name: self[name].data or "" for name in FACTS}
