"""Whoever decides about an engagement has it alone, and sees what the one before decided."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement


def lock_engagement(engagement: Engagement) -> None:
    """Show the engagement and its parties as they stand now, and hold them until we commit.

    The last agreement and the last acceptance may come at the same moment; so each waits for the
    other, and the second sees that it completes the whole.
    """
    wanted = (
        select(Engagement)
        .where(Engagement.id == engagement.id)
        .options(selectinload(Engagement.parties))
        .with_for_update(of=Engagement)
    )
    session.scalars(wanted.execution_options(populate_existing=True)).one()
