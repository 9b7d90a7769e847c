"""What is typed about payees' invoices, by us or by the payee."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lt_admin.core.fields import MISSING
from lt_admin.core.forms import Form, LocalDateField, MoneyField, PrivateText, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.money import Money
from lt_admin.payouts.rules.bills import Told
from lt_admin.payouts.rules.reading import MOST_BYTES

PAPER = ("number", "issued_on", "net", "vat")  # what is typed of a PDF


class BillForm(Form):
    """An invoice that came in: an e-invoice speaks for itself, of a PDF the amounts are typed."""

    file = FileField(_l("The invoice"), [FileRequired(MISSING)])
    number = Text(_l("Number of the invoice"), blank=True, longest=40)
    issued_on = LocalDateField(_l("Date of the invoice"), blank=True)
    net = MoneyField(_l("Amount without VAT"), blank=True)
    vat = MoneyField(_l("VAT"), blank=True)

    @cached_property
    def content(self) -> bytes:
        """The file; one byte more than may be tells that it is too large."""
        sent: bytes = self.file.data.read(MOST_BYTES + 1)
        return sent

    @property
    def is_paper(self) -> bool:
        """Whether a PDF was sent."""
        return self.content.startswith(b"%PDF-")

    def validate(self, extra_validators: Any = None) -> bool:
        """Of a PDF everything is to be typed."""
        is_right: bool = super().validate(extra_validators)
        if not self.file.data or not self.is_paper:
            return is_right
        for name in PAPER:
            if self[name].data in (None, "") and not self[name].errors:
                self[name].errors = [MISSING]
                is_right = False
        return is_right

    @property
    def typed(self) -> Told | None:
        """What was typed of a PDF; an e-invoice is read instead."""
        if not self.is_paper:
            return None
        return Told(self.number.data or "", self.issued_on.data, self.net.data, self.vat.data)


class ReasonForm(Form):
    """Why an invoice is approved, sent back or taken back."""

    reason = PrivateText(_l("Why?"), longest=400)


class ObjectForm(Form):
    """What a payee finds wrong."""

    words = PrivateText(_l("What is not right?"), longest=1000)


class WriteForm(Form):
    """The button under the invoices that can be written, with the amount that was shown."""

    cents = IntegerField(validators=[Optional()], widget=HiddenInput())

    @property
    def shown(self) -> Money | None:
        """The amount that stood on the page."""
        return None if self.cents.data is None else Money(self.cents.data)
