"""The figures of a period, and the identity that holds them together (DOMAIN.md 2g)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lt_admin.core.money import ZERO, Money


@dataclass(frozen=True)
class PayeeTotal:
    """What one payee received for review hours."""

    payee_id: int
    name: str
    kind: str
    minutes: int
    amount: Money
    contribution: Money


class Cause(StrEnum):
    """Why the two sides of the identity differ."""

    NOT_ON_STATEMENT = "not_on_statement"  # invoiced, but not yet paid to anybody
    NOT_INVOICED = "not_invoiced"  # paid, but not yet invoiced to every commissioner
    OVER_INVOICED = "over_invoiced"  # what commissioners were asked makes more than the whole
    CENTS = "cents"  # less than a minute: cents of a round of which not all hours are counted


@dataclass(frozen=True)
class Part:
    """Hours on one line of an issued invoice, and what that line asks for them.

    A line's net is spread over its hours by their value, so that all parts of a line are its net
    to the cent, also where a share was set by hand or a later round made up for that.
    """

    minutes: int
    rate: Money
    net: Money
    value: Money  # of the whole line, before it was shared
    share: Fraction  # as agreed; only for a line whose hours cancel out
    is_paid: bool  # on a statement

    @property
    def weight(self) -> Fraction:
        """The part of the hours that the commissioner was asked for."""
        return Fraction(self.net.cents, self.value.cents) if self.value else self.share

    @property
    def asked(self) -> Fraction:
        """What was asked for these hours, in cents and parts of a cent."""
        return self.minutes * self.rate.cents * self.weight / 60


@dataclass(frozen=True)
class Flow:
    """The money of the hours of one engagement, on both sides."""

    engagement_id: int
    code: str
    parts: tuple[Part, ...]
    paid: Money
    contribution: Money
    minutes: int  # on statements

    @property
    def invoiced(self) -> Fraction:
        """What stands on invoices for these hours; credited lines no longer do."""
        return _asked(self.parts)

    @property
    def differences(self) -> list[Difference]:
        """What keeps the two sides of this engagement apart."""
        waiting = [part for part in self.parts if not part.is_paid]
        settled = [part for part in self.parts if part.is_paid]
        lacking = _asked(settled) - (self.paid + self.contribution).cents
        short = _weighed(settled) - self.minutes
        cause = Cause.NOT_INVOICED if lacking < 0 else Cause.OVER_INVOICED
        return [
            *self._difference(Cause.NOT_ON_STATEMENT, _weighed(waiting), _asked(waiting)),
            *self._difference(cause, short, lacking),
        ]

    def _difference(self, cause: Cause, minutes: Fraction, amount: Fraction) -> list[Difference]:
        if not (minutes or amount):
            return []
        cause = cause if round(minutes) else Cause.CENTS
        whole = abs(round(minutes))
        return [Difference(cause, self.engagement_id, self.code, whole, _cents(amount))]


@dataclass(frozen=True)
class Difference:
    """Hours that keep the two sides apart; `amount` is what they add to invoiced minus paid."""

    cause: Cause
    engagement_id: int
    code: str
    minutes: int
    amount: Money


@dataclass(frozen=True)
class Identity:
    """Invoiced = paid to payees + quality contribution, for the same hours.

    "The same hours" are the billable hours worked in the period: each is followed to the invoices
    and to the statement that hold it, whatever the date on those papers. So an hour of December
    that is invoiced in January does not disturb the year, and a difference always has hours as
    its cause. Other costs on invoices are no hours and stand outside it.
    """

    flows: tuple[Flow, ...]

    @property
    def invoiced(self) -> Money:
        """What commissioners were asked for these hours, without VAT."""
        return _cents(sum((flow.invoiced for flow in self.flows), Fraction(0)))

    @property
    def paid(self) -> Money:
        """What statements pay for these hours."""
        return Money.total(flow.paid for flow in self.flows)

    @property
    def contribution(self) -> Money:
        """What of these hours goes to the quality system by the same statements."""
        return Money.total(flow.contribution for flow in self.flows)

    @property
    def difference(self) -> Money:
        """Invoiced, minus paid and contribution; zero when every hour is on both sides."""
        return self.invoiced - self.paid - self.contribution

    @property
    def causes(self) -> tuple[Difference, ...]:
        """The hours that make the difference, by engagement; also when they cancel out."""
        return tuple(each for flow in self.flows for each in flow.differences)


def _asked(parts: Iterable[Part]) -> Fraction:
    return sum((part.asked for part in parts), Fraction(0))


def _weighed(parts: Iterable[Part]) -> Fraction:
    return sum((part.minutes * part.weight for part in parts), Fraction(0))


def _cents(exact: Fraction) -> Money:
    return Money(1).part(exact)


@dataclass(frozen=True)
class Totals:
    """The money and hours of a period (both days included); amounts without VAT.

    Each figure counts by the date of its own paper: invoices and credit invoices by `issued_on`,
    payouts and the quality contribution by the `issued_on` of the statement, spending by
    `spent_on`. Hours count by the day on which they were worked.
    """

    from_: date
    until: date
    billable_minutes: int
    invoices: int
    credit_invoices: int
    invoiced: Money
    credited: Money  # negative
    payees: tuple[PayeeTotal, ...]  # the highest amount first; review hours only
    spending: Mapping[str, Money]  # every category of QualityCategory

    @property
    def net(self) -> Money:
        """What was invoiced after credits."""
        return self.invoiced + self.credited

    @property
    def payout(self) -> Money:
        """What statements pay for review hours; supervision is spending, not payout."""
        return Money.total(payee.amount for payee in self.payees)

    @property
    def contribution(self) -> Money:
        """What the quality system receives."""
        return Money.total(payee.contribution for payee in self.payees)

    @property
    def spent(self) -> Money:
        """What the quality system spent."""
        return Money.total(self.spending.values())

    @property
    def result(self) -> Money:
        """What goes to the reserve, or comes from it when negative."""
        return self.contribution - self.spent


@dataclass(frozen=True)
class Finance(Totals):
    """The same, with the identity that holds the two sides together."""

    identity: Identity


@dataclass(frozen=True)
class AccountYear:
    """One year of the quality system's account."""

    year: int
    contribution: Money
    spending: Mapping[str, Money]  # every category
    brought: Money  # left at the end of the year before

    @property
    def spent(self) -> Money:
        """What was spent in all categories."""
        return Money.total(self.spending.values())

    @property
    def result(self) -> Money:
        """What the year added to the reserve, or took from it."""
        return self.contribution - self.spent

    @property
    def left(self) -> Money:
        """The reserve at the end of the year."""
        return self.brought + self.result


def account_years(
    contributions: Mapping[int, Money], spending: Mapping[tuple[int, str], Money], kinds: list[str]
) -> list[AccountYear]:
    """The account year by year, without gaps, from contributions by year and spending by both."""
    named = {*contributions, *(year for year, _ in spending)}
    account: list[AccountYear] = []
    for year in range(min(named, default=0), max(named, default=-1) + 1):
        account.append(
            AccountYear(
                year=year,
                contribution=contributions.get(year, ZERO),
                spending={kind: spending.get((year, kind), ZERO) for kind in kinds},
                brought=account[-1].left if account else ZERO,
            )
        )
    return account
