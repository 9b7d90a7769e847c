"""What conduct still asks before a review closes (DOMAIN.md 2h): report, decision, certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import exists, select

from lt_admin.billing.models.quotes import CostShare, Quote, QuoteKind, QuoteState
from lt_admin.conduct.models.sessions import (
    ReviewSession,
    SessionKind,
    SessionState,
    session_organisation,
)
from lt_admin.conduct.queries import reports
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.models.organisations import Organisation


@dataclass(frozen=True)
class Missing:
    """One thing that closing still needs, in words, and the page where it is done."""

    words: str
    endpoint: str
    facts: Mapping[str, Any]

    @property
    def url(self) -> str:
        """The address of that page."""
        return url_for(self.endpoint, **self.facts)


def unreported(engagement: Engagement) -> list[Missing]:
    """What is not reported, presented, decided or destroyed yet, in the order of the work."""
    checks = (_final_report, _presented, _decision, _certificate)
    return [missing for check in checks for missing in check(engagement)]


def _of(engagement: Engagement, words: str, endpoint: str) -> Missing:
    return Missing(words, endpoint, {"engagement_id": engagement.id})


def _final_report(engagement: Engagement) -> list[Missing]:
    report = reports.final_report_of(engagement.id)
    if report is None:
        return [_of(engagement, _("There is no final report yet."), "reports.report")]
    if report.sent_on is None:
        return [_of(engagement, _("The final report is not sent yet."), "reports.report")]
    return []


def _presented(engagement: Engagement) -> list[Missing]:
    """Each commissioner to whose board the final report was not presented."""
    return [
        _of(
            engagement,
            _("The final report is not presented to the board of %(name)s yet.", name=name),
            "sessions.sessions",
        )
        for name in _without_presentation(engagement)
    ]


def _without_presentation(engagement: Engagement) -> list[str]:
    """The names of those who pay for the review and were at no presentation of its report."""
    final_on = reports.final_first_made_on(engagement.id)
    attended = (
        exists()
        .where(session_organisation.c.organisation_id == Organisation.id)
        .where(session_organisation.c.session_id == ReviewSession.id)
        .where(ReviewSession.engagement_id == engagement.id)
        .where(ReviewSession.kind == SessionKind.PRESENTATION)
        .where(ReviewSession.state == SessionState.HELD)
    )
    if final_on is not None:
        attended = attended.where(ReviewSession.starts_at >= clock.midnight(final_on))
    wanted = (
        select(Organisation.name)
        .join(CostShare, CostShare.organisation_id == Organisation.id)
        .join(Quote, Quote.id == CostShare.quote_id)
        .where(Quote.engagement_id == engagement.id, Quote.kind == QuoteKind.REVIEW)
        .where(Quote.state == QuoteState.ACCEPTED, ~attended)
        .group_by(Organisation.id, Organisation.name)
        .order_by(Organisation.name)
    )
    return list(session.scalars(wanted))


def _decision(engagement: Engagement) -> list[Missing]:
    if reports.latest_decisions([engagement.id]):
        return []
    words = _("It is not decided yet whether there will be a follow-up.")
    return [_of(engagement, words, "reports.decide")]


def _certificate(engagement: Engagement) -> list[Missing]:
    if reports.certificate_of(engagement.id) is not None:
        return []
    words = _("There is no certificate yet that the working documents are destroyed.")
    return [_of(engagement, words, "registers.documents")]
