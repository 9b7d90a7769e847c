"""What a payee's invoice must say, and when we may write it in the payee's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.reviewers.models.payees import VatTreatment

SLACK = Money(2)  # VAT that is rounded line by line may be this much beside ours
SELF_BILLED = "Factuur uitgereikt door afnemer"  # in Dutch in every language (FACTS.md 4)


class Point(StrEnum):
    """Where an invoice and its statement may differ."""

    STATEMENT = "statement"
    NET = "net"
    VAT = "vat"
    PAYABLE = "payable"
    CURRENCY = "currency"
    KVK = "kvk"
    VAT_ID = "vat_id"
    IBAN = "iban"


@dataclass(frozen=True)
class Asked:
    """What the statement says that the invoice should say."""

    statement: str
    net: Money
    vat: Money
    kvk: str = ""
    vat_id: str = ""
    iban: str = ""


@dataclass(frozen=True)
class Told:
    """What an invoice says: typed from a paper, or read from a file.

    Of a paper only number, day and amounts are known: `references` and `payable` are None.
    """

    number: str
    issued_on: date
    net: Money
    vat: Money
    payable: Money | None = None
    currency: str = "EUR"
    kvk: str = ""
    vat_id: str = ""
    iban: str = ""
    references: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Difference:
    """One thing that is not as expected; amounts are Money, the rest is text."""

    point: Point
    expected: Money | str
    found: Money | str


def differences(asked: Asked, told: Told) -> list[Difference]:
    """Everything in which an invoice differs from its statement; [] when it can be paid.

    The VAT may be two cents beside ours. What a file does not say is no difference, but for the
    number of the statement, and the btw-id of whoever asks VAT.
    """
    return [*_amounts(asked, told), *_names(asked, told)]


def _amounts(asked: Asked, told: Told) -> Iterator[Difference]:
    if told.currency != "EUR":
        yield Difference(Point.CURRENCY, "EUR", told.currency)
    if told.net != asked.net:
        yield Difference(Point.NET, asked.net, told.net)
    if abs((told.vat - asked.vat).cents) > (SLACK.cents if asked.vat else 0):
        yield Difference(Point.VAT, asked.vat, told.vat)
    if told.payable is not None and told.payable != told.net + told.vat:
        yield Difference(Point.PAYABLE, told.net + told.vat, told.payable)


def _names(asked: Asked, told: Told) -> Iterator[Difference]:
    if told.references is None:
        return
    if not any(asked.statement in words for words in told.references):
        yield Difference(Point.STATEMENT, asked.statement, " ".join(told.references))
    pairs = (
        (Point.KVK, asked.kvk, told.kvk, False),
        (Point.VAT_ID, asked.vat_id, told.vat_id, told.vat > ZERO),
        (Point.IBAN, asked.iban, told.iban, False),
    )
    for point, expected, found, is_needed in pairs:
        if (found or is_needed) and bare(found) != bare(expected):
            yield Difference(point, expected, found)


def bare(number: str) -> str:
    """A number without spaces, points and dashes, in capitals."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def vat_of(net: Money, treatment: VatTreatment, percent: int) -> Money:
    """The VAT on an amount; `percent` is the standard rate in hundredths of a percent."""
    is_taxed = treatment is VatTreatment.STANDARD
    return net.part(Fraction(percent, 10_000)) if is_taxed else ZERO


@dataclass(frozen=True)
class Terms:
    """What decides whether we may write an invoice in a payee's name (FACTS.md 2 and 4)."""

    is_freelancer: bool
    is_agreed: bool
    treatments: frozenset[VatTreatment]  # on the days of the work
    kvk: str
    vat_id: str
    has_address: bool
    has_exemption: bool  # a number in the CRKBO register that holds on the last day of the work
    our_vat_id: str
    are_we_known: bool
    amount: Money


def obstacles(terms: Terms) -> list[str]:
    """In words, everything that forbids it; [] when it may be written."""
    if not terms.is_freelancer:
        return [_("An employer sends its own invoices.")]
    if not terms.is_agreed:
        return [_("It is not agreed that we write these invoices.")]
    checks = (
        (
            len(terms.treatments) == 1,
            _("The VAT changed within the days of this work: ask for an invoice."),
        ),
        (terms.has_address, _("The address of the payee is not complete.")),
        (bool(terms.kvk), _("The KvK number of the payee is not known.")),
        (terms.are_we_known, _("Our name, address or KvK number is missing; see the settings.")),
        (terms.amount > ZERO, _("There is no amount to invoice.")),
    )
    return [*(words for is_right, words in checks if not is_right), *_tax_obstacles(terms)]


def _tax_obstacles(terms: Terms) -> Iterator[str]:
    """VAT may not be printed for who has no btw-id, nor left out without the ground for it."""
    needs_id = terms.treatments & {VatTreatment.STANDARD, VatTreatment.REVERSE}
    if needs_id and not terms.vat_id:
        yield _("Without a btw-id of the payee no VAT may stand on an invoice.")
    if VatTreatment.REVERSE in terms.treatments and not terms.our_vat_id:
        yield _("VAT can only be shifted to us when we have a btw-id; see the settings.")
    if VatTreatment.EXEMPT in terms.treatments and not terms.has_exemption:
        yield _("The payee has no entry in the CRKBO register on the last day of this work.")
