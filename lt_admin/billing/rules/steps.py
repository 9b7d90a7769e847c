"""The six steps of a learning review in words, as quotes, invoices and pages name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l

NAMES: Mapping[int, Any] = {
    1: _l("Orientation"),
    2: _l("Exploring"),
    3: _l("Dialogue"),
    4: _l("Drafting"),
    5: _l("Reporting"),
    6: _l("Follow-up"),
}
YIELDS: Mapping[int, Any] = {
    1: _l("your question and this plan"),
    2: _l("two groups, interviews, a timeline"),
    3: _l("shared understanding of patterns"),
    4: _l("draft report, recommendations"),
    5: _l("final report, talk with the boards"),
    6: _l("what it has brought"),
}


def step_name(step: int) -> str:
    """A step with its number: ``Step 2 Exploring``."""
    return _("Step %(number)s %(name)s", number=step, name=NAMES[step])
