"""The timeline of a review: everything that happened in every feature, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import not_, or_

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core.audit import AuditEntry
from lt_admin.core.paging import Key, place_of, read_slice, token
from lt_admin.core.telling import Happening
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.engagements import told_about, what_happened

# What speaks of amounts or of somebody's hours, and who may read it.
NEEDS = {
    Permission.INVOICE_READ: ("invoice:", "payment:", "quote:", "share:"),
    Permission.FINANCE_READ: ("hours:",),
}
ORDER = [Key(AuditEntry.at, is_down=True), Key(AuditEntry.id, is_down=True)]
LIST, DIRECTION = "timeline", "-at"


@dataclass(frozen=True)
class TimelinePage:
    """What happened, the newest first, and the places of the pages before and after."""

    happened: Sequence[Happening]
    before: str | None
    after: str | None


def timeline_of(engagement: Engagement, user: User, at: str | None) -> TimelinePage:
    """One page of what happened as this person may read it, in a constant number of statements."""
    wanted = told_about(engagement)
    for permission, prefixes in NEEDS.items():
        if not user.may(permission):
            told = [AuditEntry.event.startswith(prefix) for prefix in prefixes]
            wanted = wanted.where(not_(or_(*told)))
    name = f"{LIST}:{engagement.id}"
    found = read_slice(wanted, ORDER, place_of(at, name, DIRECTION))
    before, after = (token(place, name, DIRECTION) for place in (found.before, found.after))
    return TimelinePage(what_happened(found.rows), before, after)
