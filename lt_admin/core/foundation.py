"""The foundation itself: the name and numbers that its papers carry."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.core.db import session
from lt_admin.core.orm import Model, Versioned


class Foundation(Versioned, Model):
    """One row: who writes our papers, and whether this is the demo."""

    __tablename__ = "foundation"

    name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    kvk: Mapped[str]
    rsin: Mapped[str]
    vat_id: Mapped[str]
    iban: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)


def the_foundation() -> Foundation:
    """The foundation; the first migration makes its row."""
    return session.scalars(select(Foundation)).one()
