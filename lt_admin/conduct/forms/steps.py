"""The form with which a review starts."""

from __future__ import annotations

from wtforms import BooleanField

from lt_admin.core.forms import Form
from lt_admin.core.i18n import lazy_gettext as _l


class StartForm(Form):
    """Start, also while the organisation is busy with the Inspectorate."""

    despite_inspectorate = BooleanField(
        _l("Everyone who takes part chose to start before that day")
    )
