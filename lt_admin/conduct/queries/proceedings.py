"""Reading the log of other proceedings, and the planned ends that a review had."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.conduct.models.proceedings import ProceedingsCheck, Replanning
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, FocusPoint
from lt_admin.orientation.models.organisations import Organisation


def checks_of(engagement_id: int) -> Sequence[ProceedingsCheck]:
    """The log of other proceedings, the newest decision first."""
    return session.scalars(
        select(ProceedingsCheck)
        .where(ProceedingsCheck.engagement_id == engagement_id)
        .order_by(ProceedingsCheck.decided_on.desc(), ProceedingsCheck.id.desc())
        .options(
            joinedload(ProceedingsCheck.recorded_by),
            joinedload(ProceedingsCheck.hold),
            selectinload(ProceedingsCheck.consulted),
        )
    ).all()


def latest_check(engagement_id: int) -> ProceedingsCheck | None:
    """The decision that counts now."""
    return session.scalars(
        select(ProceedingsCheck)
        .where(ProceedingsCheck.engagement_id == engagement_id)
        .order_by(ProceedingsCheck.decided_on.desc(), ProceedingsCheck.id.desc())
        .limit(1)
    ).first()


def replannings_of(engagement_id: int) -> Sequence[Replanning]:
    """The new planned ends, the newest first."""
    return session.scalars(
        select(Replanning)
        .where(Replanning.engagement_id == engagement_id)
        .order_by(Replanning.id.desc())
        .options(joinedload(Replanning.recorded_by))
    ).all()


def focus_of(engagement: Engagement) -> Sequence[FocusPoint]:
    """What asks extra attention in a review."""
    return session.scalars(
        select(FocusPoint).where(FocusPoint.engagement_id == engagement.id)
    ).all()


def consultable(engagement: Engagement) -> list[Organisation]:
    """The organisations that can be consulted: the parties of the review."""
    return [party.organisation for party in engagement.parties]
