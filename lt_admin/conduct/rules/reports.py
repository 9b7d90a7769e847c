"""What is asked of a decision on a follow-up."""

from __future__ import annotations

from datetime import date

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused


def check_decided(decided_on: date, *, today: date, before: date | None) -> None:
    """Raise Refused for a decision of a day to come, or of before the decision that it follows."""
    if decided_on > today:
        raise Refused(_("This day is still to come."))
    if before is not None and decided_on < before:
        raise Refused(_("There is a later decision already; the last one counts."))


def check_until(decided_on: date, until: date | None, *, is_postponed: bool) -> None:
    """Raise Refused unless a postponed decision, and only that, has a later day to come back."""
    if not is_postponed and until is not None:
        raise Refused(_("Only a postponed decision has a day on which it is taken again."))
    if is_postponed and (until is None or until <= decided_on):
        raise Refused(_("Say by which later day the decision is taken again."))
