"""Which amount on the bank pays which invoice: what is certain, and what a person may confirm.

An amount is **certain**, and booked without a person, only when all of this holds:

1. its words name invoices of ours: by the structured reference (RF, ISO 11649) in the field for
   it, in the text or in the end-to-end id; or by an invoice number at word borders;
2. every invoice that is named is of one organisation, and asks something still (a credit invoice
   that takes back a named one counts for nothing: the open amount knows it already);
3. the amount is exactly what all named ones ask; or, when they are named by RF or when a number
   is named from an account known to be of that organisation: it is more (what is left over stays
   on the payment), or it is less and one invoice is named;
4. a number alone never counts from an account that is known to be of another organisation, and a
   number in a loose form ("20250012", "2025 0012", "2025/0012", which may be a day or a sum) only
   with the exact amount.

Everything else stays on the work list, with suggestions where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from stdnum import iso11649
from stdnum.exceptions import ValidationError

from lt_admin.core.money import ZERO, Money

_RF = re.compile(r"(?<![^\W_])RF[ .]?[0-9]{2}(?:[ .]?[0-9A-Z]){1,21}(?![^\W_])")
_NUMBER = re.compile(
    r"(?<![^\W_])(?<![^\W_][-/.])"
    r"(20[0-9]{2})([ ]?[-\u2010\u2011\u2012\u2013/.][ ]?|[ ]?)([0-9]{4,6})"
    r"(?![^\W_])(?!-[^\W_])"
)
_DASHES = "-\u2010\u2011\u2012\u2013"
MOST_NAMES = 40  # in one text: more is no payment, and would be slow


@dataclass(frozen=True, slots=True)
class Claim:
    """An invoice (or credit invoice) as matching sees it; `open` was read before matching began."""

    id: int
    number: str
    reference: str
    organisation_id: int
    open: Money
    due_on: date | None = None
    credits_id: int | None = None  # the invoice that this one takes back


@dataclass(frozen=True, slots=True)
class Names:
    """What a text names: references, numbers, and what may be a number."""

    references: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    @property
    def all_numbers(self) -> frozenset[str]:
        """Both kinds of number."""
        return self.numbers | self.loose


@dataclass(slots=True)
class Book:
    """What is known of our invoices and of who pays from which account.

    `left` is what each invoice still asks while matching goes on: an invoice that one amount paid
    asks nothing of the next.
    """

    references: Mapping[str, Claim] = field(default_factory=dict)
    numbers: Mapping[str, Claim] = field(default_factory=dict)
    owners: Mapping[str, frozenset[int]] = field(default_factory=dict)
    left: dict[int, Money] = field(default_factory=dict)

    def open(self, claim: Claim) -> Money:
        """What an invoice still asks."""
        return self.left.get(claim.id, claim.open)

    def take(self, parts: Iterable[tuple[Claim, Money]]) -> None:
        """These parts are paid now."""
        for claim, amount in parts:
            self.left[claim.id] = self.open(claim) - amount


@dataclass(frozen=True, slots=True)
class Match:
    """A certain match: all of the amount is a payment of `organisation_id`, and pays `parts`."""

    organisation_id: int
    parts: tuple[tuple[Claim, Money], ...]
    is_by_reference: bool


def names_in(structured: str, *texts: str) -> Names:
    """What the structured reference and the free texts name; each is searched by itself."""
    found = [names for text in texts if text for names in _names(text.upper())]
    references = {name for kind, name in found if kind == "reference"}
    if reference := _valid(structured):
        references.add(reference)
    numbers = frozenset(name for kind, name in found if kind == "number")
    loose = frozenset(name for kind, name in found if kind == "loose")
    return Names(frozenset(references), numbers, loose - numbers)


def _names(text: str) -> Iterator[tuple[str, str]]:
    spans: list[tuple[int, int]] = []
    for found in list(_RF.finditer(text))[:MOST_NAMES]:
        for reference, end in _references(found[0]):
            spans.append((found.start(), found.start() + end))
            yield "reference", reference
    for found in list(_NUMBER.finditer(text))[:MOST_NAMES]:
        if not any(start <= found.start() < end for start, end in spans):
            is_firm = any(dash in found[2] for dash in _DASHES)
            yield ("number" if is_firm else "loose"), f"{found[1]}-{found[3]}"


def _valid(reference: str) -> str:
    """The reference in its compact form, or nothing when it is none."""
    try:
        return iso11649.validate(reference) if reference else ""
    except ValidationError:
        return ""


def _references(text: str) -> Iterator[tuple[str, int]]:
    """Every valid reference that `text` begins with, ending at a border, and where it ends."""
    for border in re.finditer(r"(?=[ .]|$)", text):
        if reference := _valid(re.sub(r"[ .]", "", text[: border.start()])):
            yield reference, border.start()


def certain(names: Names, amount: Money, iban: str, book: Book) -> Match | None:
    """The invoices that an amount pays beyond doubt, or None; see the rules above."""
    if amount <= ZERO:
        return None
    by_reference = _known(book.references, names.references)
    firm = _unique([*by_reference, *_known(book.numbers, names.numbers)])
    loose = _unique([*firm, *_known(book.numbers, names.loose)])
    exact = _exactly(loose, amount, book) or _exactly(firm, amount, book)
    owners = book.owners.get(iban, frozenset()) if iban else frozenset()
    if exact is not None:
        organisation_id = exact[0][0].organisation_id
        if by_reference or not owners or organisation_id in owners:
            return Match(organisation_id, exact, bool(by_reference))
        return None
    return _roughly(firm, amount, book, is_sure=bool(by_reference), owners=owners)


def _known(kept: Mapping[str, Claim], names: Iterable[str]) -> list[Claim]:
    return [kept[name] for name in sorted(names) if name in kept]


def _unique(claims: Sequence[Claim]) -> list[Claim]:
    """Each once, without credit invoices of those that are named too."""
    found = {claim.id: claim for claim in claims}
    return [claim for claim in found.values() if claim.credits_id not in found]


def _may_pay(claims: Sequence[Claim], book: Book) -> bool:
    """Whether these are of one organisation and each asks something."""
    of_one = len({claim.organisation_id for claim in claims}) == 1
    return of_one and all(book.open(claim) > ZERO for claim in claims)


def _exactly(
    claims: Sequence[Claim], amount: Money, book: Book
) -> tuple[tuple[Claim, Money], ...] | None:
    if not _may_pay(claims, book):
        return None
    parts = tuple((claim, book.open(claim)) for claim in claims)
    return parts if Money.total(part for _, part in parts) == amount else None


def _roughly(
    claims: Sequence[Claim],
    amount: Money,
    book: Book,
    *,
    is_sure: bool,
    owners: frozenset[int],
) -> Match | None:
    """More than is asked, or a part of one invoice; by RF, or from an account that we know."""
    if not _may_pay(claims, book):
        return None
    organisation_id = claims[0].organisation_id
    asked = Money.total(book.open(claim) for claim in claims)
    if not (is_sure or organisation_id in owners) or (amount < asked and len(claims) > 1):
        return None
    parts = tuple((claim, min(book.open(claim), amount)) for claim in claims)
    return Match(organisation_id, parts, is_sure)
