"""How templates show values: |euro |hours |day |longday |month |instant |percent |iban |number.

Each takes the language of the page. None shows as nothing, so that an open field stays empty.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask

from lt_admin.core import formats
from lt_admin.core.clock import AMSTERDAM, day_of
from lt_admin.core.i18n import language
from lt_admin.core.money import Money


def euro(amount: Money) -> str:
    """``€ 1.234,50``."""
    return formats.euro(amount, language())


def hours(minutes: int) -> str:
    """``7:15``."""
    return formats.hours(minutes)


def day(value: date) -> str:
    """For tables: ``02-11-2026``; of an instant the Amsterdam date."""
    return formats.short_day(day_of_it(value), language())


def longday(value: date) -> str:
    """For text: ``2 november 2026``; of an instant the Amsterdam date."""
    return formats.long_day(day_of_it(value), language())


def weekday(value: date) -> str:
    """``donderdag 11 september``."""
    return formats.weekday(value, language())


def weekday_short(value: date) -> str:
    """``do``."""
    return formats.weekday_short(value, language())


def daymonth(value: date) -> str:
    """``11 sep``."""
    return formats.day_month(value, language())


def month(value: date) -> str:
    """``november 2026``."""
    return formats.month(value, language())


def instant(value: datetime) -> str:
    """The Amsterdam date and time: ``02-11-2026 14:05``."""
    return formats.moment(value, language())


def time(value: datetime) -> str:
    """The Amsterdam time of an instant: ``14:05``."""
    return f"{value.astimezone(AMSTERDAM):%H:%M}"


def percent(share: Fraction | float) -> str:
    """A share of one, at most one decimal: ``33,3%``."""
    return formats.percent(share, language())


def hundredths(percentage: Decimal) -> str:
    """A percentage that is one already, in full: ``33,33%``."""
    text = f"{Decimal(percentage).normalize():f}"
    return (text.replace(".", ",") if language() == formats.DUTCH else text) + "%"


def iban(value: str) -> str:
    """In groups of four."""
    return formats.iban(value)


def number(value: int) -> str:
    """A whole number with its thousands marked."""
    return formats.number(value, language())


def day_of_it(value: date) -> date:
    """A date as it is; of an instant the Amsterdam date."""
    return day_of(value) if isinstance(value, datetime) else value


def _or_nothing(show: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else show(value)


DAYS = (day, longday, weekday, weekday_short, daymonth, month, instant, time)
FILTERS = (euro, hours, *DAYS, percent, hundredths, iban, number)


def look(field: Any) -> str:
    """How a form field is drawn: box, choice, boxes, list, area or line."""
    kind = type(field.widget).__name__
    many = getattr(field.widget, "multiple", False)
    if kind == "ListWidget":
        return "boxes" if hasattr(field.data, "append") or many else "choice"
    names = {"CheckboxInput": "box", "Select": "list", "TextArea": "area", "HiddenInput": "hidden"}
    return names.get(kind, "line")


def init_app(app: Flask) -> None:
    """Offer the filters to every template."""
    for show in FILTERS:
        app.jinja_env.filters[show.__name__] = _or_nothing(show)
    app.jinja_env.filters["look"] = look
