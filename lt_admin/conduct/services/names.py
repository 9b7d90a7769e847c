"""The names of members of the groups go when their time is over."""

from __future__ import annotations

from lt_admin.conduct.queries import names as queries
from lt_admin.core import audit, clock
from lt_admin.core.orm import Model
from lt_admin.orientation.models.engagements import Engagement


def erase_names(engagement: Engagement, *, by: Model | str) -> int:
    """Let go of the names; organisation and function stay, so the counts do (DOMAIN.md 2i)."""
    named = queries.names_of(engagement)
    for member in named:
        member.name = member.name_key = None
        member.name_erased_at = clock.now()
    if named:
        audit.record("members:erased", engagement, by=by, about=engagement, count=len(named))
    return len(named)
