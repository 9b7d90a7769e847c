"""Who writes: the name and numbers on every paper, from the settings and never from code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sender:
    """The letterhead, the footer and the account; an empty number is left out."""

    name: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    kvk: str
    rsin: str
    vat_id: str
    iban: str

    @property
    def is_complete(self) -> bool:
        """Whether everything is there that the reader of a quote or an invoice must find."""
        return all((self.name, self.street, self.city, self.email, self.kvk, self.iban))
