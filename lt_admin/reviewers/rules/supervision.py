"""How much supervision a review asks for, and how much it had (DOMAIN.md 2d)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.engagements import EngagementType

LARGEST_GROUP = 4
SHORTEST = {1: 60, 2: 90, 3: 120, 4: 150}  # minutes by number of supervisees (LVSC)


class SupervisionMoment(StrEnum):
    """At which point of a review a session was held (norm a, b, c of DOMAIN.md 2d)."""

    AFTER_INTRODUCTION = "after_introduction"
    ANALYSIS = "analysis"
    DRAFT_REPORT = "draft_report"
    EXTRA = "extra"


class SessionType(StrEnum):
    """What a session is, by the number of its supervisees."""

    INDIVIDUAL = "individual"
    GROUP = "group"


def type_of(people: int) -> SessionType:
    """The type of a session with so many supervisees."""
    return SessionType.INDIVIDUAL if people == 1 else SessionType.GROUP


class Held(NamedTuple):
    """One session as the norm sees it."""

    moment: SupervisionMoment
    minutes: int
    people: int = 1


MOMENTS = (
    SupervisionMoment.AFTER_INTRODUCTION,
    SupervisionMoment.ANALYSIS,
    SupervisionMoment.DRAFT_REPORT,
)


@dataclass(frozen=True)
class Norm:
    """What a review asks for, and what it had."""

    required: int
    held: int
    missing: tuple[SupervisionMoment, ...]  # of the three moments, in order
    minutes: int = 0  # contact time in all
    too_short: int = 0  # sessions below the least length: held, and not counted

    @property
    def is_met(self) -> bool:
        """Whether there were enough sessions, at every moment that counts."""
        return self.held >= self.required and not self.missing


def norm(
    type_: EngagementType | None,
    held: Sequence[Held],
    *,
    has_practice_review: bool = False,
    was_delayed: bool = False,
) -> Norm:
    """The norm for a review of this type, given its sessions.

    A short review asks for one session, every other for three at their moments; a supervised
    practice review for two more; a hold or parallel proceedings for one more (DOMAIN.md 2d). A
    session below the least length is contact time, but does not count as a session.
    """
    is_short = type_ is EngagementType.SHORT_ONE_DAY
    required = (1 if is_short else 3) + 2 * has_practice_review + was_delayed
    counted = [each for each in held if is_long_enough(each.minutes, each.people)]
    reached = {each.moment for each in counted}
    missing = () if is_short else tuple(m for m in MOMENTS if m not in reached)
    minutes = sum(each.minutes for each in held)
    return Norm(required, len(counted), missing, minutes, len(held) - len(counted))


def is_long_enough(minutes: int, attendees: int) -> bool:
    """Whether a session with so many supervisees had the length that the LVSC asks."""
    return minutes >= SHORTEST[min(max(attendees, 1), LARGEST_GROUP)]


def check_session(*, held_on: date, minutes: int, attendees: int, today: date) -> None:
    """Raises Refused unless the facts of a session can be so."""
    if held_on > today:
        raise Refused(_("This day is still to come; a session is recorded afterwards."))
    if minutes <= 0 or minutes % 15:
        raise Refused(_("Hours go by the quarter."))
    if not 1 <= attendees <= LARGEST_GROUP:
        raise Refused(_("A session has one to four reviewers."))


_S = EngagementState
_PAST: dict[SupervisionMoment, tuple[EngagementState, ...]] = {
    SupervisionMoment.AFTER_INTRODUCTION: (_S.DIALOGUE, _S.DRAFTING, _S.REPORTING, _S.CLOSED),
    SupervisionMoment.ANALYSIS: (_S.DRAFTING, _S.REPORTING, _S.CLOSED),
    SupervisionMoment.DRAFT_REPORT: (_S.REPORTING, _S.CLOSED),
}


def overdue(found: Norm, state: EngagementState) -> tuple[SupervisionMoment, ...]:
    """The moments that have passed in a review without a session."""
    return tuple(moment for moment in found.missing if state in _PAST[moment])


def is_gap(found: Norm, state: EngagementState) -> bool:
    """Whether a moment went by without a session, or the review closed with too few."""
    return bool(overdue(found, state)) or (state is _S.CLOSED and not found.is_met)
