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
