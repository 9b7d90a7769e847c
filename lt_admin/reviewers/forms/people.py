"""Forms about reviewers and payees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core.fields import MISSING
from lt_admin.core.forms import (
    EnumChoice,
    EnumField,
    Form,
    LocalDateField,
    MoneyField,
    PickField,
    PrivateText,
    Text,
)
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.people import PayeeKind, ReviewerLevel
from lt_admin.reviewers.queries.words import LEVELS
from lt_admin.reviewers.rules.growth import usual_until

FROM = _l("As of")


class NewReviewerForm(Form):
    """A reviewer record for an account that has none."""

    user = PickField(_l("Account"))
    phone = Text(_l("Telephone"), blank=True, longest=40)

    def offer(self, users: Sequence[User]) -> None:
        """The accounts that can be picked."""
        self.user.offer([(user.id, f"{user.name}, {user.email}") for user in users])


class ReviewerForm(Form):
    """What can change about a reviewer without a date from which."""

    phone = Text(_l("Telephone"), blank=True, longest=40)
    left_on = LocalDateField(_l("Left on"), blank=True)


class LevelForm(Form):
    """A level, from a day on."""

    level = EnumField(_l("Level"), ReviewerLevel, LEVELS)
    valid_from = LocalDateField(FROM)
    valid_until = LocalDateField(_l("Up to and including"), blank=True)
    reason = PrivateText(_l("What it rests on"), blank=True, longest=500)

    @property
    def facts(self) -> dict[str, Any]:
        """The period of the level; left empty it ends after its term, and lapsed has no end."""
        since = self.valid_from.data
        usual = usual_until(self.level.data, since)
        until = None if usual is None else self.valid_until.data or usual
        return {"valid_from": since, "valid_until": until, "reason": self.reason.data or ""}


class RateForm(Form):
    """A compensation per hour, from a day on."""

    rate = MoneyField(_l("Compensation per hour"))
    valid_from = LocalDateField(FROM)


class _PayeeFacts(Form):
    """Where a freelancer is paid; the numbers are checked by the service."""

    name = Text(_l("Name on the statement"), blank=True)
    street = Text(_l("Street and number"), blank=True)
    postcode = Text(_l("Postcode"), blank=True, longest=12)
    city = Text(_l("Town"), blank=True)
    email = Text(_l("E-mail for the statement"), blank=True)
    kvk = Text(_l("KvK number"), blank=True, longest=20)
    vat_id = Text(_l("Btw-id"), blank=True, longest=20)
    iban = Text(_l("IBAN"), blank=True, longest=50)
    holder = Text(_l("Name of the account"), blank=True, longest=140)

    @property
    def facts(self) -> dict[str, object]:
        """What was typed about the payee."""
        names = ("name", "street", "postcode", "city", "email", "kvk", "vat_id", "iban", "holder")
        return {name: self[name].data or "" for name in names}


class PayeeForm(_PayeeFacts):
    """Change a payee's address and numbers."""


class PayeePeriodForm(_PayeeFacts):
    """Who is paid, from a day on: an employer that is an organisation here, or the reviewer."""

    kind = EnumChoice(
        _l("Who is paid for the hours?"),
        PayeeKind,
        {
            PayeeKind.EMPLOYER: _l("The employer"),
            PayeeKind.FREELANCER: _l("The reviewer, as a freelancer"),
        },
    )
    organisation = PickField(_l("Employer"), blank=_l("Choose"))
    valid_from = LocalDateField(FROM)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """The organisations that can be picked."""
        self.organisation.offer([(each.id, each.name) for each in organisations])

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the employer, or for the name of the freelancer."""
        is_well = bool(super().validate(extra_validators))
        wanted = {PayeeKind.EMPLOYER: self.organisation, PayeeKind.FREELANCER: self.name}
        asked = wanted.get(self.kind.data)
        if asked is not None and not asked.data:
            asked.errors = [*asked.errors, MISSING]
            return False
        return is_well
