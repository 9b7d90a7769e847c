"""The table of statutory interest, and whether it is up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lt_admin.billing.models.reminders import InterestKind, InterestRate
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l

KINDS: Mapping[Any, Any] = {
    InterestKind.COMMERCIAL: _l("between organisations, and public bodies (6:119a, 6:119b)"),
    InterestKind.ORDINARY: _l("ordinary (6:119)"),
}


def interest_rates() -> Sequence[InterestRate]:
    """Every row, by kind, the newest first."""
    wanted = select(InterestRate).order_by(InterestRate.kind, InterestRate.valid_from.desc())
    return session.scalars(wanted).all()


def find_rate(kind: InterestKind, valid_from: date) -> InterestRate | None:
    """The row that begins on exactly this day."""
    wanted = select(InterestRate).where(
        InterestRate.kind == kind, InterestRate.valid_from == valid_from
    )
    return session.scalars(wanted).one_or_none()


def last_row_on(kind: InterestKind) -> date | None:
    """From which day the newest row counts."""
    newest = select(func.max(InterestRate.valid_from)).where(InterestRate.kind == kind)
    return session.scalar(newest)
