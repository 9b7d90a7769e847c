"""Forms about payments that came in."""

from __future__ import annotations

from wtforms import BooleanField

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.payments import payers
from lt_admin.core import clock
from lt_admin.core.forms import Form, LocalDateField, MoneyField, PickField, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import ZERO


class PaymentForm(Form):
    """A receipt as the bank statement shows it."""

    organisation = PickField(_l("Who paid?"))
    received_on = LocalDateField(_l("Received on"))
    amount = MoneyField(_l("Amount"))
    reference = Text(_l("What the bank statement says"), blank=True)
    settles = BooleanField(_l("Pay the open invoices with it, what is due first on top"))

    @classmethod
    def of(cls, invoice: Invoice | None) -> PaymentForm:
        """The form, filled in for an invoice when somebody came from there."""
        facts: dict[str, object] = {"received_on": clock.today(), "settles": True}
        if invoice is not None:
            facts |= {
                "organisation": invoice.organisation_id,
                "amount": invoice.open if invoice.open > ZERO else None,
                "reference": invoice.number,
            }
        form = cls(data=facts)
        form.organisation.offer(payers())
        return form


class AllocateForm(Form):
    """How much of a payment pays one invoice."""

    amount = MoneyField(_l("Amount"))
