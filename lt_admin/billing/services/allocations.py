"""Hours that an invoice or statement holds are locked; freed ones can change or be billed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select, update

from lt_admin.billing.models.invoices import Allocation, InvoiceLine
from lt_admin.billing.models.statements import StatementItem
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import WrongState
from lt_admin.reviewers.models.hours import EntryState, TimeEntry
from lt_admin.reviewers.models.supervision import SupervisionSession


def lock_hours(entry_ids: Collection[int]) -> None:
    """Lock approved hours; raises WrongState when one of them was changed meanwhile."""
    found = session.scalars(
        update(TimeEntry)
        .where(TimeEntry.id.in_(entry_ids), TimeEntry.state == EntryState.APPROVED)
        .values(
            locked_at=func.coalesce(TimeEntry.locked_at, clock.now()),
            version=TimeEntry.version + 1,
        )
        .returning(TimeEntry.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    if len(found) < len(entry_ids):
        raise WrongState(_("Hours were changed while you were looking; look once more."))


def lock_sessions(session_ids: Collection[int]) -> None:
    """Lock sessions of supervision that are being paid."""
    session.execute(
        update(SupervisionSession)
        .where(SupervisionSession.id.in_(session_ids), SupervisionSession.locked_at.is_(None))
        .values(locked_at=clock.now(), version=SupervisionSession.version + 1)
        .execution_options(synchronize_session="fetch")
    )


def release_hours(entry_ids: Collection[int]) -> None:
    """Unlock those of the hours that no invoice, draft or statement holds any more."""
    billed = select(Allocation.id).where(
        Allocation.time_entry_id == TimeEntry.id, Allocation.freed_at.is_(None)
    )
    paid = select(StatementItem.id).where(StatementItem.time_entry_id == TimeEntry.id)
    session.execute(
        update(TimeEntry)
        .where(TimeEntry.id.in_(entry_ids), ~billed.exists(), ~paid.exists())
        .values(locked_at=None, version=TimeEntry.version + 1)
        .execution_options(synchronize_session="fetch")
    )


def free(credit_lines: Collection[InvoiceLine]) -> set[int]:
    """Set free exactly what the credited lines hold; the ids of the hours among it."""
    by_line = {line.credits_line_id: line.id for line in credit_lines}
    held = select(Allocation).where(Allocation.line_id.in_(by_line), Allocation.freed_at.is_(None))
    allocations = session.scalars(held).all()
    for allocation in allocations:
        allocation.freed_at = clock.now()
        allocation.freed_by_line_id = by_line[allocation.line_id]
    session.flush()
    return {a.time_entry_id for a in allocations if a.time_entry_id is not None}
