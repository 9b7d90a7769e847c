"""Forms for organisations and contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.validators import Email, ValidationError

from lt_admin.core.forms import CountField, EnumField, Form, LocalDateField, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import (
    EInvoiceProfile,
    OrganisationKind,
    Sector,
)
from lt_admin.orientation.queries import words
from lt_admin.orientation.rules import organisations as rules

OF_PEPPOL = ("peppol_scheme", "peppol_id")


def choices_of(shown: Mapping[Any, Any]) -> list[Any]:
    """What a list, boxes or buttons offer: values with their words."""
    return [SelectChoice(str(value), word) for value, word in shown.items()]


def understood(check: Callable[..., str], *typed: str) -> str:
    """What a check of the rules makes of what was typed; its words stand beside the field."""
    try:
        return check(*typed)
    except rules.WrongNumber as wrong:
        raise ValidationError(str(wrong)) from None


def right(check: Callable[[str], str]) -> Callable[[Form, Field], None]:
    """A validator: what was typed passes this check of the rules."""

    def validate(_form: Form, field: Field) -> None:
        if field.data:
            field.data = understood(check, field.data)

    return validate


def number(label: Any, name: str, **kw: Any) -> Text:
    """A field for one of the numbers that the rules check."""
    return Text(label, [right(rules.CHECKS[name])], blank=True, longest=40, **kw)


class OrganisationForm(Form):
    """Everything we know of an organisation; saved anyway when its writer saw the duplicates."""

    name = Text(_l("Name"))
    kind = EnumField(_l("Kind"), OrganisationKind, words.KINDS)
    sector = EnumField(_l("Sector"), Sector, words.SECTORS)
    street = Text(_l("Street and number"), blank=True)
    postcode = Text(_l("Postcode"), blank=True, longest=20)
    city = Text(_l("Place"), blank=True)
    country = SelectField(_l("Country"), choices=choices_of(words.COUNTRIES), default="NL")
    kvk = number(_l("KvK number"), "kvk", description=_l("8 digits."))
    rsin = number(_l("RSIN"), "rsin", description=_l("9 digits."))
    oin = number(_l("OIN"), "oin", description=_l("20 digits; municipalities and authorities."))
    vat_id = number(_l("Btw-id"), "vat_id", description=_l("Such as NL004495445B01."))
    iban = number(_l("IBAN"), "iban")
    peppol_scheme = SelectField(
        _l("Kind of Peppol number"), choices=choices_of({"": _l("None"), **words.PEPPOL})
    )
    peppol_id = Text(_l("Peppol number"), blank=True, longest=40)
    requires_reference = BooleanField(_l("An invoice needs their reference"))
    reference_name = Text(
        _l("What they call the reference"),
        blank=True,
        description=_l("For example: commitment number, or order number."),
    )
    buyer_reference = Text(
        _l("Their internal reference"),
        blank=True,
        longest=80,
        description=_l(
            "A department or cost centre that each invoice carries, so that it finds its way there."
        ),
    )
    e_invoice_profile = EnumField(
        _l("Kind of e-invoice"),
        EInvoiceProfile,
        words.PROFILES,
        default=EInvoiceProfile.NLCIUS,
        description=_l("NLCIUS is usual in the Netherlands; Peppol when they ask for it."),
    )
    payment_term_days = CountField(_l("Days to pay"), default=30, least=1, most=120)
    language = SelectField(
        _l("Language of letters"), choices=choices_of(words.LANGUAGES), default="nl"
    )
    anyway = BooleanField()

    def validate_postcode(self, field: Field) -> None:
        """A Dutch one is checked."""
        if field.data and self.country.data == "NL":
            field.data = understood(rules.dutch_postcode, field.data)

    def validate_peppol_id(self, field: Field) -> None:
        """It follows its kind."""
        if field.data:
            field.data = understood(rules.peppol_id, self.peppol_scheme.data, field.data)

    @property
    def facts(self) -> dict[str, Any]:
        """What goes to the services."""
        return {key: value for key, value in self.data.items() if key not in NOT_FACTS}

    @property
    def known(self) -> rules.Known:
        """What is compared with the organisations that are there."""
        numbers = (self.kvk.data or None, self.rsin.data or None, self.oin.data or None)
        return rules.Known(0, self.name.data or "", self.city.data or "", *numbers)


NOT_FACTS = {"csrf_token", "anyway"}


class ContactForm(Form):
    """A person at an organisation."""

    name = Text(_l("Name"))
    function = Text(_l("Function"), blank=True)
    email = Text(_l("E-mail"), [Email(_l("This is not an e-mail address."))])
    phone = Text(_l("Phone"), blank=True, longest=40)
    for_quote = BooleanField(_l("Gets quotes"))
    for_invoice = BooleanField(_l("Gets invoices"))
    for_reminder = BooleanField(_l("Gets reminders"))

    @property
    def facts(self) -> dict[str, Any]:
        """What goes to the services."""
        return {key: value for key, value in self.data.items() if key not in NOT_FACTS}


class LeaveForm(Form):
    """Since when somebody is no longer there."""

    left_on = LocalDateField(_l("No longer there since"))
