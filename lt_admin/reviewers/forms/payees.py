"""Forms about account numbers, VAT and agreements of payees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField

from lt_admin.core.forms import (
    CountField,
    EnumField,
    Form,
    LocalDateField,
    MoneyField,
    PickField,
    PrivateText,
    Text,
)
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.payees import NameResult, VatTreatment
from lt_admin.reviewers.queries.payee_words import NAME_WORDS, TREATMENTS

FROM = _l("As of")


class DeclineForm(Form):
    """Why an account number is not used."""

    reason = PrivateText(_l("Why is this account not used?"), longest=400)


class NameCheckForm(Form):
    """What the bank says of the name of an account."""

    result = EnumField(_l("What does the bank say?"), NameResult, NAME_WORDS)
    name_shown = Text(_l("Name that the bank shows"), blank=True, longest=140)
    checked_on = LocalDateField(_l("Checked on"))

    @property
    def facts(self) -> dict[str, Any]:
        """The check as the service takes it."""
        names = ("result", "name_shown", "checked_on")
        return {name: self[name].data for name in names}


class VatForm(Form):
    """How a payee's work is taxed, from a day on."""

    treatment = EnumField(_l("VAT"), VatTreatment, TREATMENTS)
    valid_from = LocalDateField(FROM)
    crkbo = Text(_l("Number in the CRKBO register"), blank=True, longest=40)
    crkbo_until = LocalDateField(_l("Entered up to and including"), blank=True)

    @property
    def facts(self) -> dict[str, Any]:
        """The period as the service takes it, without the treatment."""
        names = ("valid_from", "crkbo", "crkbo_until")
        return {name: self[name].data for name in names}


class SelfBillingForm(Form):
    """That we write a freelancer's invoices, from a day on."""

    agreed_on = LocalDateField(_l("Day of the agreement"))
    valid_from = LocalDateField(FROM)
    objection_days = CountField(_l("Days to object"), least=1, most=60, default=14)

    @property
    def facts(self) -> dict[str, Any]:
        """The agreement as the service takes it."""
        return {name: self[name].data for name in ("agreed_on", "valid_from", "objection_days")}


class EndSelfBillingForm(Form):
    """From when a freelancer writes invoices again."""

    valid_from = LocalDateField(FROM)


_AGREED = (
    *("model", "model_version", "signed_on", "starts_on", "ends_on", "rate"),
    *("may_substitute", "is_insured", "has_other_clients"),
    *("assessed_on", "assessed_by", "assessment"),
)


class AgreementForm(Form):
    """What was agreed with a freelancer about one place in a review (FACTS 12)."""

    model = Text(_l("Model agreement"))
    model_version = Text(_l("Version"), blank=True, longest=40)
    signed_on = LocalDateField(_l("Signed on"), blank=True)
    starts_on = LocalDateField(_l("First day"))
    ends_on = LocalDateField(_l("Last day"), blank=True)
    rate = MoneyField(_l("Rate per hour"))
    may_substitute = BooleanField(_l("May send somebody else"))
    is_insured = BooleanField(_l("Has a liability insurance"))
    has_other_clients = BooleanField(_l("Declares to work for others too"))
    assessed_on = LocalDateField(_l("Assessed on"), blank=True)
    assessed_by = Text(_l("Assessed by"), blank=True)
    assessment = PrivateText(_l("What the assessment says"), blank=True, longest=1000)

    @property
    def facts(self) -> dict[str, Any]:
        """The agreement as the service takes it."""
        return {name: self[name].data for name in _AGREED}


class NewAgreementForm(AgreementForm):
    """The same, for a place that is to be chosen."""

    assignment = PickField(_l("Review"))

    def offer(self, places: Sequence[Assignment]) -> None:
        """The places that can be picked."""
        self.assignment.offer([(each.id, each.engagement.code or "") for each in places])
