"""The terms around a calamity, and what a request must say (DOMAIN.md 2c)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused


class InspectorateTerm(StrEnum):
    """Where the date for the Inspectorate comes from (DOMAIN.md 2c: never hard-coded)."""

    NONE = "none"
    SIX_WEEKS = "six_weeks"
    EIGHT_WEEKS = "eight_weeks"
    FREE = "free"


WEEKS = {InspectorateTerm.SIX_WEEKS: 6, InspectorateTerm.EIGHT_WEEKS: 8}
TALK_WITHIN_DAYS = 14  # I2 of DOMAIN.md 2a
TALK_WANTED_AFTER_DAYS = 7  # so long a request waits before it becomes a duty


def inspectorate_date(
    term: InspectorateTerm, *, counted_from: date, free: date | None
) -> date | None:
    """Until when the organisation is busy with the Inspectorate; a typed date goes before a preset.

    Raises Refused when a free date is asked for and none is given.
    """
    if term is InspectorateTerm.NONE:
        return None
    if free is None and term is InspectorateTerm.FREE:
        raise Refused(_("Write the date that the Inspectorate named."))
    return free or counted_from + timedelta(weeks=WEEKS[term])


def check_extension(due_on: date | None, extended_to: date | None, reason: str) -> None:
    """Refuse an extension without a date to extend, one that is no later, or without a reason."""
    if extended_to is None:
        return
    if due_on is None:
        raise Refused(_("There is no date of the Inspectorate to extend."))
    if extended_to <= due_on:
        raise Refused(_("An extension lies after the date that it extends."))
    if not reason.strip():
        raise Refused(_("Say in a few words why the Inspectorate gave the extension."))
