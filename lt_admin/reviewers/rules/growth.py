"""How reviewers stay and become good: terms of levels, and what a year asks (DOMAIN.md 2d, 2e)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.reviewers.rules.people import ReviewerLevel

_L = ReviewerLevel
TERMS = {_L.IN_TRAINING: 24, _L.ACCREDITED: 36, _L.LEAD: 36, _L.SUPERVISOR: 36}  # months
SOON = 6  # months before the end of a level


class PeerKind(StrEnum):
    """Meetings that the yearly norm asks for beside supervision."""

    PEER_CONSULTATION = "peer_consultation"
    SUPERVISOR_PEER_GROUP = "supervisor_peer_group"
    UK_EXCHANGE = "uk_exchange"


class Aspect(StrEnum):
    """What the norm of a year counts; supervision in minutes, the others in meetings."""

    SUPERVISION = "supervision"
    PEER_CONSULTATION = "peer_consultation"
    SUPERVISOR_PEER_GROUP = "supervisor_peer_group"
    UK_EXCHANGE = "uk_exchange"


OF_REVIEWERS = {Aspect.SUPERVISION: 8 * 60, Aspect.PEER_CONSULTATION: 2}
OF_SUPERVISORS = {Aspect.SUPERVISOR_PEER_GROUP: 8, Aspect.UK_EXCHANGE: 2}
TWO_YEARS = (PeerKind.SUPERVISOR_PEER_GROUP,)  # counted over this year and the one before


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usual_until(level: ReviewerLevel, valid_from: date) -> date | None:
    """The last day of the usual term of a level; None for a level without term."""
    months = TERMS.get(level)
    return None if months is None else months_after(valid_from, months)


def soon(day: date) -> date:
    """The last day of the six months after `day`."""
    return months_after(day, SOON)


def ends_soon(valid_until: date | None, day: date) -> bool:
    """Whether a level that holds on `day` runs out within six months."""
    return valid_until is not None and day <= valid_until <= soon(day)


def check_until(valid_from: date, valid_until: date | None) -> None:
    """Raises Refused when a level would end before it begins."""
    if valid_until is not None and valid_until < valid_from:
        raise Refused(_("A level cannot end before it begins."))


def check_peers(
    kind: PeerKind, *, held_on: date, minutes: int, people: int, supervisors: int, today: date
) -> None:
    """Raises Refused unless the facts of a meeting can be so."""
    if held_on > today:
        raise Refused(_("This day is still to come; a meeting is recorded afterwards."))
    if minutes <= 0 or minutes % 15:
        raise Refused(_("Hours go by the quarter."))
    if people < (1 if kind is PeerKind.UK_EXCHANGE else 2):
        raise Refused(_("Among peers there are at least two."))
    if kind is PeerKind.SUPERVISOR_PEER_GROUP and supervisors < people:
        raise Refused(_("The peer group of supervisors is for supervisors only."))


@dataclass(frozen=True)
class Year:
    """What the norm asked of one person in a calendar year, and what there was.

    A reviewer with a place in a review that year is active; the norm of supervisors comes on top,
    and for their peer group counts the year before too.
    """

    year: int
    had: dict[Aspect, int]
    is_active: bool
    is_supervisor: bool

    @property
    def asked(self) -> dict[Aspect, int]:
        """What the norm asks, in order; nothing of who neither reviewed nor supervises."""
        own = OF_REVIEWERS if self.is_active else {}
        return {**own, **(OF_SUPERVISORS if self.is_supervisor else {})}

    @property
    def missing(self) -> dict[Aspect, int]:
        """How much is still missing, in order; minutes for supervision, else meetings."""
        short = {each: least - self.had.get(each, 0) for each, least in self.asked.items()}
        return {each: amount for each, amount in short.items() if amount > 0}

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def is_gap(self, today: date) -> bool:
        """Whether the year is over and something is missing."""
        return not self.is_met and today.year > self.year
