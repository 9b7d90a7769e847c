"""Forms about months and the beginning of the books."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from lt_admin.core.fields import MISSING
from lt_admin.core.forms import Form, LocalDateField
from lt_admin.core.i18n import lazy_gettext as _l


class CloseForm(Form):
    """That somebody looked at what is still open."""

    has_seen = BooleanField(_l("I have seen what is still open"))


class OpeningForm(Form):
    """The balances with which the books begin."""

    on = LocalDateField(_l("First day of the books"))
    file = FileField(_l("File"), [FileRequired(MISSING)])
