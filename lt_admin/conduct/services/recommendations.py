"""Recommendations until the final report was sent, and findings for the findings bank."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.conduct.models.recommendations import (
    Finding,
    FindingKind,
    Level,
    Loop,
    Quadrant,
    Recommendation,
)
from lt_admin.conduct.queries import recommendations as queries
from lt_admin.conduct.queries import reports
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import BEFORE_START, RUNNING, Engagement
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.orientation.queries.locks import lock_engagement


def add_recommendation(  # noqa: PLR0913 - a recommendation has this many tags
    engagement: Engagement,
    *,
    text: str,
    organisation: Organisation,
    level: Level | None = None,
    quadrant: Quadrant | None = None,
    loop: Loop | None = None,
    by: User,
) -> Recommendation:
    """Recommend something to an organisation of the review; the tags may come later.

    Raises WrongState once the final report was sent.
    """
    lock_engagement(engagement)
    _check_is_open(engagement)
    _check_said(engagement, text, organisation)
    number = queries.last_number(engagement.id) + 1
    made = Recommendation(engagement=engagement, number=number, text=text)
    made.organisation = organisation
    made.level, made.quadrant, made.loop = level, quadrant, loop
    session.add(made)
    audit.record("recommendation:added", made, by=by, about=engagement, number=number)
    return made


def change_recommendation(  # noqa: PLR0913 - a recommendation has this many tags
    recommendation: Recommendation,
    *,
    text: str,
    organisation: Organisation,
    level: Level | None = None,
    quadrant: Quadrant | None = None,
    loop: Loop | None = None,
    by: User,
) -> None:
    """Say it in other words, to somebody else, or with other tags."""
    engagement = recommendation.engagement
    lock_engagement(engagement)
    _check_is_open(engagement)
    _check_said(engagement, text, organisation)
    recommendation.text, recommendation.organisation = text, organisation
    recommendation.level, recommendation.quadrant = level, quadrant
    recommendation.loop = loop
    number = recommendation.number
    audit.record("recommendation:changed", recommendation, by=by, about=engagement, number=number)


def remove_recommendation(recommendation: Recommendation, *, by: User) -> None:
    """Take it out; the numbers of the others stay."""
    engagement, number = recommendation.engagement, recommendation.number
    lock_engagement(engagement)
    _check_is_open(engagement)
    audit.record("recommendation:removed", recommendation, by=by, about=engagement, number=number)
    session.delete(recommendation)
    session.flush()


def _check_is_open(engagement: Engagement) -> None:
    if engagement.state not in RUNNING:
        raise WrongState(_("This is possible only while the review is in steps 2 to 5."))
    if reports.is_final_sent(engagement.id):
        raise WrongState(_("The final report was sent; its recommendations are fixed."))


def _check_said(engagement: Engagement, text: str, organisation: Organisation) -> None:
    if not text.strip():
        raise Refused(_("Write what is recommended."))
    if organisation.id not in {each.id for each in reports.addressees_of(engagement)}:
        raise Refused(_("A recommendation is for an organisation that commissions or takes part."))


def add_finding(
    engagement: Engagement,
    *,
    kind: FindingKind,
    text: str,
    sector: str = "",
    region: str = "",
    by: User,
) -> Finding:
    """Offer an anonymised finding to the findings bank; a second person shares it (I24).

    Raises WrongState before the review has started.
    """
    if engagement.state in BEFORE_START:
        raise WrongState(_("The review has not started yet."))
    if not text.strip():
        raise Refused(_("Write what was found."))
    finding = Finding(
        engagement=engagement, kind=kind, text=text, sector=sector, region=region, written_by=by
    )
    session.add(finding)
    audit.record("finding:added", finding, by=by, about=engagement, kind=kind)
    return finding


def share_finding(finding: Finding, *, by: User) -> None:
    """A second person looked, and nobody can be recognised: everybody may read it from now on."""
    if finding.shared_on is not None:
        raise WrongState(_("This finding is shared already."))
    if finding.written_by_id == by.id:
        raise Refused(_("Somebody else than the writer looks at a finding before it is shared."))
    finding.shared_on, finding.checked_by = clock.today(), by
    audit.record("finding:shared", finding, by=by, about=finding.engagement)
