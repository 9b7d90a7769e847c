"""Reviewers: their level, and who is paid for them, by period."""

from __future__ import annotations

from datetime import date, datetime
from itertools import zip_longest

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.accounts.models import User
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.core.orm import Model, Versioned
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.rules import growth
from lt_admin.reviewers.rules.people import PayeeKind, ReviewerLevel
from lt_admin.reviewers.rules.places import Employment, Person

__all__ = [
    "CompensationRate",
    "LevelPeriod",
    "Payee",
    "PayeeKind",
    "PayeePeriod",
    "Reviewer",
    "ReviewerLevel",
]


class Reviewer(Versioned, Model):
    """Somebody who guides reviews; signs in as `user`."""

    __tablename__ = "reviewer"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_on: Mapped[date | None]
    user: Mapped[User] = relationship()
    levels: Mapped[list[LevelPeriod]] = relationship(order_by="LevelPeriod.valid_from")
    payee_periods: Mapped[list[PayeePeriod]] = relationship(order_by="PayeePeriod.valid_from")
    rates: Mapped[list[CompensationRate]] = relationship(order_by="CompensationRate.valid_from")

    @property
    def name(self) -> str:
        """The person's name."""
        return self.user.name

    def level_period_on(self, day: date) -> LevelPeriod | None:
        """The newest level that had begun on `day`, run out or not; None before the first."""
        reached = [period for period in self.levels if period.valid_from <= day]
        return reached[-1] if reached else None

    def level_on(self, day: date) -> ReviewerLevel | None:
        """The level on `day`, lapsed once it has run out (DOMAIN.md 2e); None before the first."""
        found = self.level_period_on(day)
        if found is None or found.has_run_out(day):
            return None if found is None else ReviewerLevel.LAPSED
        return found.level

    def payee_on(self, day: date) -> Payee | None:
        """Who is paid for hours worked on `day`, if that is known."""
        reached = [period for period in self.payee_periods if period.valid_from <= day]
        return reached[-1].payee if reached else None

    def rate_on(self, day: date) -> Money | None:
        """The compensation per hour for work on `day`, if agreed."""
        reached = [rate for rate in self.rates if rate.valid_from <= day]
        return reached[-1].rate if reached else None

    @property
    def employments(self) -> tuple[Employment, ...]:
        """The times in which an employer is paid for this reviewer, oldest first."""
        ends = [period.valid_from for period in self.payee_periods[1:]]
        return tuple(
            Employment(payee.organisation_id, payee.name, period.valid_from, until)
            for period, until in zip_longest(self.payee_periods, ends)
            if (payee := period.payee).organisation_id is not None
        )

    def as_person(self, day: date) -> Person:
        """This reviewer as the independence rules see one on `day`."""
        return Person(self.id, self.name, self.level_on(day), self.employments)


class LevelPeriod(Model):
    """From this day on a reviewer has this level; the next row ends it."""

    __tablename__ = "level_period"
    __table_args__ = (UniqueConstraint("reviewer_id", "valid_from"),)

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"))
    level: Mapped[ReviewerLevel]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]  # the last day (DOMAIN.md 2e); None has no end
    reason: Mapped[str] = mapped_column(default="")

    def has_run_out(self, day: date) -> bool:
        """Whether `day` is after the last day on which this level holds."""
        return self.valid_until is not None and self.valid_until < day

    def ends_soon(self, day: date) -> bool:
        """Whether the level runs out within six months after `day`."""
        return growth.ends_soon(self.valid_until, day)

    def is_to_renew(self, day: date) -> bool:
        """Whether the level ran out, or will within six months after `day`."""
        return self.has_run_out(day) or self.ends_soon(day)


class Payee(Versioned, Model):
    """An employer or a freelancer who is paid for hours."""

    __tablename__ = "payee"

    kind: Mapped[PayeeKind]
    name: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    kvk: Mapped[str | None]
    vat_id: Mapped[str | None]
    iban: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2), default="nl")
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it stands in the window of an envelope, without empty lines."""
        town = f"{self.postcode}  {self.city}".strip()
        return tuple(line for line in (self.name, self.street, town) if line)


class PayeePeriod(Model):
    """From this day on this payee is paid for a reviewer; the next row ends it."""

    __tablename__ = "payee_period"
    __table_args__ = (UniqueConstraint("reviewer_id", "valid_from"),)

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"))
    payee_id: Mapped[int] = mapped_column(ForeignKey("payee.id"), index=True)
    valid_from: Mapped[date]
    payee: Mapped[Payee] = relationship()


class CompensationRate(Model):
    """From this day on a reviewer's hour is compensated at this rate; the next row ends it."""

    __tablename__ = "compensation_rate"
    __table_args__ = (
        UniqueConstraint("reviewer_id", "valid_from"),
        CheckConstraint("rate >= 0 AND rate % 4 = 0", name="rate"),  # quarters in whole cents
    )

    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"))
    rate: Mapped[Money]
    valid_from: Mapped[date]
