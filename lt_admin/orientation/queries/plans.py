"""Reading review plans."""

from __future__ import annotations

from sqlalchemy import select

from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.plans import ReviewPlan


def find_plan(engagement: Engagement) -> ReviewPlan | None:
    """The plan of an engagement, once it is made."""
    wanted = select(ReviewPlan).where(ReviewPlan.engagement_id == engagement.id)
    return session.scalars(wanted).one_or_none()
