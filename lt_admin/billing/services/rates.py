"""The rates are set, each from a day on; what quotes have used stays as it was."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.models.rates import HourlyRate, VatRate
from lt_admin.billing.queries import rates as queries
from lt_admin.billing.rules import rates as rules
from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.foundation import Foundation
from lt_admin.core.money import Money

FOUNDATION_FACTS = frozenset(
    {"name", "street", "postcode", "city", "phone", "email", "kvk", "rsin", "vat_id", "iban"}
)


def set_hourly_rate(rate: Money, *, valid_from: date, by: User | str) -> HourlyRate:
    """Let an hour cost this much from that day on; quotes made before keep theirs.

    Refused for a day since which a quote was made, and for a rate that quarters do not divide.
    """
    rules.check_rate(rate)
    rules.check_unused(valid_from, queries.last_quote_on())
    row = queries.find_hourly_rate(valid_from) or HourlyRate(valid_from=valid_from)
    row.rate = rate
    session.add(row)
    audit.record("rate:set", row, by=by, cents=rate.cents, valid_from=valid_from)
    return row


def set_vat_rate(  # noqa: PLR0913 - a VAT rate is these six things
    *,
    code: str,
    category: VatCategory,
    percent: int,
    reason_nl: str = "",
    reason_en: str = "",
    valid_from: date,
    by: User | str,
) -> VatRate:
    """Let a VAT code mean this from that day on; `percent` in hundredths."""
    rules.check_code(code)
    rules.check_vat(category, percent, (reason_nl, reason_en))
    rules.check_unused(valid_from, queries.last_quote_on())
    row = queries.find_vat_rate(code, valid_from) or VatRate(code=code, valid_from=valid_from)
    row.category, row.percent = category, percent
    row.reason_nl, row.reason_en = reason_nl, reason_en
    session.add(row)
    audit.record("vat:set", row, by=by, code=code, percent=percent, valid_from=valid_from)
    return row


def change_foundation(foundation: Foundation, *, by: User | str, **facts: str) -> None:
    """Change who our papers come from; papers that were issued keep what they say.

    The numbers are checked where they are typed. Raises ValueError for a fact that is none.
    """
    if not facts.keys() <= FOUNDATION_FACTS:
        raise ValueError(f"not of a foundation: {sorted(facts.keys() - FOUNDATION_FACTS)}")
    changed = [name for name, value in facts.items() if getattr(foundation, name) != value]
    for name in changed:
        setattr(foundation, name, facts[name])
    if changed:
        audit.record("foundation:changed", foundation, by=by, fields=" ".join(changed))
