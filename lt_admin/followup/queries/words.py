"""The words and badges of step 6, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.followup.models.bookings import BookingState, Where
from lt_admin.followup.models.outcomes import Outcome

WHERES: Mapping[Any, Any] = {Where.AT_YOURS: _l("At yours"), Where.ONLINE: _l("Online")}
CHOICES: Mapping[FollowUpChoice | None, Badge] = {
    FollowUpChoice.AGREED: Badge(_l("agreed"), "ok"),
    FollowUpChoice.DECLINED: Badge(_l("declined"), "neutral"),
    FollowUpChoice.POSTPONED: Badge(_l("postponed"), "warn", "clock"),
    None: Badge(_l("not decided yet"), "neutral", "clock"),
}
BOOKINGS: Mapping[BookingState, Badge] = {
    BookingState.BOOKED: Badge(_l("booked"), "info", "cal"),
    BookingState.HELD: Badge(_l("held"), "ok"),
    BookingState.CANCELLED: Badge(_l("cancelled"), "neutral", "cross"),
}
OUTCOMES: Mapping[Any, Any] = {
    Outcome.DONE: _l("Done"),
    Outcome.IN_PROGRESS: _l("In progress"),
    Outcome.DROPPED: _l("Dropped"),
}
OUTCOME_BADGES: Mapping[Outcome | None, Badge] = {
    Outcome.DONE: Badge(_l("done"), "ok"),
    Outcome.IN_PROGRESS: Badge(_l("in progress"), "info", "part"),
    Outcome.DROPPED: Badge(_l("dropped"), "neutral", "cross"),
    None: Badge(_l("not recorded yet"), "warn", "clock"),
}
