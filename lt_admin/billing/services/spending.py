"""The account of the quality system: what it spends, and corrections of that."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import QualityCategory, QualitySpending
from lt_admin.billing.services import postings
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState


def record_spending(
    *,
    category: QualityCategory,
    spent_on: date,
    amount: Money,
    description: str,
    receipt: str = "",
    by: User,
) -> QualitySpending:
    """Write an amount, without VAT that can be reclaimed, on the account of the quality system."""
    if amount <= ZERO:
        raise Refused(_("An amount is more than zero; a mistake is corrected on its own row."))
    if spent_on > clock.today():
        raise Refused(_("This day is still to come."))
    spending = QualitySpending(
        category=category,
        spent_on=spent_on,
        amount=amount,
        description=description,
        receipt=receipt,
        recorded_by_id=by.id,
    )
    session.add(spending)
    audit.record("spending:recorded", spending, by=by, category=category, cents=amount.cents)
    return spending


def correct_spending(spending: QualitySpending, *, amount: Money, by: User) -> QualitySpending:
    """Say what the amount should be: a second row, of today, books the difference.

    Zero takes it back altogether. Of two corrections at once the second fails.
    """
    if spending.corrects_id is not None:
        raise Refused(_("This row is a correction; correct the row that it belongs to."))
    if amount < ZERO:
        raise Refused(_("This amount cannot be below zero."))
    if amount == spending.standing:
        raise Refused(_("This is the amount already; there is nothing to correct."))
    flag_modified(spending, "receipt")  # moves the version
    correction = QualitySpending(
        category=spending.category,
        spent_on=clock.today(),
        amount=amount - spending.standing,
        description=spending.description,
        receipt=spending.receipt,
        recorded_by_id=by.id,
    )
    spending.corrections.append(correction)
    audit.record("spending:corrected", spending, by=by, cents=correction.amount.cents)
    return correction


def approve_spending(spending: QualitySpending, *, expecting: Money, by: User) -> None:
    """Agree, as a second person, with what was spent and with the corrections of it that wait.

    From then on it stands in the books. Refused to who wrote any of it down; WrongState when it
    is no longer the amount that was looked at, or when nothing waits.
    """
    if spending.corrects_id is not None:
        raise Refused(_("This row is a correction; approve the row that it belongs to."))
    if not (waiting := spending.waiting):
        raise WrongState(_("This was approved already."))
    if spending.standing != expecting:
        raise WrongState(_("The amount has changed since you opened this page; look once more."))
    flag_modified(spending, "receipt")  # moves the version
    for row in waiting:
        row.approve(by=by)
        postings.spending_approved(row, by=by)
        audit.record("spending:approved", row, by=by, cents=row.amount.cents)
