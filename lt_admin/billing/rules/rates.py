"""What a rate may be, and when the table of rates may still change."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money, is_quarter_exact
from lt_admin.core.steps import Refused

STANDARD = "standard"
CODE = re.compile(r"[a-z][a-z0-9_]{1,15}")


class VatCategory(StrEnum):
    """The category letters of EN 16931 that we use (FACTS.md 2)."""

    STANDARD = "S"
    EXEMPT = "E"
    OUTSIDE_SCOPE = "O"
    REVERSE_CHARGE = "AE"


def check_rate(rate: Money) -> None:
    """Refuse a rate at which a quarter of an hour is no whole number of cents."""
    if rate <= ZERO:
        raise Refused(_("An hour costs more than nothing."))
    if not is_quarter_exact(rate):
        raise Refused(
            _("At this rate a quarter of an hour is no whole number of cents; 0.04 fits.")
        )


def check_vat(category: VatCategory, percent: int, reasons: tuple[str, str]) -> None:
    """Refuse tax without the standard category, and no tax without the words that say why."""
    is_taxed = category is VatCategory.STANDARD
    if is_taxed != (percent > 0) or percent > 10_000:
        raise Refused(_("Only the standard category has a percentage, and it needs one."))
    if not is_taxed and not all(reasons):
        raise Refused(_("Say in both languages why there is no VAT; invoices carry these words."))


def check_code(code: str) -> None:
    """Refuse a code that is not a short word in small letters."""
    if not CODE.fullmatch(code):
        raise Refused(_("A code is a short word in small letters, such as exempt_care."))


def check_unused(valid_from: date, last_quote_on: date | None) -> None:
    """Refuse to change what quotes have used: a rate begins after the last quote that was made."""
    if last_quote_on is not None and valid_from <= last_quote_on:
        raise Refused(_("Quotes made since that day use the rate of that day; choose a later day."))
