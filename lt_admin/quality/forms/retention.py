"""What is pressed on the page about retention."""

from __future__ import annotations

from lt_admin.core.forms import Form


class RunForm(Form):
    """The button that lets go of everything whose time is over."""
