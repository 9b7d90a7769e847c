"""What each review brought and cost, and how its hours went: quoted, planned, worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lt_admin.core.money import Money

STEPS = (2, 3, 4, 5, 6)


@dataclass(frozen=True)
class StepMargin:
    """The hours of one step that statements of a period pay, and what they leave."""

    step: int
    minutes: int
    compensation: Money
    contribution: Money

    @property
    def value(self) -> Money:
        """What commissioners pay for these hours."""
        return self.compensation + self.contribution


@dataclass(frozen=True)
class Margin:
    """One review in a period: invoices and statements by their own dates, without VAT."""

    engagement_id: int
    code: str
    invoiced: Money
    supervision: Money
    steps: tuple[StepMargin, ...]

    @property
    def compensation(self) -> Money:
        """What reviewers received."""
        return Money.total(step.compensation for step in self.steps)

    @property
    def amount(self) -> Money:
        """What is left of the invoices after reviewers and supervision."""
        return self.invoiced - self.compensation - self.supervision

    @property
    def share(self) -> Fraction | None:
        """The margin as a part of what was invoiced; None when nothing was."""
        return Fraction(self.amount.cents, self.invoiced.cents) if self.invoiced else None


def together(margins: Sequence[Margin]) -> Margin:
    """All reviews as one."""
    return Margin(
        engagement_id=0,
        code="",
        invoiced=Money.total(each.invoiced for each in margins),
        supervision=Money.total(each.supervision for each in margins),
        steps=tuple(step for each in margins for step in each.steps),
    )


def by_step(margins: Sequence[Margin]) -> list[StepMargin]:
    """The steps of all reviews together; steps without hours are left out."""
    found = []
    for step in STEPS:
        parts = [each for margin in margins for each in margin.steps if each.step == step]
        if parts:
            found.append(
                StepMargin(
                    step,
                    sum(each.minutes for each in parts),
                    Money.total(each.compensation for each in parts),
                    Money.total(each.contribution for each in parts),
                )
            )
    return found


@dataclass(frozen=True)
class Course:
    """How the hours of one review went, in minutes by step."""

    engagement_id: int
    code: str
    quoted: Mapping[int, int]  # accepted, with change orders and the follow-up
    planned: Mapping[int, int]
    worked: Mapping[int, int]  # billable and approved

    @property
    def steps(self) -> list[tuple[int, int, int, int]]:
        """(step, quoted, planned, worked) of every step with any."""
        quoted, planned, worked = self._three
        rows = [(n, quoted.get(n, 0), planned.get(n, 0), worked.get(n, 0)) for n in STEPS]
        return [row for row in rows if any(row[1:])]

    @property
    def totals(self) -> tuple[int, int, int]:
        """Quoted, planned and worked over all steps."""
        quoted, planned, worked = (sum(each.values()) for each in self._three)
        return quoted, planned, worked

    @property
    def is_over(self) -> bool:
        """Whether more was worked than quoted."""
        return self.totals[2] > self.totals[0]

    @property
    def _three(self) -> tuple[Mapping[int, int], ...]:
        return (self.quoted, self.planned, self.worked)
