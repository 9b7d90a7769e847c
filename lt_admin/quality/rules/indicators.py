"""What the board is shown: each indicator defined once (DOMAIN.md 2a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Any

from lt_admin.billing.rules.finance import Finance
from lt_admin.core.i18n import lazy_gettext as _l

LEAST = 3  # of fewer no percentage is given
TALK_DAYS, QUOTE_DAYS = 14, 21
HOURS_MARGIN = 10  # percent


class Code(StrEnum):
    """The indicators that can be measured now; the others come with their records."""

    I1 = "I1"
    I2 = "I2"
    I3 = "I3"
    I4 = "I4"
    I5 = "I5"
    I6 = "I6"
    I7 = "I7"
    I8 = "I8"
    I16 = "I16"


@dataclass(frozen=True)
class Definition:
    """What an indicator counts, of what, and the norm in percent; None is for information."""

    code: Code
    name: Any
    counts: Any
    of: Any
    norm: int | None = None


DEFINITIONS = (
    Definition(
        Code.I1,
        _l("Requests converted"),
        _l("requests that became an accepted review"),
        _l("requests received in the period"),
    ),
    Definition(
        Code.I2,
        _l("Orientation conversation in time"),
        _l("first conversations within 14 days of the request"),
        _l("first conversations held in the period"),
        norm=90,
    ),
    Definition(
        Code.I3,
        _l("Quote in time"),
        _l("first quotes sent within 21 days of the request"),
        _l("first quotes sent in the period"),
        norm=80,
    ),
    Definition(
        Code.I4,
        _l("Not started, by reason"),
        _l("requests and quotes that ended before step 2"),
        _l("by what ended them, in the period"),
    ),
    Definition(
        Code.I5,
        _l("Agreement complete before step 2"),
        _l("reviews that every participant had agreed to in writing by then"),
        _l("reviews started in the period"),
        norm=100,
    ),
    Definition(
        Code.I6,
        _l("Two reviewers"),
        _l("reviews with a lead and a second reviewer (short review: one is enough)"),
        _l("reviews closed in the period"),
        norm=100,
    ),
    Definition(
        Code.I7,
        _l("Accredited lead"),
        _l("reviews led by a lead reviewer or supervisor (short review: accredited is enough)"),
        _l("reviews closed in the period"),
        norm=100,
    ),
    Definition(
        Code.I8,
        _l("Independence declared"),
        _l("assignments with a declaration before the first hour"),
        _l("assignments of reviewers and shadows in reviews closed in the period"),
        norm=100,
    ),
    Definition(
        Code.I16,
        _l("Hours within the approved quote"),
        _l("reviews whose hours differ at most a tenth from the approved ones"),
        _l("reviews closed in the period"),
        norm=90,
    ),
)


@dataclass(frozen=True)
class Case:
    """One thing that was counted: what it is called, whether it counts for, and its figure.

    `value` is in days for I2 and I3, and in hundredths of a percent over or under for I16.
    """

    name: str
    is_met: bool
    value: int | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator over a period, with the cases that it rests on."""

    definition: Definition
    cases: tuple[Case, ...] = ()

    @property
    def numerator(self) -> int:
        """How many cases count for."""
        return sum(case.is_met for case in self.cases)

    @property
    def denominator(self) -> int:
        """How many cases there are: n."""
        return len(self.cases)

    @property
    def is_suppressed(self) -> bool:
        """Whether there are too few cases for a percentage."""
        return self.denominator < LEAST

    @property
    def share(self) -> Fraction | None:
        """The part that counts for; None of too few."""
        return None if self.is_suppressed else Fraction(self.numerator, self.denominator)

    @property
    def is_met(self) -> bool | None:
        """Whether the norm is met; None without a norm, or of too few."""
        if self.share is None or self.definition.norm is None:
            return None
        return self.share * 100 >= self.definition.norm

    @property
    def misses(self) -> list[Case]:
        """The cases that do not count for."""
        return [case for case in self.cases if not case.is_met]

    @property
    def median(self) -> Fraction | None:
        """The middle value; None where cases have none, or there are none."""
        values = [Fraction(case.value) for case in self.cases if case.value is not None]
        return median(values) if values else None


@dataclass(frozen=True)
class Ended:
    """I4: how many ended before they started, by what ended them and by reason."""

    definition: Definition
    states: Mapping[str, int]
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All together."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Report:
    """Everything that the board is shown over a period, and when it was read."""

    from_: date
    until: date
    as_of: datetime
    measured: tuple[Indicator, ...]
    ended: Ended
    finance: Finance

    def indicator(self, code: str) -> Indicator:
        """One of the measured indicators."""
        return next(each for each in self.measured if each.definition.code == code)

    @property
    def below(self) -> list[Indicator]:
        """Where the norm is not met."""
        return [each for each in self.measured if each.is_met is False]


def is_within(actual: int, approved: int) -> bool:
    """Whether hours differ at most ten percent from the approved ones (I16)."""
    return abs(actual - approved) * 100 <= approved * HOURS_MARGIN


def hundredths_off(actual: int, approved: int) -> int:
    """How far the hours are from the approved ones, in hundredths of a percent."""
    return round(Fraction((actual - approved) * 10_000, approved)) if approved else 0


def definition_of(code: Code) -> Definition:
    """What an indicator counts."""
    return next(each for each in DEFINITIONS if each.code is code)
