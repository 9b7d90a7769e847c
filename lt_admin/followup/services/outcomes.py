"""What came of each recommendation, said at the follow-up (I19)."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.models import User
from lt_admin.conduct.models.recommendations import Recommendation
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.models.outcomes import Outcome, RecommendationOutcome
from lt_admin.followup.queries import outcomes as queries


def record_outcome(
    recommendation: Recommendation, *, outcome: Outcome, evidence: str = "", said_on: date, by: User
) -> RecommendationOutcome:
    """Write down how far a recommendation came; once, in words that stay as they are.

    Refused before a follow-up was held and for a day before it or to come; raises WrongState when
    it was recorded before.
    """
    first = queries.first_held_on(recommendation.engagement_id)
    if first is None:
        raise Refused(_("What came of it is recorded after the follow-up was held."))
    if not first <= said_on <= clock.today():
        raise Refused(_("Choose the day of the follow-up, or a later one up to today."))
    if queries.outcome_of(recommendation.id) is not None:
        raise WrongState(_("This was recorded before, and stays as it is."))
    found = RecommendationOutcome(
        recommendation_id=recommendation.id,
        outcome=outcome,
        evidence=evidence.strip(),
        said_on=said_on,
        recorded_by_id=by.id,
    )
    session.add(found)
    facts = {"number": recommendation.number, "outcome": outcome}
    audit.record("outcome:recorded", found, by=by, about=recommendation.engagement, **facts)
    return found
