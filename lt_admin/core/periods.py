"""A period of whole days, asked in the address: ``?from=1-1-2025&until=30-6-2026``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lt_admin.core import clock, typed
from lt_admin.core.i18n import gettext as _


@dataclass(frozen=True)
class Period:
    """Both days included; `errors` says what was not understood, and then the usual day stands."""

    from_: date
    until: date
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> dict[str, str]:
        """What to put in the address of a page over the same period."""
        return {"from": self.from_.isoformat(), "until": self.until.isoformat()}


def asked(args: Mapping[str, str], *, years: int = 1) -> Period:
    """The period that an address asks for; else up to today, over so many calendar years."""
    today, errors = clock.today(), {}
    days = {"from": date(today.year - years + 1, 1, 1), "until": today}
    for key in days:
        if text := args.get(key, "").strip():
            try:
                days[key] = typed.day(text)
            except typed.NotUnderstood as error:
                errors[key] = str(error)
    if days["from"] > days["until"]:
        errors["until"] = _("The period ends before it begins.")
        days["until"] = days["from"]
    return Period(days["from"], days["until"], errors)


def usual() -> list[tuple[str, Period]]:
    """Periods to choose with one click: (name, period)."""
    today = clock.today()
    first = today.replace(month=1, day=1)
    before = first.replace(year=first.year - 1)
    return [
        (_("This year"), Period(first, today)),
        (_("Last year"), Period(before, date(before.year, 12, 31))),
        (_("Both years"), Period(before, today)),
    ]
