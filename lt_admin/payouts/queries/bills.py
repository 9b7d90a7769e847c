"""Bills: which of them may be paid."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from lt_admin.core.db import session
from lt_admin.payouts.models.bills import PAYABLE, Bill, BillKind


def payable(statement_ids: Collection[int]) -> dict[int, Bill]:
    """By statement, the bill on which it may be paid; one statement."""
    wanted = select(Bill).where(Bill.statement_id.in_(sorted(statement_ids)))
    wanted = wanted.where(Bill.state.in_(PAYABLE), Bill.kind != BillKind.SELF_BILLED_CREDIT)
    return {each.statement_id: each for each in session.scalars(wanted)}
