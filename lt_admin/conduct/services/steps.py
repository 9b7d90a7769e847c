"""The steps of a review behind their gates: pages start and move on through these only."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.conduct.queries.gates import in_the_way, inspectorate_warning
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import Engagement, EngagementState
from lt_admin.orientation.queries.locks import lock_engagement
from lt_admin.orientation.services import engagements as bare


def start(engagement: Engagement, *, despite_inspectorate: bool = False, by: User) -> None:
    """Begin step 2.

    While the organisation is busy with the Inspectorate, `despite_inspectorate` says that
    everyone chose to start all the same; otherwise raises Refused.
    """
    lock_engagement(engagement)
    is_ready = engagement.state is EngagementState.ACCEPTED
    if is_ready and inspectorate_warning(engagement) and not despite_inspectorate:
        raise Refused(
            _("The organisation is still busy with the Inspectorate. Tick that all chose to start.")
        )
    bare.start(engagement, by=by)


def move_on(engagement: Engagement, *, by: User) -> None:
    """Go on to the next of steps 3, 4 and 5; raises WrongState that says what is missing."""
    lock_engagement(engagement)
    if obstacles := in_the_way(engagement):
        raise WrongState(" ".join(obstacle.sentence for obstacle in obstacles))
    bare.move_on(engagement, by=by)


def resume(engagement: Engagement, *, by: User) -> None:
    """Go on where the review stopped."""
    bare.resume(engagement, by=by)
