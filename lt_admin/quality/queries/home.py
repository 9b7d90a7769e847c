"""What the board sees when it signs in: the same report, at a glance."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import periods
from lt_admin.core.i18n import gettext as _
from lt_admin.core.sections import Section
from lt_admin.quality.queries.report import quality_report, told

YEARS = 2  # this year and the one before


def at_a_glance(user: User) -> Section | None:
    """Five figures, where it pinches, evaluation and recommendations: for who oversees it all."""
    if not user.may(Permission.FOUNDATION_OVERSEE):
        return None
    period = periods.asked({}, years=YEARS)
    context = {"period": period, **told(quality_report(period.from_, period.until))}
    return Section("five", _("Five figures"), "quality/home.html", context)
