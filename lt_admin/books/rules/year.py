"""Everything that the year report of the board says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lt_admin.billing.rules.accounts import Age
from lt_admin.billing.rules.quality_account import Fund
from lt_admin.books.rules.margins import Course, Margin
from lt_admin.books.rules.results import Year
from lt_admin.core.money import Money


@dataclass(frozen=True)
class YearReport:
    """The figures of a year as they were known at an instant.

    `ages` is what was open with commissioners at that instant, with VAT; `chain` the number of
    lines of the audit log and the hash of the last, by which a later change of any shows.
    """

    figures: Year
    years: tuple[Year, ...]  # the last ones, this one included, the earliest first
    funds: tuple[Fund, ...]
    ages: Mapping[Age, Money]
    margins: tuple[Margin, ...]
    courses: tuple[Course, ...]
    chain: tuple[int, str]
    as_of: datetime

    @property
    def year(self) -> int:
        """The year that it is about."""
        return self.figures.year

    @property
    def is_whole(self) -> bool:
        """Whether the year is over."""
        return (self.figures.until.month, self.figures.until.day) == (12, 31)
