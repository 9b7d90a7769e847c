"""Amounts, hours, dates and shares as people read them: one form each, in Dutch and in English.

Spaces inside a value are non-breaking (U+00A0) and a minus is the real sign (U+2212), so that a
value never falls apart over two lines. An unknown language reads as English.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from lt_admin.core.clock import AMSTERDAM, day_of
from lt_admin.core.money import Money

MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
DUTCH = "nl"
MINUS = "\u2212"
NBSP = "\u00a0"


def number(value: int, language: str) -> str:
    """A whole number with its thousands marked: ``12.345`` or ``12,345``."""
    grouped = f"{abs(value):,}"
    sign = MINUS if value < 0 else ""
    return sign + (grouped.replace(",", ".") if language == DUTCH else grouped)


def decimal(value: Fraction | float, places: int, language: str) -> str:
    """A number rounded half up to `places` decimals: ``3,97`` or ``3.97``."""
    scale = 10**places
    whole, rest = divmod(int(abs(Fraction(value)) * scale + Fraction(1, 2)), scale)
    sign = MINUS if value < 0 and (whole or rest) else ""
    if not places:
        return sign + number(whole, language)
    return f"{sign}{number(whole, language)}{',' if language == DUTCH else '.'}{rest:0{places}d}"


def euro(amount: Money | int, language: str) -> str:
    """An amount, given as Money or in cents: ``€ 1.234,50`` or ``€1,234.50``."""
    cents = amount.cents if isinstance(amount, Money) else amount
    figures = decimal(Fraction(abs(cents), 100), 2, language)
    sign = MINUS if cents < 0 else ""
    return f"€{NBSP}{sign}{figures}" if language == DUTCH else f"{sign}€{figures}"


def hours(minutes: int) -> str:
    """A duration from whole minutes: ``7:15``, in both languages."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{MINUS if minutes < 0 else ''}{whole}:{rest:02d}"


def long_day(day: date, language: str) -> str:
    """A date in running text: ``2 november 2026``."""
    name = MONTHS[DUTCH if language == DUTCH else "en"][day.month - 1]
    return f"{day.day}{NBSP}{name}{NBSP}{day.year}"


def short_day(day: date, language: str) -> str:
    """A date in a table: ``02-11-2026`` or ``2 Nov 2026``."""
    if language == DUTCH:
        return f"{day:%d-%m-%Y}"
    return f"{day.day}{NBSP}{MONTHS['en'][day.month - 1][:3]}{NBSP}{day.year}"


def weekday(day: date, language: str) -> str:
    """``donderdag 11 september`` or ``Thursday 11 September``."""
    is_dutch = language == DUTCH
    months = MONTHS["nl" if is_dutch else "en"]
    names = WEEKDAYS["nl" if is_dutch else "en"]
    return f"{names[day.weekday()]} {day.day}{NBSP}{months[day.month - 1]}"


def weekday_short(day: date, language: str) -> str:
    """``do`` or ``Thu``."""
    is_dutch = language == DUTCH
    return WEEKDAYS["nl" if is_dutch else "en"][day.weekday()][: 2 if is_dutch else 3]


def day_month(day: date, language: str) -> str:
    """``11 sep`` or ``11 Sep``."""
    months = MONTHS["nl" if language == DUTCH else "en"]
    short = "mrt" if language == DUTCH and day.month == 3 else months[day.month - 1][:3]
    return f"{day.day}{NBSP}{short}"


def month(day: date, language: str) -> str:
    """The month of a date: ``november 2026``."""
    name = MONTHS[DUTCH if language == DUTCH else "en"][day.month - 1]
    return f"{name}{NBSP}{day.year}"


def moment(instant: datetime, language: str) -> str:
    """An instant as the Amsterdam wall shows it: ``02-11-2026 14:05``."""
    return f"{short_day(day_of(instant), language)}{NBSP}{instant.astimezone(AMSTERDAM):%H:%M}"


def percent(share: Fraction | float, language: str) -> str:
    """A share of one as a percentage, at most one decimal: ``75%``, ``33,3%``."""
    tenths = decimal(Fraction(share) * 100, 1, language)
    return tenths.removesuffix(",0").removesuffix(".0") + "%"


def iban(value: str) -> str:
    """An IBAN in groups of four."""
    plain = value.replace(" ", "")
    return NBSP.join(plain[start : start + 4] for start in range(0, len(plain), 4))
