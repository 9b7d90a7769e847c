"""What holds for those whom we pay: VAT, agreements, and when to look twice (FACTS 2, 4, 7, 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money, is_quarter_exact
from lt_admin.core.steps import Refused
from lt_admin.reviewers.rules.people import PayeeKind

# Below this rate an hour looks like employment: from the day on which it holds (FACTS 12).
RATE_LIMITS: Mapping[date, Money] = {date(2025, 1, 1): Money.euros(38)}
LONG = timedelta(days=365)  # an assignment without a break that is longer asks for a look
SOON = timedelta(days=60)  # an entry in a register that ends this soon is named beforehand


class VatTreatment(StrEnum):
    """How a payee's work is taxed (FACTS.md 2, 4)."""

    STANDARD = "standard"  # 21 %
    EXEMPT = "exempt"  # education, with an entry in the CRKBO register
    KOR = "kor"  # the small businesses scheme
    REVERSE = "reverse"  # shifted to us


class NameResult(StrEnum):
    """What the bank says of the name of an account (Verification of Payee, FACTS.md 9)."""

    MATCH = "match"
    CLOSE = "close"
    NO_MATCH = "no_match"
    NOT_POSSIBLE = "not_possible"


def holds_bsn(vat_id: str) -> bool:
    """Whether this is the old number of a sole trader, made of the citizen service number.

    Nine figures that pass the eleven-test, while the whole fails the mod 97 of the btw-ids that
    were given since 2020 (FACTS 7). The number of a legal person looks the same: ask this of
    natural persons only.
    """
    number = "".join(vat_id.split()).upper()
    number = number if number.startswith("NL") else f"NL{number}"
    return bsn.is_valid(number[2:11]) and not mod_97_10.is_valid(number)


def check_vat_id(kind: object, vat_id: object) -> None:
    """Raises Refused for a freelancer's btw-id that holds a BSN: it is never kept or printed."""
    if kind is PayeeKind.FREELANCER and vat_id and holds_bsn(str(vat_id)):
        raise Refused(
            _(
                "This number holds a citizen service number, so it is not kept here. Since 2020 "
                "a sole trader has a btw-id for invoices; that is the one to use."
            )
        )


def check_vat(treatment: VatTreatment, *, valid_from: date, crkbo: str, until: date | None) -> None:
    """Raises Refused for exempt work without an entry in the register, or one that is over."""
    if treatment is not VatTreatment.EXEMPT:
        return
    if not crkbo:
        raise Refused(_("Exempt work rests on an entry in the CRKBO register: give its number."))
    if until is not None and until < valid_from:
        raise Refused(_("The entry in the CRKBO register ends before this day."))


def check_self_billing(kind: PayeeKind, *, valid_from: date, agreed_on: date, days: int) -> None:
    """Raises Refused unless we may write this payee's invoices from that day on (FACTS 4)."""
    if kind is not PayeeKind.FREELANCER:
        raise Refused(_("An employer writes its own invoices; only for a freelancer we can."))
    if agreed_on > valid_from:
        raise Refused(_("This has to be agreed before the first invoice of its kind."))
    if not 1 <= days <= 60:
        raise Refused(_("The term for an objection is from 1 to 60 days."))


@dataclass(frozen=True)
class Terms:
    """What an agreement with a freelancer says, as far as rules look at it."""

    starts_on: date
    ends_on: date | None
    rate: Money
    is_assessed: bool = True
    is_signed: bool = True

    def covers(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def check_terms(kind: PayeeKind, terms: Terms) -> None:
    """Raises Refused unless an agreement can say this."""
    if kind is not PayeeKind.FREELANCER:
        raise Refused(_("An agreement like this is made with a freelancer."))
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise Refused(_("The agreement ends before it begins."))
    if terms.rate < Money(0) or not is_quarter_exact(terms.rate):
        raise Refused(_("A rate is a multiple of four cents, so that a quarter is exact."))


class Sign(StrEnum):
    """What asks for a look at a payee."""

    CRKBO_OVER = "crkbo_over"
    CRKBO_SOON = "crkbo_soon"
    LONG_ASSIGNMENT = "long_assignment"
    LOW_RATE = "low_rate"
    NO_AGREEMENT = "no_agreement"
    NO_ASSESSMENT = "no_assessment"
    NOT_SIGNED = "not_signed"
    NO_VAT_ID = "no_vat_id"
    OTHER_RATE = "other_rate"


@dataclass(frozen=True)
class Concern:
    """One thing to look at, in a sentence; `code` is the review that it is about, if one."""

    sign: Sign
    sentence: str
    code: str = ""


@dataclass(frozen=True)
class Taxed:
    """How a payee's work is taxed on a day, and what that rests on."""

    treatment: VatTreatment
    vat_id: str | None
    crkbo_until: date | None = None


def of_vat(taxed: Taxed, day: date) -> Iterator[Concern]:
    """What to look at about VAT on `day` (FACTS 2 and 4)."""
    until = taxed.crkbo_until
    if taxed.treatment is VatTreatment.EXEMPT and until is not None:
        if until < day:
            words = _("The entry in the CRKBO register ran out on %(day)s.", day=_day(until))
            yield Concern(Sign.CRKBO_OVER, words)
        elif until <= day + SOON:
            words = _("The entry in the CRKBO register ends on %(day)s.", day=_day(until))
            yield Concern(Sign.CRKBO_SOON, words)
    if taxed.treatment in (VatTreatment.STANDARD, VatTreatment.REVERSE) and not taxed.vat_id:
        yield Concern(
            Sign.NO_VAT_ID, _("There is no btw-id, so an invoice cannot carry VAT or shift it.")
        )


@dataclass(frozen=True)
class Work:
    """A freelancer's place in a review: since when, at which rate, on which agreement."""

    code: str
    since: date
    rate: Money | None
    terms: Terms | None


def rate_limit(day: date) -> Money:
    """The rate under which an hour asks for a look on `day`; nothing before the first limit."""
    reached = [limit for since, limit in sorted(RATE_LIMITS.items()) if since <= day]
    return reached[-1] if reached else Money(0)


def of_work(work: Work, day: date) -> Iterator[Concern]:
    """What to look at about a freelancer's work on `day` (FACTS 12)."""
    limit, rate = rate_limit(day), work.rate
    if rate is not None and rate < limit:
        yield Concern(Sign.LOW_RATE, _("The rate per hour is below the limit."), work.code)
    if work.since + LONG < day:
        words = _("The assignment has lasted since %(day)s without a break.", day=_day(work.since))
        yield Concern(Sign.LONG_ASSIGNMENT, words, work.code)
    if work.terms is None:
        yield Concern(Sign.NO_AGREEMENT, _("There is no agreement for this work."), work.code)
    else:
        yield from _of_terms(work.terms, work)


def _of_terms(terms: Terms, work: Work) -> Iterator[Concern]:
    if not terms.is_signed:
        yield Concern(Sign.NOT_SIGNED, _("The agreement is not signed yet."), work.code)
    if not terms.is_assessed:
        words = _("Nobody assessed yet whether this is employment.")
        yield Concern(Sign.NO_ASSESSMENT, words, work.code)
    if work.rate is not None and work.rate != terms.rate:
        words = _("The agreement has another rate than the one that is paid.")
        yield Concern(Sign.OTHER_RATE, words, work.code)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
