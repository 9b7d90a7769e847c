"""What a draft quote may say: hours in steps, other costs, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lt_admin.billing.rules.shares import Share
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused

QUARTER = 15
LONGEST_VALIDITY = 366  # days
GRACE_DAYS = 14  # so long a link still opens after the quote's validity, to ask for a new one
VALID_DAYS = 30  # proposed
REVIEW_STEPS, FOLLOW_UP_STEPS = (2, 3, 4, 5), (6,)


@dataclass(frozen=True)
class StepHours:
    """The hours of one step, in minutes of each reviewer, and what they are for."""

    step: int
    lead: int = 0
    second: int = 0
    description: str = ""
    vat_code: str = "standard"


@dataclass(frozen=True)
class OtherCost:
    """A cost that is not hours, without VAT; below zero it is a discount."""

    step: int
    description: str
    amount: Money
    vat_code: str = "standard"


@dataclass(frozen=True)
class Draft:
    """Everything that can be changed about a quote that was not sent yet."""

    language: str
    valid_until: date
    starts_on: date | None
    ends_on: date | None
    hours: Sequence[StepHours]
    costs: Sequence[OtherCost]
    shares: Sequence[Share]


def check_hours(hours: Sequence[StepHours], steps: Sequence[int]) -> None:
    """Refuse a step twice or one that this kind of quote does not have, and parts of a quarter."""
    if len({each.step for each in hours}) < len(hours):
        raise Refused(_("Each step stands in a quote once."))
    for each in hours:
        check_step(each.step, steps)
        if any(minutes < 0 or minutes % QUARTER for minutes in (each.lead, each.second)):
            raise Refused(_("Hours go by the quarter: 7:15 or 7,25, 7:30 or 7,5."))


def check_costs(hours: Money, costs: Sequence[OtherCost]) -> None:
    """Refuse a cost without words or amount, and discounts that leave nothing to pay.

    `hours` is what the hours cost. A cost below zero is a discount.
    """
    if any(not cost.amount or not cost.description.strip() for cost in costs):
        raise Refused(_("Another cost has a description, and an amount; a discount is below zero."))
    has_discount = any(cost.amount < ZERO for cost in costs)
    if has_discount and hours + Money.total(cost.amount for cost in costs) <= ZERO:
        raise Refused(_("The discount takes more than the whole; leave something to pay."))


def check_vat(parts: Iterable[tuple[str, Money]]) -> None:
    """Refuse a discount under a VAT code that has less to take it from; parts by VAT code."""
    sums: dict[str, Money] = {}
    for code, amount in parts:
        sums[code] = sums.get(code, ZERO) + amount
    if any(amount < ZERO for amount in sums.values()):
        raise Refused(_("Give the discount the VAT of what it is taken from."))


def cost_name(description: str, amount: Money) -> str:
    """What another cost is called, in the language of the moment; a discount by that word."""
    return _("Discount: %(what)s", what=description) if amount < ZERO else description


def check_step(step: int, steps: Sequence[int]) -> None:
    """Refuse a step that this kind of quote does not have."""
    if step not in steps:
        raise Refused(_("This kind of quote has no step %(step)s.", step=step))


def check_validity(valid_until: date, today: date) -> None:
    """Refuse a day that has passed or lies more than a year ahead."""
    if not 0 <= (valid_until - today).days <= LONGEST_VALIDITY:
        raise Refused(_("The quote is valid until a day from today to a year from now."))


def check_planning(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse an end before the start."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("The end of the planning lies before its start."))


@dataclass(frozen=True)
class Sums:
    """What a draft comes to: minutes and cost of each step, the net sum, and VAT per percentage."""

    minutes: Mapping[int, int]
    amounts: Mapping[int, Money]
    net: Money
    vat: Mapping[int, Money]

    @property
    def gross(self) -> Money:
        """With VAT."""
        return Money.total([self.net, *self.vat.values()])


def sums(
    rate: Money,
    hours: Sequence[StepHours],
    costs: Sequence[OtherCost],
    percents: Mapping[str, int],
) -> Sums:
    """Add it all up; `percents` says, in hundredths, what each VAT code means."""
    taxed: dict[int, Money] = {}
    minutes = {each.step: each.lead + each.second for each in hours}
    amounts = {step: rate.for_minutes(total) for step, total in minutes.items()}
    parts = [(each.vat_code, amounts[each.step]) for each in hours]
    parts += [(cost.vat_code, cost.amount) for cost in costs]
    for code, amount in parts:
        percent = percents.get(code, 0)
        taxed[percent] = taxed.get(percent, Money(0)) + amount
    vat = {
        percent: amount.part(Fraction(percent, 10_000))
        for percent, amount in sorted(taxed.items())
        if percent and amount
    }
    return Sums(minutes, amounts, Money.total(amount for _code, amount in parts), vat)
