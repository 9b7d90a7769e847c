"""What the follow-up puts on the page of an engagement."""

from __future__ import annotations

from collections import Counter

from lt_admin.accounts.models import User
from lt_admin.core.i18n import gettext as _
from lt_admin.core.sections import Section
from lt_admin.followup.queries import access, pages, words
from lt_admin.followup.rules import phrases
from lt_admin.orientation.models.engagements import Engagement, EngagementState

LATE = (EngagementState.REPORTING, EngagementState.CLOSED)


def follow_up_section(engagement: Engagement, _user: User) -> Section | None:
    """The decision, the booking, and what came of the recommendations; from step 5 on."""
    if engagement.state not in LATE or access.decision_of(engagement.id) is None:
        return None
    facts = pages.follow_up_of(engagement)
    said = [each.outcome.outcome for each in facts["followed"] if each.outcome is not None]
    context = {**facts, "counts": Counter(said), "words": words, "phrases": phrases}
    return Section("follow-up", _("Follow-up"), "followup/section_follow_up.html", context)
