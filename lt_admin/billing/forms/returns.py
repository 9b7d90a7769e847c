"""The form to give money back."""

from __future__ import annotations

from lt_admin.billing.models.payments import Payment
from lt_admin.core.forms import Form, MoneyField, Text
from lt_admin.core.i18n import lazy_gettext as _l


class ReturnForm(Form):
    """How much goes back, and why."""

    amount = MoneyField(_l("Amount"))
    reason = Text(_l("Why does it go back?"))

    @classmethod
    def of(cls, payment: Payment) -> ReturnForm:
        """The form for all that this receipt still has."""
        return cls(data={"amount": payment.rest})
