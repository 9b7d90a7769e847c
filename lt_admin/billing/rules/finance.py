"""The figures of a period, and the identity that holds them together (DOMAIN.md 2g)."""

from __future__ import annotations

from collections.abc import Mapping
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
    OVER_INVOICED = "over_invoiced"  # the shares that were invoiced make more than the whole


@dataclass(frozen=True)
class Flow:
    """The money of one person's hours for one engagement, on both sides; in exact cents.

    `invoiced` is what stands on invoices now (credited lines no longer do), and of it
    `invoiced_unpaid` for hours that no statement holds yet; minutes weighed by the shares.
    """

    engagement_id: int
    code: str
    reviewer: str
    invoiced: Fraction
    invoiced_minutes: Fraction
    invoiced_unpaid: Fraction
    invoiced_unpaid_minutes: Fraction
    paid: int
    contribution: int
    paid_minutes: int

    @property
    def lacking(self) -> Fraction:
        """What is on statements beyond what of it was invoiced; negative: invoiced too much."""
        return self.paid + self.contribution - (self.invoiced - self.invoiced_unpaid)

    @property
    def lacking_minutes(self) -> Fraction:
        """The hours of `lacking`."""
        return self.paid_minutes - (self.invoiced_minutes - self.invoiced_unpaid_minutes)


@dataclass(frozen=True)
class Difference:
    """Hours that keep the two sides apart; `amount` is what they add to invoiced minus paid."""

    cause: Cause
    engagement_id: int
    code: str
    reviewer: str
    minutes: int
    amount: Money


@dataclass(frozen=True)
class Identity:
    """Invoiced = paid to payees + quality contribution, for the same hours.

    "The same hours" are the billable hours worked in the period: each is followed to the invoices
    and to the statement that hold it, whatever the date on those papers. So a hour of December
    that is invoiced in January does not disturb the year, and a difference always has hours as
    its cause.
    """

    flows: tuple[Flow, ...]

    @property
    def invoiced(self) -> Money:
        """What commissioners were charged for these hours, without VAT."""
        return _cents(sum((flow.invoiced for flow in self.flows), Fraction(0)))

    @property
    def paid(self) -> Money:
        """What payees were or will be paid for these hours by statements."""
        return Money(sum(flow.paid for flow in self.flows))

    @property
    def contribution(self) -> Money:
        """What of these hours went to the quality system by the same statements."""
        return Money(sum(flow.contribution for flow in self.flows))

    @property
    def difference(self) -> Money:
        """Invoiced, minus paid and contribution; zero when every hour is on both sides."""
        return self.invoiced - self.paid - self.contribution

    @property
    def causes(self) -> tuple[Difference, ...]:
        """The hours that make the difference, by engagement and person; none when it is zero."""
        found = [difference for flow in self.flows for difference in _causes(flow)]
        return tuple(found)


def _cents(exact: Fraction) -> Money:
    return Money(1).part(exact)


def _causes(flow: Flow) -> list[Difference]:
    lacking = Cause.NOT_INVOICED if flow.lacking > 0 else Cause.OVER_INVOICED
    candidates = (
        (Cause.NOT_ON_STATEMENT, flow.invoiced_unpaid_minutes, flow.invoiced_unpaid),
        (lacking, flow.lacking_minutes, -flow.lacking),
    )
    return [
        Difference(
            *(cause, flow.engagement_id, flow.code, flow.reviewer, round(minutes), _cents(exact))
        )
        for cause, minutes, exact in candidates
        if exact
    ]


@dataclass(frozen=True)
class Finance:
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
    identity: Identity

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
