"""Levels, payees and rates of reviewers: what may follow what, and which numbers are real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from stdnum import iban
from stdnum.nl import btw

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money, is_quarter_exact
from lt_admin.core.steps import Refused


class ReviewerLevel(StrEnum):
    """What a reviewer may do (DOMAIN.md 2e)."""

    IN_TRAINING = "in_training"
    ACCREDITED = "accredited"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    LAPSED = "lapsed"


class PayeeKind(StrEnum):
    """Whom we pay for a reviewer's hours."""

    EMPLOYER = "employer"
    FREELANCER = "freelancer"


def is_kvk(number: str) -> bool:
    """Whether this can be a number of the Dutch trade register: eight figures."""
    return len(number) == 8 and number.isdigit()


CHECKS: dict[str, tuple[Callable[[str], bool], Callable[[], str]]] = {
    "kvk": (is_kvk, lambda: _("A KvK number has eight figures.")),
    "vat_id": (btw.is_valid, lambda: _("This is not a valid Dutch btw-id.")),
    "iban": (iban.is_valid, lambda: _("This is not a valid IBAN.")),
}


def checked_numbers(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with KvK, btw-id and IBAN without spaces, empty ones as None.

    Raises Refused, naming the first number that is not real.
    """
    clean = dict(facts)
    for name in CHECKS.keys() & facts.keys():
        is_real, sentence = CHECKS[name]
        number = "".join(str(facts[name] or "").split()).upper()
        if number and not is_real(number):
            raise Refused(sentence())
        clean[name] = number or None
    return clean


def check_rate(rate: Money) -> None:
    """Raises Refused unless a quarter of an hour at this rate is a whole number of cents."""
    if rate < Money(0) or not is_quarter_exact(rate):
        raise Refused(_("A rate is a multiple of four cents, so that a quarter is exact."))


def check_from(valid_from: date, *, last: date | None, locked: date | None) -> None:
    """Raises Refused when a period from this day would change what is settled.

    `last` is the start of the newest period; `locked` the last day whose hours an invoice or a
    payment statement holds.
    """
    if locked is not None and valid_from <= locked:
        raise Refused(
            _("Hours up to %(day)s are settled already; choose a later date.", day=_day(locked))
        )
    if last is not None and valid_from < last:
        raise Refused(
            _("There is a period from %(day)s already; choose a later date.", day=_day(last))
        )


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
