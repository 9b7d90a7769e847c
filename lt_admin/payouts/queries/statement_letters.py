"""What a payee's page shows of a statement, behind the link in the mail."""

from __future__ import annotations

from typing import Any

from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.billing.queries.statements import STATE_BADGES
from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.payouts.queries.bill_lists import STATES
from lt_admin.payouts.queries.bills import bills_of, live_bill
from lt_admin.payouts.queries.terms import asked_of
from lt_admin.reviewers.queries.payees import self_billing_on


def letter_of(statement: PaymentStatement) -> dict[str, Any]:
    """Everything that the page shows; nothing of other payees."""
    bill = live_bill(statement)
    is_ours = self_billing_on(statement.payee, statement.issued_on) is not None
    may_send = bill is None and not is_ours and statement.state is StatementState.ISSUED
    return {
        "statement": statement,
        "badge": STATE_BADGES[statement.state],
        "bill": bill,
        "bills": bills_of(statement),
        "badges": STATES,
        "is_ours": is_ours,
        "may_send": may_send,
        "may_accept": may_accept(bill),
        "may_object": may_object(bill),
        "asked": asked_of(statement),
        **whom_to_call(),
    }


def may_accept(bill: Bill | None) -> bool:
    """Whether the payee can still say that it is right."""
    asked = (BillState.ISSUED, BillState.OBJECTED)
    return bill is not None and bill.kind is BillKind.SELF_BILLED and bill.state in asked


def may_object(bill: Bill | None) -> bool:
    """Whether the payee can still say that it is not."""
    if bill is None or bill.state is not BillState.ISSUED or bill.object_until is None:
        return False
    return clock.today() <= bill.object_until


def whom_to_call() -> dict[str, Any]:
    """The foundation with its telephone and mail."""
    return {"foundation": the_foundation()}
