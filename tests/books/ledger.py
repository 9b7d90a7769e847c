"""Entries put straight into the books."""

from __future__ import annotations

from datetime import date

from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post


def booked(on, debit, credit, euros, *, by="system"):
    """One move of so many euros on a day."""
    occasion = Occasion("test:made", the_foundation(), on, Journal.MEMORIAL, "Een boeking")
    post(occasion, [Move(debit, credit, Money.euros(euros))], by=by)
    session.flush()


def two_years():
    """A year and a half: income, costs, a fund that is filled and used, a payment."""
    a = Account
    booked(date(2025, 3, 1), a.DEBTORS, a.REVIEWS, 1000)
    booked(date(2025, 4, 1), a.COMPENSATION, a.PAYEES, 700)
    booked(date(2025, 4, 1), a.TO_FUNDS, a.FUND_OUTREACH, 300)
    booked(date(2026, 2, 1), a.BANK, a.DEBTORS, 600)
    booked(date(2026, 2, 2), a.DEBTORS, a.REVIEWS, 500)
    booked(date(2026, 2, 3), a.OUTREACH, a.CREDITORS, 120)
    booked(date(2026, 2, 3), a.FUND_OUTREACH, a.FROM_FUNDS, 120)
