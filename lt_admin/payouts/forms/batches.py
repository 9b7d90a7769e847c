"""What people say about payment batches."""

from __future__ import annotations

from collections.abc import Collection

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.fields import MISSING
from lt_admin.core.forms import Form, LocalDateField, MoneyField, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.payouts.models.batches import PaymentBatch
from lt_admin.payouts.queries.batches import Candidate
from lt_admin.payouts.rules.pain001 import FORMS
from lt_admin.payouts.services.batches import make_batch


class BatchForm(Form):
    """Which statements are paid together, and on which day."""

    chosen = SelectMultipleField(
        _l("Statements"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    execute_on = LocalDateField(_l("The bank pays on"), default=clock.today)

    @classmethod
    def of(cls, found: Collection[Candidate]) -> BatchForm:
        """A box for each that may be paid, ticked."""
        ready = {each.statement.id: each.statement for each in found if not each.hurdle}
        form = cls(chosen=list(ready))
        form.chosen.choices = [
            (key, f"{each.payee.name} · {each.number}") for key, each in ready.items()
        ]
        return form

    def make(self, found: Collection[Candidate], *, by: User) -> PaymentBatch:
        """Make the batch of what was ticked; what was none of these is asked of the service."""
        wanted = set(self.chosen.data or ())
        statements = [each.statement for each in found if each.statement.id in wanted]
        return make_batch(statements, execute_on=self.execute_on.data, by=by)


class SeenForm(Form):
    """Agreeing: the digest of what was on the page."""

    seen = HiddenField()


class ReasonForm(Form):
    """Why a batch is turned down or taken back."""

    reason = Text(_l("Why?"))


class ExportForm(Form):
    """In which form the file is made."""

    form = HiddenField(default=FORMS[0])


class StatusForm(Form):
    """What the bank says of a file."""

    file = FileField(_l("File"), [FileRequired(MISSING)])


class LimitForm(Form):
    """Up to what amount the treasurer approves."""

    amount = MoneyField(_l("Up to and including"))
    valid_from = LocalDateField(_l("From"), default=clock.today)
