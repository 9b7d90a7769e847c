"""Shares of quotes that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lt_admin.billing.models.quotes import CostShare, Quote, QuoteState, ShareState
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Contact


def unanswered() -> Sequence[CostShare]:
    """Those that can still be answered by somebody to whom we can write, the oldest first."""
    wanted = (
        select(CostShare)
        .join(Quote, Quote.id == CostShare.quote_id)
        .join(Engagement, Engagement.id == Quote.engagement_id)
        .join(Contact, Contact.id == CostShare.contact_id)
        .where(Quote.state == QuoteState.SENT, Quote.valid_until >= clock.today())
        .where(CostShare.state == ShareState.OPEN, Contact.left_on.is_(None))
        .where(Engagement.end_reason.is_(None))
        .options(contains_eager(CostShare.quote).joinedload(Quote.engagement))
        .options(contains_eager(CostShare.contact), joinedload(CostShare.organisation))
        .order_by(CostShare.id)
    )
    return session.scalars(wanted).all()
