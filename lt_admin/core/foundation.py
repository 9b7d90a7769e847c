"""The foundation itself: the name and numbers that its papers carry."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from lt_admin.config import BadSetting, Settings
from lt_admin.core.db import session
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.paper.sender import Sender


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

    @property
    def sender(self) -> Sender:
        """The foundation as the writer of a paper."""
        address = (self.street, self.postcode, self.city)
        numbers = (self.kvk, self.rsin, self.vat_id, self.iban)
        return Sender(self.name, *address, self.phone, self.email, *numbers)


def the_foundation() -> Foundation:
    """The foundation; the first migration makes its row."""
    return session.scalars(select(Foundation)).one()


def refuse_standing_clock() -> None:
    """Raise BadSetting when the clock was made to stand and this is not the demo database."""
    settings: Settings = current_app.extensions["settings"]
    if settings.clock is not None and not session.scalars(select(Foundation.is_demo)).one():
        raise BadSetting("LT_ADMIN_CLOCK is set, but this is not the demo database: take it out")
