"""An invoice as an e-invoice says it (EN 16931): plain data, amounts as they are counted there.

A credit invoice carries positive amounts here, as its document type turns the sign (FACTS.md 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lt_admin.billing.rules.rates import VatCategory
from lt_admin.core.money import Money

HOUR, ONE = "HUR", "C62"  # units of UN/ECE recommendation 20
KVK, OIN = "0106", "0190"
HOME = "NL"


class Id(NamedTuple):
    """A number under a scheme: 0106 KvK, 0190 OIN, 9944 btw-id."""

    scheme: str
    number: str


@dataclass(frozen=True)
class Party:
    """Who sends or gets the invoice; what is unknown is empty."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = HOME
    legal: Id | None = None
    endpoint: Id | None = None
    vat_id: str = ""
    tax_number: str = ""  # of a seller without btw-id: the RSIN (BT-32)


class Vat(NamedTuple):
    """A category with its rate in hundredths of a percent."""

    category: VatCategory
    percent: int


@dataclass(frozen=True)
class Item:
    """One line: `net` is quantity times price, within two cents."""

    name: str
    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    net: Money
    vat: Vat


@dataclass(frozen=True)
class Discount:
    """An amount taken off the whole."""

    reason: str
    amount: Money
    vat: Vat


@dataclass(frozen=True)
class Taxed:
    """What is taxed at one rate, the tax on it, and why none is due."""

    vat: Vat
    net: Money
    tax: Money
    reason: str = ""


@dataclass(frozen=True)
class EInvoice:
    """Everything that the file says; number and dates are empty while it is a draft."""

    profile: str
    language: str
    is_credit: bool
    number: str
    issued_on: date | None
    due_on: date | None
    note: str
    terms: str
    buyer_reference: str
    order: str
    contract: str
    refers_to: str
    period: tuple[date, date] | None
    payment_reference: str
    iban: str
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    discounts: tuple[Discount, ...]
    taxes: tuple[Taxed, ...]
    gross: Money
    is_self_billed: bool = False  # written by the buyer in the seller's name (FACTS.md 4)

    @property
    def lines_net(self) -> Money:
        """The sum of the lines."""
        return Money.total(item.net for item in self.items)

    @property
    def discounted(self) -> Money:
        """The sum of the discounts."""
        return Money.total(each.amount for each in self.discounts)

    @property
    def net(self) -> Money:
        """What is asked without VAT."""
        return self.lines_net - self.discounted

    @property
    def tax(self) -> Money:
        """The VAT."""
        return Money.total(each.tax for each in self.taxes)
