"""The board's report over a period: every figure once, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lt_admin.billing.rules.finance import Totals
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.quality.rules.facts import RecommendationFacts, ReviewFacts
from lt_admin.quality.rules.indicators import Figure, Mean, Share

EVERYBODY = "all"
GROUPS: Mapping[str, Any] = {
    "C": _l("Service users"),
    "S": _l("Staff and managers involved"),
    "B": _l("Boards"),
    "R": _l("Rest of the organisation"),
    "M": _l("Municipality"),
    EVERYBODY: _l("Everybody"),
}
QUADRANTS: Mapping[str, Any] = {
    "IA": _l("Individual awareness"),
    "IB": _l("Individual behaviour"),
    "CA": _l("Collective awareness"),
    "CB": _l("Collective behaviour"),
}
LOOPS: Mapping[str, Any] = {
    "single": _l("single"),
    "double": _l("double"),
    "triple": _l("triple"),
}


@dataclass(frozen=True)
class Voices:
    """What one group was asked and answered: how many, and the mean when it may be shown."""

    group: str
    response: Share
    satisfaction: Mean

    @property
    def name(self) -> str:
        """The group in words."""
        return str(GROUPS[self.group])

    @property
    def is_met(self) -> bool | None:
        """Whether both norms are met; None when neither can be judged."""
        judged = [each.is_met for each in (self.response, self.satisfaction)]
        known = [each for each in judged if each is not None]
        return all(known) if known else None

    @property
    def verdict_words(self) -> str:
        """What the board is told, in the language of the moment."""
        worst = self.response if self.response.is_met is False else self.satisfaction
        return worst.verdict_words


@dataclass(frozen=True)
class Recommended:
    """All recommendations of the reviews closed in the period, by place and depth."""

    all: tuple[RecommendationFacts, ...] = ()

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.all)

    def count(self, quadrant: str = "", loop: str = "") -> int:
        """How many there are of this place and this depth; of all when not said."""
        return sum(quadrant in ("", each.quadrant) and loop in ("", each.loop) for each in self.all)

    @property
    def matrix(self) -> list[list[int]]:
        """A row for each quadrant, a column for each loop."""
        return [[self.count(place, loop) for loop in LOOPS] for place in QUADRANTS]


@dataclass(frozen=True)
class Report:
    """Everything that the board is shown over a period, and when it was read."""

    from_: date
    until: date
    as_of: datetime
    figures: tuple[Figure, ...]
    voices: tuple[Voices, ...]  # the groups in order, everybody last
    reviews: tuple[ReviewFacts, ...]  # closed in the period
    recommended: Recommended
    finance: Totals

    def figure(self, key: str) -> Any:
        """One figure: ``I17``, or ``I20-deeper`` where an indicator has two."""
        return next(each for each in self.figures if each.key == key)

    def find(self, key: str) -> Figure | None:
        """The same, if there is such a figure."""
        return next((each for each in self.figures if each.key == key), None)

    @property
    def groups(self) -> tuple[Voices, ...]:
        """The groups without everybody together."""
        return self.voices[:-1]

    @property
    def everybody(self) -> Voices:
        """All groups together."""
        return self.voices[-1]

    @property
    def judged(self) -> list[Figure]:
        """The figures that have a norm and enough cases to be held against it."""
        return [each for each in self.figures if each.is_met is not None]

    @property
    def below(self) -> list[Figure]:
        """Where a norm is not met: figures in order, each followed by its groups."""
        found = [each for each in self._with_groups() if each.is_met is False]
        return sorted(found, key=lambda each: each.definition.norm != 100)

    def _with_groups(self) -> list[Figure]:
        of_groups = [each.response for each in self.groups]
        return [*self.figures, *of_groups, *(each.satisfaction for each in self.groups)]

    @property
    def in_order(self) -> list[Figure]:
        """The norms of a hundred percent that were met in every case."""
        return [each for each in self.judged if each.is_met and each.definition.norm == 100]

    @property
    def converted(self) -> Share:
        """I1, for the headline."""
        found: Share = self.figure("I1")
        return found


def share_of(some: int, all_: int) -> Fraction:
    """A part of a whole; nothing of nothing is nothing."""
    return Fraction(some, all_) if all_ else Fraction(0)
