"""What we know of a payee beyond its name: VAT, agreements, account numbers that two people saw."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.core.steps import Steps
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.people import Payee
from lt_admin.reviewers.rules.payees import NameResult, Terms, VatTreatment

__all__ = [
    "ACCOUNT_STEPS",
    "AccountState",
    "FreelanceAgreement",
    "NameCheck",
    "NameResult",
    "PayeeAccount",
    "PayeeVat",
    "SelfBilling",
    "VatTreatment",
]


class PayeeVat(Model):
    """From this day on a payee's work is taxed like this; the next row ends it."""

    __tablename__ = "payee_vat"
    __table_args__ = (UniqueConstraint("payee_id", "valid_from"),)

    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"))
    valid_from: Mapped[date]
    treatment: Mapped[VatTreatment]
    crkbo: Mapped[str] = mapped_column(default="")  # number in the register, for exempt work
    crkbo_until: Mapped[date | None]  # the last day of that entry


class SelfBilling(Model):
    """From this day on we write a freelancer's invoices; agreed beforehand (FACTS.md 4)."""

    __tablename__ = "self_billing"
    __table_args__ = (
        UniqueConstraint("payee_id", "valid_from"),
        CheckConstraint("objection_days BETWEEN 1 AND 60", name="objection_days"),
    )

    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"))
    valid_from: Mapped[date]
    is_agreed: Mapped[bool]  # False ends it
    agreed_on: Mapped[date]
    objection_days: Mapped[int] = mapped_column(default=14)


class FreelanceAgreement(Versioned, Model):
    """The agreement with a freelancer about one assignment, and why it is no employment.

    FACTS.md 12 names what is to be recorded.
    """

    __tablename__ = "freelance_agreement"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    model: Mapped[str]  # name of the model agreement
    model_version: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    rate: Mapped[Money]
    may_substitute: Mapped[bool] = mapped_column(default=False)
    is_insured: Mapped[bool] = mapped_column(default=False)
    has_other_clients: Mapped[bool] = mapped_column(default=False)  # as declared
    assessed_on: Mapped[date | None]
    assessed_by: Mapped[str] = mapped_column(default="")
    assessment: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    assignment: Mapped[Assignment] = relationship()
    payee: Mapped[Payee] = relationship()

    @property
    def terms(self) -> Terms:
        """What it says, as rules look at it."""
        is_assessed, is_signed = self.assessed_on is not None, self.signed_on is not None
        return Terms(self.starts_on, self.ends_on, self.rate, is_assessed, is_signed)


class AccountState(StrEnum):
    """Where an account number stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


ACCOUNT_STEPS = Steps(
    {
        (AccountState.PROPOSED, "approve"): AccountState.APPROVED,
        (AccountState.PROPOSED, "decline"): AccountState.DECLINED,
    }
)
_WAITS = text("state = 'proposed'")


class PayeeAccount(Versioned, Model):
    """An account number of a payee: used once a second person approved it; never deleted.

    `holder` is the name of the account exactly as the bank knows it (FACTS.md 9).
    """

    __tablename__ = "payee_account"
    __table_args__ = (
        CheckConstraint("decided_by_id <> proposed_by_id", name="two_people"),
        Index(
            "uq_payee_account_waits",
            "payee_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    iban: Mapped[str] = mapped_column(String(34))
    holder: Mapped[str] = mapped_column(String(140))
    state: Mapped[AccountState] = mapped_column(default=AccountState.PROPOSED)
    reason: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    payee: Mapped[Payee] = relationship()
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def ending(self) -> str:
        """The last four figures: what a sentence says of a number."""
        return self.iban[-4:]

    def decide(self, step: str, *, by_id: int) -> None:
        """Approve or decline it, as somebody else than who proposed it."""
        self.state = ACCOUNT_STEPS.after(self.state, step)
        self.decided_by_id, self.decided_at = by_id, clock.now()

    def give_way(self) -> None:
        """Another number came before anybody decided: declined, by nobody."""
        self.state = ACCOUNT_STEPS.after(self.state, "decline")
        self.decided_at = clock.now()


class NameCheck(Model):
    """The result of one Verification of Payee, written over from the bank."""

    __tablename__ = "name_check"

    account_id: Mapped[int] = mapped_column(ForeignKey("payee_account.id"), index=True)
    result: Mapped[NameResult]
    name_shown: Mapped[str] = mapped_column(default="")  # what the bank shows at a close match
    checked_on: Mapped[date]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    account: Mapped[PayeeAccount] = relationship()
    checked_by: Mapped[User] = relationship()
