"""What people type, understood: amounts, hours, days and shares, in Dutch and in English.

Every function takes a text and returns the value, or raises NotUnderstood with a sentence that
says how to write it. The same text means the same in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from lt_admin.core.formats import MONTHS
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money

QUARTER = 15
LONGEST = 60 * 10_000
_AMOUNT = re.compile(
    r"(?P<sign>-?)(?P<whole>\d+|\d{1,3}(?:(?P<group>[.,])\d{3})(?:(?P=group)\d{3})*)"
    r"(?:(?P<mark>[.,])(?P<part>\d{1,2}|-{1,2}))?"
)
_HOURS = re.compile(r"(?P<sign>-?)(?P<hours>\d{1,5})(?:(?P<mark>[:.,uUhH])(?P<part>\d{1,2})?)?")
_DAY = re.compile(r"(\d{1,2})(?:[-/. ]+)(\d{1,2}|[a-z]+)\.?(?:[-/. ]+)(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMES = {
    name.lower()[:size]: place
    for names in MONTHS.values()
    for place, name in enumerate(names, start=1)
    for size in range(3, len(name) + 1)
} | {"mrt": 3}


def readable(text: str) -> str:
    """The text without the control characters that no paper, list or database takes.

    New lines and tabs stay: people type them.
    """
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cs"})


class NotUnderstood(ValueError):
    """The text cannot be read; the message says how to write it."""


def _plain(text: str) -> str:
    """The text without spaces, with the plain sign for a minus."""
    return re.sub(r"\s", "", text).replace("\N{MINUS SIGN}", "-")


def amount(text: str) -> Money:
    """``1.234,50``, ``1234.50``, ``€ 50``, ``50,-``: euro, at most two decimals.

    A mark followed by three figures groups thousands; followed by one or two it is the decimal.
    """
    plain = re.sub(r"^(-?)(?:€|EUR)(-?)", r"\1\2", _plain(text), flags=re.IGNORECASE)
    found = _AMOUNT.fullmatch(re.sub(r"(?:€|EUR)$", "", plain, flags=re.IGNORECASE))
    if not found or (found["mark"] and found["mark"] == found["group"]):
        raise NotUnderstood(_("Write an amount such as 1.234,50 or 1234.50."))
    part = (found["part"] or "").replace("-", "").ljust(2, "0")
    whole = re.sub(r"[.,]", "", found["whole"])
    if len(whole) > 9:
        raise NotUnderstood(_("This amount is too large."))
    cents = int(whole) * 100 + int(part)
    return Money(-cents if found["sign"] else cents)


def quarters(text: str) -> int:
    """``7:15``, ``7u15``, ``7.15``, ``7,25`` or ``7``: minutes, in whole quarters of an hour.

    A comma is a decimal (7,25 is seven and a quarter); a point, colon or u stands between hours
    and minutes, as on a Dutch clock (7.15 is quarter past seven). What would differ between the
    two readings, such as 7.25 or 7,15, is never a quarter and is asked back (DESIGN.md, Type).
    """
    found = _HOURS.fullmatch(_plain(text))
    if not found:
        raise NotUnderstood(_("Write hours such as 7:15 or 7,25."))
    minutes = int(found["hours"]) * 60 + _minutes(found["mark"], found["part"] or "")
    if minutes % QUARTER:
        raise NotUnderstood(_("Hours go by the quarter: write 7:15 or 7,25, 7:30 or 7,5."))
    if minutes > LONGEST:
        raise NotUnderstood(_("These are too many hours."))
    return -minutes if found["sign"] else minutes


def _minutes(mark: str | None, part: str) -> int:
    if mark is None:
        return 0
    if mark == ",":
        exact = Decimal(f"0.{part or 0}") * 60
        return int(exact) if exact == int(exact) else 1
    if not part and mark in "uUhH":
        return 0
    if len(part) != 2 or int(part) > 59:
        raise NotUnderstood(_("Write hours such as 7:15 or 7,25."))
    return int(part)


def day(text: str) -> date:
    """``2-11-2026``, ``2 nov 2026``, ``2 november 2026``, ``2026-11-02``: a date, day first.

    Dutch and English names of months are understood; two figures for the year mean 20xx.
    """
    plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").lower().split())
    try:
        found = _of_iso(plain) or _of_words(plain)
    except ValueError:
        raise NotUnderstood(_("This day does not exist.")) from None
    if found is None:
        raise NotUnderstood(_("Write a date such as 2-11-2026 or 2 november 2026."))
    if not 1990 <= found.year <= 2100:
        raise NotUnderstood(_("Write a date between 1990 and 2100."))
    return found


def _of_iso(plain: str) -> date | None:
    found = _ISO.fullmatch(plain)
    return found and date(int(found[1]), int(found[2]), int(found[3]))


def _of_words(plain: str) -> date | None:
    found = _DAY.fullmatch(plain)
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else _NAMES.get(found[2])
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return month and date(year, month, int(found[1]))  # type: ignore[return-value]  # 0 is none


def percentage(text: str, places: int = 2) -> Decimal:
    """``33,33``, ``33.33%``: a percentage between 0 and 100, at most `places` decimals."""
    found = re.fullmatch(r"(\d{1,3})(?:[.,](\d+))?%?", _plain(text))
    if not found or len(found[2] or "") > places:
        raise NotUnderstood(_("Write a percentage such as 33,33."))
    share = Decimal(f"{found[1]}.{found[2] or 0}")
    if share > 100:
        raise NotUnderstood(_("A percentage is at most 100."))
    return share
