"""How much of somebody's hours stands where, from draft to settled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select

from lt_admin.core.db import session
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.people import Reviewer


@dataclass(frozen=True)
class Balance:
    """Minutes by where they stand; `settled` are on an invoice or a payment statement."""

    draft: int
    returned: int
    submitted: int
    approved: int
    settled: int


def balance_of(reviewer: Reviewer) -> Balance:
    """A reviewer's hours, billable or not, by where they stand."""
    is_settled = case((TimeEntry.locked_at.is_not(None), 1), else_=0)
    rows = session.execute(
        select(TimeEntry.state, is_settled, func.sum(TimeEntry.minutes))
        .where(TimeEntry.reviewer_id == reviewer.id)
        .group_by(TimeEntry.state, is_settled)
    ).all()
    sums = {(row[0], bool(row[1])): int(row[2]) for row in rows}
    open_in = {state: sums.get((state, False), 0) for state in EntryState}
    return Balance(
        draft=open_in[EntryState.DRAFT],
        returned=open_in[EntryState.RETURNED],
        submitted=open_in[EntryState.SUBMITTED],
        approved=open_in[EntryState.APPROVED],
        settled=sums.get((EntryState.APPROVED, True), 0),
    )
