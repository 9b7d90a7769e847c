"""Organisations and the people we write to there."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import clock
from lt_admin.core.orm import Model, Versioned


class OrganisationKind(StrEnum):
    """What an organisation is to the law and to our letters."""

    INSTITUTION = "institution"
    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    AUTHORITY = "authority"


class Sector(StrEnum):
    """The field an organisation works in."""

    YOUTH_CARE = "youth_care"
    YOUTH_PROTECTION = "youth_protection"
    MENTAL_HEALTH = "mental_health"
    MEDICAL = "medical"
    EDUCATION = "education"
    MUNICIPALITY = "municipality"
    JUSTICE = "justice"
    OTHER = "other"


class EInvoiceProfile(StrEnum):
    """Which e-invoice an organisation takes in (FACTS.md 8)."""

    NLCIUS = "nlcius"  # between Dutch parties
    PEPPOL = "peppol"  # Peppol BIS Billing 3, across borders


class Organisation(Versioned, Model):
    """An institution that takes part, pays, or employs a reviewer; never removed, only archived."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[OrganisationKind]
    sector: Mapped[Sector]
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2), default="NL")
    kvk: Mapped[str | None]
    oin: Mapped[str | None]
    rsin: Mapped[str | None]
    vat_id: Mapped[str | None]
    iban: Mapped[str | None]
    peppol_scheme: Mapped[str | None]  # 0106 KvK, 0190 OIN, 9944 btw-id (FACTS.md 8)
    peppol_id: Mapped[str | None]
    requires_reference: Mapped[bool] = mapped_column(default=False)  # no invoice without it
    reference_name: Mapped[str | None]  # what they call it: "verplichtingennummer"
    e_invoice_profile: Mapped[EInvoiceProfile] = mapped_column(default=EInvoiceProfile.NLCIUS)
    buyer_reference: Mapped[str] = mapped_column(default="")  # BT-10: where they send it to inside
    payment_term_days: Mapped[int] = mapped_column(default=30)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    archived_on: Mapped[date | None]
    contacts: Mapped[list[Contact]] = relationship(
        back_populates="organisation", order_by="Contact.id"
    )

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it stands in the window of an envelope, without empty lines."""
        town = f"{self.postcode}  {self.city}".strip()
        return tuple(line for line in (self.name, self.street, town) if line)

    @property
    def present_contacts(self) -> list[Contact]:
        """The people who are still there."""
        return [contact for contact in self.contacts if contact.left_on is None]

    def archive(self, *, on: date) -> None:
        """Out of the lists to choose from; all that happened stays."""
        self.archived_on = self.archived_on or on

    def restore(self) -> None:
        """Back in the lists."""
        self.archived_on = None


class Contact(Versioned, Model):
    """A person at an organisation, and what we write to this person about."""

    __tablename__ = "contact"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    for_quote: Mapped[bool] = mapped_column(default=False)
    for_invoice: Mapped[bool] = mapped_column(default=False)
    for_reminder: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship(back_populates="contacts")

    def leave(self, *, on: date) -> None:
        """No longer there: nothing is written to this person from now on."""
        self.left_on = on
