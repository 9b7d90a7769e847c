"""Closing an engagement, once nothing stands in the way."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import Engagement
from lt_admin.orientation.services import engagements
from lt_admin.quality.queries.closing import missing_for_closing


def close_engagement(engagement: Engagement, *, by: User) -> None:
    """Close an engagement of which nothing is left to do (DOMAIN.md 2h).

    The final report went out and was presented to the board of every commissioner, a follow-up is
    decided on (postponing counts), the destruction certificate is there, all hours are approved
    and invoiced. Raises Refused with everything that is missing, and WrongState before step 5.
    Payment statements need not be made yet, and the evaluation may run on.
    """
    missing = missing_for_closing(engagement)
    if missing:
        words = " ".join(each.words for each in missing)
        raise Refused(_("The review cannot be closed yet. %(missing)s", missing=words))
    engagements.close(engagement, by=by)
