"""What a payment statement holds: approved work gathered per payee, person, engagement and rate."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lt_admin.core.money import ZERO, Money


@dataclass(frozen=True)
class Payable:
    """An approved time entry, or a supervision session, that no statement pays yet.

    `billed_rate` is what commissioners pay for the hour by the accepted quote; a supervision
    session has none, because the quality system pays it (DOMAIN.md 2g).
    """

    id: int
    is_supervision: bool
    reviewer_id: int
    reviewer: str
    engagement_id: int
    code: str
    worked_on: date
    minutes: int
    payee_id: int | None
    rate: Money | None
    billed_rate: Money | None

    @property
    def amount(self) -> Money:
        """What it pays; exact, since rates go by quarters; negative for a counter-entry."""
        return (self.rate or ZERO).for_minutes(self.minutes)

    @property
    def contribution(self) -> Money:
        """What of the billed rate stays for the quality system; nothing for supervision."""
        return (self.billed_rate or self.rate or ZERO).for_minutes(self.minutes) - self.amount

    @property
    def is_complete(self) -> bool:
        """Whether it is known who is paid, at which rate, and from what."""
        from_whom = self.is_supervision or self.billed_rate is not None
        return self.payee_id is not None and self.rate is not None and from_whom


@dataclass(frozen=True)
class ProposedLine:
    """One person's work for one engagement at one rate."""

    items: tuple[Payable, ...]

    @property
    def of(self) -> Payable:
        """Any of its items: person, engagement, kind and rate are those of all."""
        return self.items[0]

    @property
    def minutes(self) -> int:
        """All minutes together."""
        return sum(item.minutes for item in self.items)

    @property
    def amount(self) -> Money:
        """All amounts together."""
        return Money.total(item.amount for item in self.items)

    @property
    def contribution(self) -> Money:
        """What of these hours goes to the quality system."""
        return Money.total(item.contribution for item in self.items)


@dataclass(frozen=True)
class Proposal:
    """The statement that one payee would get."""

    payee_id: int
    lines: tuple[ProposedLine, ...]

    @property
    def amount(self) -> Money:
        """What would be paid."""
        return Money.total(line.amount for line in self.lines)

    @property
    def minutes(self) -> int:
        """The hours of reviews, without supervision."""
        return sum(line.minutes for line in self.lines if not line.of.is_supervision)

    @property
    def supervision_minutes(self) -> int:
        """The hours of supervision."""
        return sum(line.minutes for line in self.lines if line.of.is_supervision)

    @property
    def contribution(self) -> Money:
        """What of these hours goes to the quality system."""
        return Money.total(line.contribution for line in self.lines)

    @property
    def is_carried(self) -> bool:
        """Whether it waits: corrections took back as much as there is to pay, or more."""
        return self.amount <= ZERO


def propose(payables: Iterable[Payable]) -> list[Proposal]:
    """One proposal a payee, of all that is complete.

    Lines stand in a fixed order: reviews before supervision, then by name, code and rate.
    """
    lines: dict[tuple[object, ...], list[Payable]] = defaultdict(list)
    for item in sorted((each for each in payables if each.is_complete), key=_place):
        lines[item.payee_id, *_place(item)[:-2]].append(item)
    proposals: dict[int, list[ProposedLine]] = defaultdict(list)
    for (payee_id, *_), items in lines.items():
        proposals[payee_id].append(ProposedLine(tuple(items)))  # type: ignore[index]  # complete
    return [Proposal(payee_id, tuple(of_one)) for payee_id, of_one in sorted(proposals.items())]


def _place(item: Payable) -> tuple[bool, str, int, str, int, Money, date, int]:
    return (
        *(item.is_supervision, item.reviewer, item.reviewer_id, item.code, item.engagement_id),
        *(item.rate or ZERO, item.worked_on, item.id),
    )


def first_day(year: int, month: int) -> date:
    """The first day of a month."""
    return date(year, month, 1)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_before(day: date) -> tuple[int, int]:
    """The month that a statement made on `day` is usually about: the one that is over."""
    return (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
