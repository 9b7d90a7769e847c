"""What is typed, or only pressed, on the pages of quality."""

from __future__ import annotations

from lt_admin.core.forms import Form


class CloseForm(Form):
    """The button that closes an engagement."""
