"""Invoice runs: many drafts issued in one go, each whole or not at all."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.billing.models.invoices import Invoice
from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Steps, WrongState


class RunItemState(StrEnum):
    """Where one draft of a run stands."""

    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"  # it stays a draft; `words` say what it misses


_S = RunItemState
RUN_ITEM_STEPS = Steps(
    {
        (_S.WAITING, "issue"): _S.ISSUED,
        (_S.WAITING, "refuse"): _S.REFUSED,
        (_S.REFUSED, "try_again"): _S.WAITING,
    }
)
_WAITING = text("state = 'waiting'")


class InvoiceRun(Model):
    """The drafts that somebody chose to issue in one go."""

    __tablename__ = "invoice_run"

    started_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    mails_at_once: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_by: Mapped[User] = relationship()
    items: Mapped[list[InvoiceRunItem]] = relationship(
        back_populates="run", order_by="InvoiceRunItem.position"
    )


class InvoiceRunItem(Model):
    """One draft of a run; an invoice is in one run at most."""

    __tablename__ = "invoice_run_item"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (done_at IS NULL)", name="done_when_not_waiting"),
        Index(
            "ix_invoice_run_item_waiting",
            "run_id",
            "position",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("invoice_run.id"), index=True)
    position: Mapped[int]
    # the draft may be thrown away after it was refused; then only the words are left
    invoice_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice.id", ondelete="SET NULL"), unique=True
    )
    state: Mapped[RunItemState] = mapped_column(default=RunItemState.WAITING)
    words: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    run: Mapped[InvoiceRun] = relationship(back_populates="items")
    invoice: Mapped[Invoice | None] = relationship()

    def issued(self) -> None:
        """Its invoice has a number."""
        self.state = RUN_ITEM_STEPS.after(self.state, "issue")
        self.done_at, self.words = clock.now(), ""

    def refused(self, words: str) -> None:
        """It stays a draft, and this is why."""
        self.state = RUN_ITEM_STEPS.after(self.state, "refuse")
        self.done_at, self.words = clock.now(), words

    def try_again(self) -> None:
        """What it missed is mended: it waits once more, or is to be mailed once more."""
        if self.state is not RunItemState.ISSUED:
            self.state = RUN_ITEM_STEPS.after(self.state, "try_again")
            self.done_at = None
        self.words = ""

    def let_go(self) -> None:
        """Its draft goes into another run; raises WrongState while it waits in this one."""
        if self.state is RunItemState.WAITING:
            raise WrongState(_("One of these drafts waits in another run already."))
        self.invoice_id = None
