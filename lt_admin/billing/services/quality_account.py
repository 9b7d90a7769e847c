"""What the board decides about the quality system: budgets, and how contributions are divided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.models.quality_account import ContributionShare, QualityBudget
from lt_admin.billing.models.statements import QualityCategory, StatementSeries
from lt_admin.billing.queries import quality_account as queries
from lt_admin.billing.rules.quality_account import check_division
from lt_admin.core import audit, clock, series
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused

YEARS_AHEAD = 2


def set_budget(
    year: int, amounts: Mapping[QualityCategory, Money], *, by: User
) -> list[QualityBudget]:
    """Allow each category to spend so much in a year; earlier decisions stay to be read.

    Raises Refused for a year that is over or far ahead, an amount below zero, or when this is
    what stands already.
    """
    this_year = clock.today().year
    if not this_year <= year <= this_year + YEARS_AHEAD:
        raise Refused(_("A budget is for this year or one of the next two."))
    if min(amounts.values()) < ZERO:
        raise Refused(_("This amount cannot be below zero."))
    known = queries.budgets(year)
    changed = {name: each for name, each in amounts.items() if known.get(name) != each}
    if not changed:
        raise Refused(_("This is the budget already; there is nothing to change."))
    return [_set(year, category, amount, by) for category, amount in changed.items()]


def _set(year: int, category: QualityCategory, amount: Money, by: User) -> QualityBudget:
    made = QualityBudget(year=year, category=category, amount=amount, set_by_id=by.id)
    session.add(made)
    audit.record("budget:set", made, by=by, category=category, year=year, cents=amount.cents)
    return made


def divide_contributions(
    shares: Mapping[QualityCategory, int], *, valid_from: date, by: User
) -> None:
    """Divide what hours contribute so, per mille, for work from this day on.

    Raises Refused unless the parts are the whole, and for a day from which hours were paid out
    or a division stands already: what is in the books stays as it is.
    """
    check_division(shares)
    series.lock(StatementSeries, clock.today().year)  # no statement is made meanwhile
    last = queries.last_divided_on()
    if last is not None and valid_from <= last:
        raise Refused(_("Hours since that day were paid out, or divided anew; choose a later day."))
    rows = [
        ContributionShare(
            valid_from=valid_from, category=category, per_mille=shares.get(category, 0)
        )
        for category in QualityCategory
    ]
    session.add_all(rows)
    audit.record("division:set", rows[0], by=by, valid_from=valid_from)
