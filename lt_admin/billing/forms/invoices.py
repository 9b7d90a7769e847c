"""Forms about invoices: what a draft still needs, and what is taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.billing.models.invoices import Invoice, InvoiceLine
from lt_admin.billing.queries.invoices import standing_lines
from lt_admin.core.formats import euro
from lt_admin.core.forms import Form, PercentField, PrivateText, Text
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.rules.engagements import STEPS


class ReferenceForm(Form):
    """What the commissioner wants to see on the invoice, so that it finds its way there."""

    reference = Text(_l("Reference of the commissioner"), blank=True, longest=80)
    commitment_number = Text(_l("Commitment number"), blank=True, longest=80)
    buyer_reference = Text(_l("Their internal reference"), blank=True, longest=80)

    @property
    def facts(self) -> dict[str, str]:
        """What goes to the service."""
        names = ("reference", "commitment_number", "buyer_reference")
        return {name: self[name].data or "" for name in names}


class WithReason(Form):
    """A form that asks why."""

    reason: Any

    @property
    def why(self) -> str:
        """The reason that was typed."""
        return self.reason.data or ""


class ShareForm(WithReason):
    """Another share than the quote says, and why."""

    percent = PercentField(_l("Share of the hours on this invoice"))
    reason = PrivateText(_l("Why does it differ from the quote?"), longest=400)

    @property
    def hundredths(self) -> int:
        """The share in hundredths of a percent."""
        return int(Decimal(self.percent.data) * 100)


class LinesField(SelectMultipleField):
    """Lines of an invoice, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CreditForm(WithReason):
    """Which lines are taken back, and why; all of them unless somebody says otherwise."""

    lines = LinesField(
        _l("What is credited?"), [InputRequired(_l("Choose at least one line."))], coerce=int
    )
    reason = PrivateText(_l("Why? The credit invoice carries these words."), longest=400)

    standing: list[InvoiceLine]

    @classmethod
    def of(cls, invoice: Invoice) -> CreditForm:
        """The form for an invoice, every line ticked that can still be credited."""
        standing = standing_lines(invoice)
        form = cls(data={"lines": [line.id for line in standing]})
        form.lines.choices = [(line.id, words_of(line)) for line in standing]
        form.standing = standing
        return form

    @property
    def chosen(self) -> list[InvoiceLine]:
        """The lines that were ticked."""
        return [line for line in self.standing if line.id in (self.lines.data or [])]


def words_of(line: InvoiceLine) -> str:
    """A line in words: ``Step 2, exploring: € 9.555,00``."""
    what: Any = line.description or _(
        "Step %(number)s, %(name)s", number=line.step, name=str(STEPS[line.step]).lower()
    )
    return f"{what}: {euro(line.net, language())}"
