"""When somebody can, a week at a time, by the wall in Amsterdam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lt_admin.core import clock, typed
from lt_admin.core.forms import CountField, Form, TypedField
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.steps import Refused
from lt_admin.followup.rules.times import (
    DAY_MINUTES,
    Stretch,
    clock_of,
    minutes_of,
    tidy,
)
from lt_admin.followup.services.availability import MOST_WEEKS

DAY = timedelta(days=1)
USUAL_PAIRS = 2  # a morning and an afternoon


class ClockField(TypedField):
    """A time on the wall, as minutes after midnight; at the end of a stretch 0:00 is midnight."""

    mode = "numeric"  # 930 will do; a browser's own clock may count to twelve

    def read(self, text: str) -> int:
        """``9:00``, ``9.00`` or ``9``."""
        minutes = minutes_of(text)
        if minutes is None:
            raise typed.NotUnderstood(_("Write a time such as 9:30 or 14:00."))
        return minutes

    def write(self, value: int) -> str:
        """As the wall shows it: ``09:00``."""
        return clock_of(value % DAY_MINUTES)


@dataclass(frozen=True)
class DayRow:
    """One day of the form: pairs of from and until; none when it is over."""

    on: date
    pairs: list[tuple[Any, Any]]

    @property
    def stretches(self) -> list[Stretch]:
        """What was typed; Refused when one half of a pair is missing."""
        typed_in = [(a.data, b.data) for a, b in self.pairs if (a.data, b.data) != (None, None)]
        if any(None in pair for pair in typed_in):
            raise Refused(_("Write both from when and until when."))
        return tidy((starts, ends or DAY_MINUTES) for starts, ends in typed_in)

    @property
    def errors(self) -> list[str]:
        """What is wrong with this day, once each."""
        found = [str(error) for pair in self.pairs for field in pair for error in field.errors]
        return list(dict.fromkeys(found))


class WeekForm(Form):
    """The days of one week; `of` makes it for the stretches that stand."""

    monday: date
    counts: dict[date, int]

    @classmethod
    def of(
        cls, monday: date, stand: Mapping[date, list[Stretch]], *, is_sent: bool = True
    ) -> WeekForm:
        """The form of the week that begins on `monday`; what a POST holds unless not `is_sent`."""
        counts: dict[date, int] = {}
        fields: dict[str, Any] = {}
        shown: dict[str, int] = {}
        for on in (monday + number * DAY for number in range(7)):
            rows = stand.get(on, [])
            counts[on] = 0 if on < clock.today() else max(USUAL_PAIRS, len(rows))
            for place in range(counts[on]):
                names = _names(on, place)
                fields |= {name: ClockField(_l("Time"), blank=True) for name in names}
                shown |= dict(zip(names, rows[place] if place < len(rows) else (), strict=False))
        typed_in = {} if is_sent else {"formdata": None}
        form: WeekForm = type("WeekOf", (cls,), fields)(data=shown, **typed_in)
        form.monday, form.counts = monday, counts
        return form

    @property
    def days(self) -> list[DayRow]:
        """The seven days in order."""
        return [
            DayRow(on, [tuple(self[name] for name in _names(on, n)) for n in range(count)])
            for on, count in self.counts.items()
        ]

    def asked(self) -> Iterator[tuple[date, list[Stretch]]]:
        """The days that are still to come, with what was typed for them."""
        for row in self.days:
            if row.pairs:
                yield row.on, row.stretches

    def is_sensible(self) -> bool:
        """Whether every day can be understood; what cannot is said beside it."""
        for row in self.days:
            try:
                _all = row.stretches
            except Refused as refused:
                row.pairs[0][0].errors = [str(refused)]
        return not self.errors


class CopyForm(Form):
    """To how many of the weeks that follow."""

    weeks = CountField(_l("To the next weeks"), least=1, most=MOST_WEEKS, default=4)


def _names(on: date, place: int) -> tuple[str, str]:
    return f"from-{on}-{place}", f"until-{on}-{place}"
