"""What a treasurer types about payment statements."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core.forms import Form
from lt_admin.core.money import Money


class RunForm(Form):
    """The button under a preview: for whom, and the amount that was shown."""

    only = IntegerField(validators=[Optional()], widget=HiddenInput())
    cents = IntegerField(validators=[Optional()], widget=HiddenInput())

    def issue(self, year: int, month: int, *, by: User) -> list[PaymentStatement]:
        """Make the statements that the preview showed."""
        shown = None if self.cents.data is None else Money(self.cents.data)
        return issue_statements(year, month, only=self.only.data, expecting=shown, by=by)
