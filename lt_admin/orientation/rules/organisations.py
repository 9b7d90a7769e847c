"""The numbers of an organisation, checked by library; and which organisations are likely one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, btw, postcode

from lt_admin.core.i18n import gettext as _

OIN_OF_RSIN, OIN_OF_KVK, SUB_OIN = "00000001", "00000003", "00000004"
PEPPOL_SCHEMES = {"0106": "kvk", "0190": "oin", "9944": "vat_id"}  # FACTS.md 8


class WrongNumber(ValueError):
    """A number that cannot be right; the message says what it should look like."""


def _plain(text: str) -> str:
    return re.sub(r"[\s.]", "", text).upper()


def kvk(text: str) -> str:
    """Eight digits; there is no published check digit (FACTS.md 7)."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9]{8}", plain):
        raise WrongNumber(_("A KvK number has 8 digits."))
    return plain


def rsin(text: str) -> str:
    """Nine digits that pass the eleven-test."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9]{9}", plain) or not bsn.is_valid(plain):
        raise WrongNumber(_("An RSIN has 9 digits, and these do not belong together."))
    return plain


def oin(text: str) -> str:
    """Twenty digits: a prefix that says what follows, the number, and zeros (FACTS.md 7)."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9]{20}", plain):
        raise WrongNumber(_("An OIN has 20 digits."))
    prefix, rest = plain[:8], plain[8:]
    well = {
        OIN_OF_RSIN: rest.endswith("000") and bsn.is_valid(rest[:9]),
        OIN_OF_KVK: rest.endswith("0000"),
        SUB_OIN: True,
    }
    if not well.get(prefix, prefix.startswith("0000000")):
        raise WrongNumber(_("The digits of this OIN do not belong together."))
    return plain


def vat_id(text: str) -> str:
    """``NL004495445B01``: NL, nine digits, B, two digits, and one of the two tests passed."""
    plain = _plain(text)
    try:
        return "NL" + str(btw.validate(plain))
    except ValidationError:
        raise WrongNumber(_("A btw-id looks like NL004495445B01; this one is not right.")) from None


def iban(text: str) -> str:
    """An IBAN of any country, without spaces."""
    try:
        return str(IBAN(_plain(text)).compact)
    except SchwiftyException:
        raise WrongNumber(_("This IBAN is not right; check it digit by digit.")) from None


def dutch_postcode(text: str) -> str:
    """``1234 AB``."""
    try:
        return str(postcode.validate(text))
    except ValidationError:
        raise WrongNumber(_("A Dutch postcode looks like 1234 AB.")) from None


CHECKS: Mapping[str, Callable[[str], str]] = {
    "kvk": kvk,
    "oin": oin,
    "rsin": rsin,
    "vat_id": vat_id,
    "iban": iban,
}


def peppol_id(scheme: str, text: str) -> str:
    """A number under one of the Dutch schemes: 0106 KvK, 0190 OIN, 9944 btw-id (FACTS.md 8)."""
    if scheme not in PEPPOL_SCHEMES:
        raise WrongNumber(_("Choose what kind of Peppol number this is."))
    return CHECKS[PEPPOL_SCHEMES[scheme]](text)


LEGAL_FORMS = frozenset(
    {"stichting", "st", "vereniging", "cooperatie", "cooperatieve", "bv", "nv", "ua", "vof"}
)
LIKELY = Fraction(4, 5)


def folded(name: str) -> str:
    """A name as it is compared: no accents, capitals, marks, brackets or legal form."""
    spread = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", name)).casefold()
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    words = re.sub(r"[^\w\s]", "", bare).split()
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def _pairs(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[place : place + 2] for place in range(len(padded) - 1))


def likeness(one: str, other: str) -> Fraction:
    """How much two folded names are alike, from 0 to 1: the pairs of letters that they share."""
    if one == other:
        return Fraction(1)
    first, second = _pairs(one), _pairs(other)
    return Fraction(2 * (first & second).total(), first.total() + second.total())


class Why(StrEnum):
    """Why two organisations are likely the same."""

    KVK = "kvk"
    RSIN = "rsin"
    OIN = "oin"
    NAME = "name"


@dataclass(frozen=True)
class Known:
    """What is compared of an organisation."""

    id: int
    name: str
    city: str = ""
    kvk: str | None = None
    rsin: str | None = None
    oin: str | None = None


@dataclass(frozen=True)
class Likely:
    """An organisation that may be the same as another, how sure that is, and why."""

    known: Known
    score: Fraction
    why: Why


def _likely(new: Known, known: Known) -> Likely | None:
    for why in (Why.KVK, Why.RSIN, Why.OIN):
        number = getattr(new, why)
        if number and number == getattr(known, why):
            return Likely(known, Fraction(1), why)
    score = likeness(folded(new.name), folded(known.name))
    return Likely(known, score, Why.NAME) if score >= LIKELY else None


def likely_duplicates(new: Known, others: Iterable[Known], most: int = 5) -> list[Likely]:
    """Those of `others` that are likely the same as `new`, the surest first; itself left out."""
    found = [likely for known in others if known.id != new.id and (likely := _likely(new, known))]
    return sorted(found, key=lambda likely: (-likely.score, likely.known.name))[:most]
