"""Reading recommendations, and the findings bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.conduct.models.recommendations import Finding, Recommendation
from lt_admin.conduct.queries.report_words import FINDINGS, SHARING
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.queries.words import SECTORS
from lt_admin.reviewers.queries.access import reviews_seen_by

_IS_SHARED: ColumnElement[str] = case((Finding.shared_on.is_not(None), "shared"), else_="waits")
FINDING_LIST = Listing(
    "findings",
    key=Finding.id,
    order="-shared",
    columns=(
        Column("kind", _l("Kind"), Finding.kind, words=FINDINGS),
        Column("text", _l("Finding"), Finding.text, sort=False, card="wide"),
        Column("sector", _l("Sector"), Finding.sector, words=SECTORS),
        Column("region", _l("Region"), Finding.region),
        Column("shared", _l("Shared on"), Finding.shared_on, kind="day"),
        Column("state", _l("State"), _IS_SHARED, kind="badge", words=SHARING, sort=False),
    ),
    filters=(
        Search("q", _l("Search"), (Finding.text, Finding.region), hint=_l("Words or region")),
        Choice("kind", _l("Kind"), FINDINGS, lambda kind: Finding.kind == kind),
        Choice("sector", _l("Sector"), SECTORS, lambda sector: Finding.sector == sector),
        Choice("state", _l("State"), SHARING, lambda state: state == _IS_SHARED),
        Days("from", _l("Shared from"), lambda day: Finding.shared_on >= day),
    ),
)


def findings_seen_by(user: User) -> Select[Any]:
    """What is shared, and what waits in the reviews that this person may see."""
    rows = select().select_from(Finding)
    if user.may(Permission.ORGANISATION_READ):
        return rows
    own = reviews_seen_by(user).add_columns(Engagement.id)
    return rows.where(or_(Finding.shared_on.is_not(None), Finding.engagement_id.in_(own)))


def findings_of(engagement_id: int) -> Sequence[Finding]:
    """What a review adds to the findings bank, in the order of adding."""
    return session.scalars(
        select(Finding)
        .where(Finding.engagement_id == engagement_id)
        .order_by(Finding.id)
        .options(joinedload(Finding.written_by), joinedload(Finding.checked_by))
    ).all()


def find_finding(engagement: Engagement, finding_id: int) -> Finding | None:
    """That finding, if it is one of this review."""
    return next((each for each in findings_of(engagement.id) if each.id == finding_id), None)


def recommendations_of(engagement_id: int) -> Sequence[Recommendation]:
    """What a review recommends, by number."""
    return session.scalars(
        select(Recommendation)
        .where(Recommendation.engagement_id == engagement_id)
        .order_by(Recommendation.number)
        .options(joinedload(Recommendation.organisation))
    ).all()


def find_recommendation(engagement: Engagement, recommendation_id: int) -> Recommendation | None:
    """That recommendation, if it is one of this review."""
    found = recommendations_of(engagement.id)
    return next((each for each in found if each.id == recommendation_id), None)


def untagged_of(engagement_id: int) -> list[Recommendation]:
    """The recommendations whose level, quadrant or loop is still open."""
    return [each for each in recommendations_of(engagement_id) if not each.is_tagged]


def last_number(engagement_id: int) -> int:
    """The highest number so far; 0 before the first."""
    wanted = select(func.max(Recommendation.number)).where(
        Recommendation.engagement_id == engagement_id
    )
    return session.scalar(wanted) or 0
