"""What a figure for the board is: a part of a whole, a mean, a count or an amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any

from lt_admin.core import formats
from lt_admin.core.badges import Tone
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import ZERO, Money
from lt_admin.quality.rules.cases import TONES, VERDICTS, Case, Verdict
from lt_admin.quality.rules.codes import Definition

LEAST = 3  # of fewer no percentage is given
NAMED = 4  # so many cases are named; the others are counted
DASH = "\u2013"


@dataclass(frozen=True)
class Figure:
    """One figure of the report, with the records that it rests on where they are of reviews.

    `about` is the group that it is of, in words, when of one.
    """

    definition: Definition
    about: Any = ""
    cases: tuple[Case, ...] = ()

    @property
    def key(self) -> str:
        """What it is found by: ``I17``, ``I20-deeper``."""
        part = self.definition.part
        return f"{self.definition.code}-{part}" if part else str(self.definition.code)

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole."""
        return isinstance(self, Share)

    @property
    def name(self) -> str:
        """What it is called, with the group it is of."""
        named = str(self.definition.name)
        return f"{named}: {self.about}" if self.about else named

    @property
    def is_met(self) -> bool | None:
        """Whether the norm is met; None without a norm, or of too few."""
        return None

    @property
    def is_suppressed(self) -> bool:
        """Whether there is a figure that is not given, because it is of too few."""
        return False

    @property
    def verdict(self) -> Verdict:
        """What the board is told."""
        if self.is_met is not None:
            return Verdict.MET if self.is_met else Verdict.BELOW
        return Verdict.FEW if self.is_suppressed and self.definition.norm else Verdict.INFO

    @property
    def tone(self) -> Tone:
        """The colour of the verdict; never alone."""
        return TONES[self.verdict]

    @property
    def verdict_words(self) -> str:
        """The verdict in the language of the moment."""
        return str(VERDICTS[self.verdict])

    @property
    def outcome(self) -> str:
        """The figure as people read it."""
        return DASH

    @property
    def counted(self) -> str:
        """How many of how many, as far as that says something."""
        return ""

    @property
    def norm(self) -> str:
        """The norm as people read it."""
        return DASH

    @property
    def reason(self) -> str:
        """Why the norm is not met, as far as the records tell."""
        return ""


@dataclass(frozen=True)
class Share(Figure):
    """A part of a whole, with the cases that it rests on or else only the two counts."""

    counts: tuple[int, int] | None = None

    @property
    def numerator(self) -> int:
        """How many cases count for."""
        return self.counts[0] if self.counts else sum(case.is_met for case in self.cases)

    @property
    def denominator(self) -> int:
        """How many cases there are: n."""
        return self.counts[1] if self.counts else len(self.cases)

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

    @property
    def outcome(self) -> str:
        """A percentage, or a dash of too few."""
        return DASH if self.share is None else formats.percent(self.share, language())

    @property
    def counted(self) -> str:
        """``5/7``."""
        return f"{self.numerator}/{self.denominator}"

    @property
    def norm(self) -> str:
        """``≥ 80%``, or ``100%``."""
        wanted = self.definition.norm
        if wanted is None:
            return DASH
        return "100%" if wanted == 100 else f"\u2265\u00a0{wanted}%"

    @property
    def reason(self) -> str:
        """The cases that do not count for, each with what the records say."""
        if not self.cases:
            what = self.definition.counts
            return _(
                "%(some)s of %(all)s: %(what)s.",
                some=self.numerator,
                all=self.denominator,
                what=what,
            )
        told = [f"{case.name}: {case.why}" if case.why else case.name for case in self.misses]
        more = len(told) - NAMED
        rest = [_("and %(count)s more", count=more)] if more > 0 else []
        return "; ".join(told[:NAMED] + rest) + "."


@dataclass(frozen=True)
class Mean(Figure):
    """A mean on the scale of 1 to 5, of so many answers; None when it may not be shown."""

    value: Fraction | None = None
    answers: int = 0

    @property
    def is_suppressed(self) -> bool:
        """Whether there are answers, but too few to show."""
        return self.value is None and self.answers > 0

    @property
    def is_met(self) -> bool | None:
        """Whether the mean is high enough."""
        wanted = self.definition.norm
        return None if self.value is None or wanted is None else self.value >= wanted

    @property
    def outcome(self) -> str:
        """``3,97``."""
        return DASH if self.value is None else formats.decimal(self.value, 2, language())

    @property
    def counted(self) -> str:
        """``n = 11``."""
        return f"n\u00a0=\u00a0{self.answers}"

    @property
    def norm(self) -> str:
        """``≥ 4,0``."""
        return f"\u2265\u00a0{formats.decimal(self.definition.norm or 0, 1, language())}"

    @property
    def reason(self) -> str:
        """What it is, beside what it should be."""
        return _(
            "%(mean)s on a scale of 1 to 5, over %(count)s answers.",
            mean=self.outcome,
            count=self.answers,
        )


@dataclass(frozen=True)
class Tally(Figure):
    """A count; `parts` say of what, by words, and `facts` by the names that JSON gives them."""

    value: int = 0
    parts: tuple[tuple[Any, int], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether there are not more than the norm allows."""
        return None if self.definition.norm is None else self.value <= self.definition.norm

    @property
    def outcome(self) -> str:
        """The count."""
        return formats.number(self.value, language())

    @property
    def counted(self) -> str:
        """What it is made of: ``lead 2, supervisor 2``."""
        return ", ".join(f"{words}: {count}" for words, count in self.parts if count)

    @property
    def norm(self) -> str:
        """``0``."""
        return DASH if self.definition.norm is None else str(self.definition.norm)

    @property
    def reason(self) -> str:
        """What was counted."""
        return self.counted + "."


@dataclass(frozen=True)
class Balance(Figure):
    """An amount over the period; the norm looks at three years."""

    value: Money = ZERO
    came: Money = ZERO
    went: Money = ZERO
    three_years: Money = ZERO

    @property
    def is_met(self) -> bool | None:
        """Whether three years together are not in the red."""
        return self.three_years >= ZERO

    @property
    def outcome(self) -> str:
        """The amount."""
        return formats.euro(self.value, language())

    @property
    def norm(self) -> str:
        """What three years together must be."""
        return "\u2265\u00a00"

    @property
    def reason(self) -> str:
        """What three years together came to."""
        amount = formats.euro(self.three_years, language())
        return _("Over three years it comes to %(amount)s.", amount=amount)
