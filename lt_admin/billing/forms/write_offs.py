"""Why an amount is given up."""

from __future__ import annotations

from lt_admin.billing.forms.invoices import WithReason
from lt_admin.core.forms import PrivateText
from lt_admin.core.i18n import lazy_gettext as _l


class WriteOffForm(WithReason):
    """Why this will not be paid."""

    reason = PrivateText(_l("Why will this not be paid?"), longest=400)


class ReplaceForm(WithReason):
    """Why an invoice is made anew."""

    reason = PrivateText(_l("Why? The credit invoice carries these words."), longest=400)
