"""Giving up what will not be paid: one person proposes, another decides."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Refused, Steps


class WriteOffState(StrEnum):
    """Where a write-off stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    REVOKED = "revoked"  # they paid after all, or it was a mistake


_S = WriteOffState
WRITE_OFF_STEPS = Steps(
    {
        (_S.PROPOSED, "approve"): _S.APPROVED,
        (_S.PROPOSED, "decline"): _S.DECLINED,
        (_S.APPROVED, "revoke"): _S.REVOKED,
    }
)
_LIVE = text("state IN ('proposed', 'approved')")


class WriteOff(Versioned, Model):
    """What stands open on one invoice, given up with a reason and by two people."""

    __tablename__ = "write_off"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="two_people"),
        Index(
            "uq_write_off_live",
            "invoice_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Money]  # gross
    reason: Mapped[str]
    state: Mapped[WriteOffState] = mapped_column(default=WriteOffState.PROPOSED, index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    invoice: Mapped[Invoice] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def approve(self, *, by: User) -> None:
        """A second person agrees: the amount is not asked for any more."""
        self._decide("approve", by)
        self.invoice.write_off(self.amount)

    def decline(self, *, by: User) -> None:
        """A second person does not agree: the invoice stays as it was."""
        self._decide("decline", by)

    def revoke(self) -> None:
        """Ask for the amount again."""
        self.state = WRITE_OFF_STEPS.after(self.state, "revoke")
        self.invoice.write_off(-self.amount)

    def _decide(self, step: str, by: User) -> None:
        if by.id == self.proposed_by_id:
            raise Refused(_("Somebody else than the one who proposed it decides on a write-off."))
        self.state = WRITE_OFF_STEPS.after(self.state, step)
        self.decided_by_id, self.decided_at = by.id, clock.now()
