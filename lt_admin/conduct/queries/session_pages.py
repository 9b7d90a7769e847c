"""The sessions of a review as its page shows them: by step, with what is to be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lt_admin.conduct.models.sessions import ReviewSession, SessionState
from lt_admin.conduct.queries.labels import GROUPS, KINDS, OVERDUE, STATES, STEP_OF_KIND
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.orientation.queries.words import STEPS


@dataclass(frozen=True)
class StepOfSessions:
    """The sessions of one step."""

    number: int
    name: Any
    sessions: Sequence[ReviewSession]

    @property
    def so_far(self) -> str:
        """How many were held, and how many people came."""
        held = [each for each in self.sessions if each.state is SessionState.HELD]
        if not held:
            return ""
        people = sum(each.attended or 0 for each in held)
        count = ngettext("%(num)d held", "%(num)d held", len(held))
        came = ngettext("%(num)d participant", "%(num)d participants", people)
        return f"{count}, {came}"


def by_step(found: Sequence[ReviewSession]) -> list[StepOfSessions]:
    """The steps that have sessions, in order."""
    steps = sorted({STEP_OF_KIND[each.kind] for each in found})
    return [
        StepOfSessions(
            step, STEPS[step], [each for each in found if STEP_OF_KIND[each.kind] == step]
        )
        for step in steps
    ]


def badge_of(review_session: ReviewSession) -> Badge:
    """The state; a planned session of the past asks whether it was held."""
    is_past = clock.day_of(review_session.starts_at) < clock.today()
    is_planned = review_session.state is SessionState.PLANNED
    return OVERDUE if is_past and is_planned else STATES[review_session.state]


def name_of(review_session: ReviewSession) -> str:
    """``dialogue, case group``; ``interview, with family``."""
    parts = [str(KINDS[review_session.kind])]
    if review_session.group is not None:
        parts.append(str(GROUPS[review_session.group]))
    if review_session.with_family:
        parts.append(_("with service users"))
    return ", ".join(parts)


def where(review_session: ReviewSession) -> str:
    """Online, or the place."""
    parts = [_("online") if review_session.is_online else "", review_session.place]
    return ", ".join(part for part in parts if part)


def who(review_session: ReviewSession) -> str:
    """The reviewers who guide it."""
    return ", ".join(each.name for each in review_session.reviewers)


def came(review_session: ReviewSession) -> str:
    """How many people, and in which subgroups."""
    if review_session.attended is None:
        return ""
    if len(review_session.subgroups) < 2:
        return str(review_session.attended)
    parts = " + ".join(str(each.attended) for each in review_session.subgroups)
    return f"{review_session.attended} ({parts})"
