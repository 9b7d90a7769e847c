"""What holds of the numbers of a session."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

MOST_ATTENDED = 500
LONGEST = 10 * 60  # a short review takes a day


def check_attended(attended: int, subgroups: Sequence[int]) -> None:
    """Raise Refused unless somebody came, and the subgroups together are everybody."""
    if not 0 < attended <= MOST_ATTENDED:
        raise Refused(_("Write how many people came. When nobody came, cancel the session."))
    if subgroups and (min(subgroups) < 1 or sum(subgroups) != attended):
        raise Refused(
            _(
                "The subgroups are %(sum)s people together, not %(attended)s.",
                sum=sum(subgroups),
                attended=attended,
            )
        )


def check_length(minutes: int) -> None:
    """Raise Refused unless the session takes whole quarters, up to a long day."""
    if minutes <= 0 or minutes % 15 or minutes > LONGEST:
        raise Refused(_("A session takes whole quarters of an hour, up to ten hours."))
