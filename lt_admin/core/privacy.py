"""Signs that a text is about a person: numbers like a BSN, and dates of birth.

Work notes hold no case content (DOMAIN.md 2h). This finds what a machine can find; the writer
may say that it is something else.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from stdnum.nl import bsn

from lt_admin.core import typed

_NUMBER = re.compile(r"(?<![\dA-Za-z])\d(?:[ .-]?\d){8}(?![\dA-Za-z])")
_DATE = re.compile(
    r"\b(?:\d{1,2}[-/. ]{1,2}(?:\d{1,2}|[A-Za-z]{3,9})\.?[-/. ]{1,2}\d{4}|\d{4}-\d{2}-\d{2})\b"
)
_BIRTH = re.compile(
    r"\b(geb\.?|geboren(?: op)?|geboortedatum|born(?: on)?|date of birth|d\.?o\.?b\.?)[\s:]+\d",
    re.IGNORECASE,
)
YEARS_AGO = 4


class Sign(Enum):
    """What a text seems to hold."""

    NUMBER = "number"
    BIRTH_DATE = "birth_date"


def signs_in(text: str, today: date) -> list[Sign]:
    """The signs in `text`, each once.

    A number counts when it passes the BSN's eleven-test; a date when the words before it say
    birth, or when it lies so far back (four years) that it cannot be about the work.
    """
    found = []
    if any(bsn.is_valid(re.sub(r"\D", "", each)) for each in _NUMBER.findall(text)):
        found.append(Sign.NUMBER)
    if _BIRTH.search(text) or any(_is_long_ago(each, today) for each in _DATE.findall(text)):
        found.append(Sign.BIRTH_DATE)
    return found


def _is_long_ago(text: str, today: date) -> bool:
    year = re.search(r"\d{4}", text)
    try:
        return typed.day(text).year < today.year - YEARS_AGO
    except typed.NotUnderstood:
        return bool(year) and 1900 <= int(year[0]) < 1990  # type: ignore[index]  # found above
