"""What is pressed on the page that closes an engagement."""

from __future__ import annotations

from lt_admin.core.forms import Form


class CloseForm(Form):
    """The button that closes an engagement."""
