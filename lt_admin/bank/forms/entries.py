"""Forms about files and entries of the bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Field

from lt_admin.bank.queries.entries import Offer
from lt_admin.bank.services.money_out import ACCOUNTS
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.payments import payers
from lt_admin.core.fields import MISSING
from lt_admin.core.forms import EnumField, Form, MoneyField, PickField, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.ledger.rules import CHART, Account


class UploadForm(Form):
    """A statement as the bank gives it."""

    file = FileField(_l("File"), [FileRequired(MISSING)])


class PayerForm(Form):
    """Who paid: a question that changes nothing, so it stands in the address."""

    class Meta:
        """Asked by GET."""

        csrf = False

    organisation = PickField(_l("Who paid?"))

    @classmethod
    def of(cls, args: Any) -> PayerForm:
        """The question, with what the address answers."""
        form = cls(formdata=args)
        form.organisation.offer(payers())
        return form


class AsideForm(Form):
    """Why an amount needs no place here."""

    reason = Text(_l("Why does it need no place here?"))


class AccountForm(Form):
    """On which account of the ledger an amount belongs."""

    account = EnumField(_l("Account"), Account, {each: CHART[each].name for each in ACCOUNTS})


class AssignForm(Form):
    """How much of an entry pays which invoice of one organisation."""

    invoices: Mapping[int, Invoice]

    @classmethod
    def of(cls, offer: Offer) -> AssignForm:
        """A field for each open invoice, filled in as they are due."""
        fields: dict[str, Field] = {
            f"invoice_{each.id}": MoneyField(
                _l("Amount for %(number)s", number=each.number),
                blank=True,
                default=offer.parts.get(each.id),
            )
            for each in offer.invoices
        }
        form: AssignForm = type("AssignInvoices", (cls,), fields)()
        form.invoices = {each.id: each for each in offer.invoices}
        return form

    @property
    def parts(self) -> list[tuple[Invoice, Money]]:
        """What was typed, without empty fields and zeros."""
        found = [(each, self[f"invoice_{key}"].data) for key, each in self.invoices.items()]
        return [(invoice, amount) for invoice, amount in found if amount]
