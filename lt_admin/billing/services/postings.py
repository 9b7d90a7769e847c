"""What events of billing do to the books, in the same transaction."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import QualityCategory, QualitySpending
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post

_A = Account
COST_AND_FUND = {
    QualityCategory.SUPERVISION: (_A.SUPERVISION, _A.FUND_SUPERVISION),
    QualityCategory.OUTREACH: (_A.OUTREACH, _A.FUND_OUTREACH),
    QualityCategory.METHOD_DEVELOPMENT: (_A.METHOD_DEVELOPMENT, _A.FUND_METHOD_DEVELOPMENT),
    QualityCategory.UK_COOPERATION: (_A.UK_COOPERATION, _A.FUND_UK_COOPERATION),
    QualityCategory.COORDINATION: (_A.COORDINATION, _A.FUND_COORDINATION),
}


def spending_approved(spending: QualitySpending, *, by: User) -> None:
    """The cost, and what is taken from its fund for it; a correction is its difference."""
    cost, fund = COST_AND_FUND[spending.category]
    moves = [
        Move(cost, Account.CREDITORS, spending.amount),
        Move(fund, Account.FROM_FUNDS, spending.amount),
    ]
    words = f"{spending.description} {spending.receipt}".strip()
    day, journal = spending.spent_on, Journal.PURCHASES
    post(Occasion("spending:approved", spending, day, journal, words), moves, by=by)
