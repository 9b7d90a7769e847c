"""What is known of payees: the account to pay to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from lt_admin.core.db import session
from lt_admin.reviewers.models.payees import AccountState, PayeeAccount


def account_of(payee_id: int) -> PayeeAccount | None:
    """The newest account that two people saw; None without one, and while a newer one waits."""
    return accounts_of([payee_id]).get(payee_id)


def accounts_of(payee_ids: Collection[int]) -> dict[int, PayeeAccount]:
    """The same for many payees, in one statement."""
    wanted = select(PayeeAccount).where(
        PayeeAccount.payee_id.in_(sorted(payee_ids)), PayeeAccount.state != AccountState.DECLINED
    )
    rows = session.scalars(wanted.order_by(PayeeAccount.id)).all()
    waiting = {each.payee_id for each in rows if each.state is AccountState.PROPOSED}
    return {each.payee_id: each for each in rows if each.payee_id not in waiting}
