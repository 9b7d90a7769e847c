"""Reading versions of the report, the method check, decisions and certificates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lt_admin.conduct.models.registers import DestructionCertificate
from lt_admin.conduct.models.reports import (
    FollowUpDecision,
    MethodCheck,
    ReportKind,
    ReportVersion,
)
from lt_admin.core.db import session
from lt_admin.orientation.models.engagements import Engagement, PartyRole
from lt_admin.orientation.models.organisations import Organisation


def versions_of(engagement_id: int) -> Sequence[ReportVersion]:
    """Every version of the report with its recipients, the newest first."""
    return session.scalars(
        select(ReportVersion)
        .where(ReportVersion.engagement_id == engagement_id)
        .order_by(ReportVersion.made_on.desc(), ReportVersion.id.desc())
        .options(
            joinedload(ReportVersion.made_by),
            joinedload(ReportVersion.anonymised_by),
            selectinload(ReportVersion.recipients),
        )
    ).all()


def find_report(engagement: Engagement, report_id: int) -> ReportVersion | None:
    """That version, if it is one of this review."""
    return next((each for each in versions_of(engagement.id) if each.id == report_id), None)


def final_report_of(engagement_id: int) -> ReportVersion | None:
    """The final report as it counts: the newest that was sent, else the newest there is."""
    finals = [each for each in versions_of(engagement_id) if each.kind is ReportKind.FINAL]
    sent = [each for each in finals if each.sent_on is not None]
    return next(iter(sent or finals), None)


def final_first_made_on(engagement_id: int) -> date | None:
    """The day on which there was a final report for the first time."""
    return session.scalar(
        select(func.min(ReportVersion.made_on)).where(
            ReportVersion.engagement_id == engagement_id, ReportVersion.kind == ReportKind.FINAL
        )
    )


def is_final_sent(engagement_id: int) -> bool:
    """Whether the final report has gone to anybody: what it recommends is fixed from then on."""
    wanted = select(ReportVersion.id).where(
        ReportVersion.engagement_id == engagement_id,
        ReportVersion.kind == ReportKind.FINAL,
        ReportVersion.sent_on.is_not(None),
    )
    return session.scalars(wanted.limit(1)).first() is not None


def last_number(engagement_id: int, kind: ReportKind) -> int:
    """The number of the newest version of a kind; 0 before the first."""
    wanted = select(func.max(ReportVersion.number)).where(
        ReportVersion.engagement_id == engagement_id, ReportVersion.kind == kind
    )
    return session.scalar(wanted) or 0


def method_check_of(engagement_id: int) -> MethodCheck | None:
    """The supervisor's look at the method, if there was one."""
    return session.scalars(
        select(MethodCheck)
        .where(MethodCheck.engagement_id == engagement_id)
        .options(joinedload(MethodCheck.checked_by))
    ).one_or_none()


def decisions_of(engagement_id: int) -> Sequence[FollowUpDecision]:
    """Every decision on a follow-up, the last one first; that one counts."""
    return session.scalars(
        select(FollowUpDecision)
        .where(FollowUpDecision.engagement_id == engagement_id)
        .order_by(FollowUpDecision.id.desc())
        .options(joinedload(FollowUpDecision.recorded_by))
    ).all()


def latest_decisions(engagement_ids: Collection[int]) -> dict[int, FollowUpDecision]:
    """The decision that counts for each of these reviews that has one (I18)."""
    rows = session.scalars(
        select(FollowUpDecision)
        .where(FollowUpDecision.engagement_id.in_(sorted(set(engagement_ids))))
        .order_by(FollowUpDecision.id)
    )
    return {each.engagement_id: each for each in rows}


def certificate_of(engagement_id: int) -> DestructionCertificate | None:
    """The proof of destruction with what it lists, if it was issued."""
    return session.scalars(
        select(DestructionCertificate)
        .where(DestructionCertificate.engagement_id == engagement_id)
        .options(
            selectinload(DestructionCertificate.documents),
            joinedload(DestructionCertificate.issued_by),
        )
    ).one_or_none()


def addressees_of(engagement: Engagement) -> list[Organisation]:
    """The organisations that commission or take part, in their order; partners are not."""
    return [
        party.organisation for party in engagement.parties if party.role is not PartyRole.PARTNER
    ]
