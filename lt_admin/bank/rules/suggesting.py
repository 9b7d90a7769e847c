"""What an amount on the work list may be: for a person to confirm with one press."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from lt_admin.bank.rules.matching import Book, Claim, Names
from lt_admin.bank.rules.payouts import Payout, payouts_like
from lt_admin.core.money import ZERO, Money

MOST_INVOICES = 40  # of one payer, when pairs are tried
MOST_SAME = 3


class Why(StrEnum):
    """What a suggestion rests on, the strongest first."""

    NAMED = "named"  # invoices that the words name
    NETTED = "netted"  # the same, with what is to be given back taken off
    ACCOUNT = "account"  # the amount of one invoice, from an account that we know
    PAIR = "pair"  # two invoices together
    ALL = "all"  # everything that is open with whom we know by the account
    AMOUNT = "amount"  # nothing but the amount
    RETURN = "return"  # a refund that was asked for
    BOUNCE = "bounce"  # a refund that came back
    REVERSAL = "reversal"  # the bank takes an earlier transfer back
    PAYOUT = "payout"  # of Stripe
    LINE = "line"  # a payment of ours, by its own name or by its account
    BATCH = "batch"  # all that waits of a payment batch
    BACK = "back"  # a payment of ours that came back


@dataclass(frozen=True, slots=True)
class Subject:
    """An amount on the work list as suggestions see it."""

    amount: Money
    is_reversal: bool
    name: str
    iban: str
    names: Names
    end_to_end: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """A payment of ours that is at the bank; or, without a name of its own, a whole batch."""

    id: int
    amount: Money
    label: str
    end_to_end: str = ""
    iban: str = ""
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """Money that went or goes back: a return, or (for a reversal) an earlier payment."""

    id: int
    amount: Money
    organisation_id: int
    name: str
    ibans: frozenset[str]
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What our books know that may fit."""

    book: Book
    theirs: Sequence[Claim] = ()  # open with organisations whose account is known
    equal: Sequence[Claim] = ()  # open, of one of the amounts
    returns: Sequence[Back] = ()
    payments: Sequence[Back] = ()
    payouts: Sequence[Payout] = ()
    ours: Sequence[Ours] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One place that an amount may have; a negative part is taken off another invoice."""

    why: Why
    organisation_id: int | None = None
    parts: tuple[tuple[Claim, Money], ...] = field(default=())
    place_id: int = 0  # of the return, payment, payout, line or batch
    label: str = ""  # what a line or batch is called

    @property
    def key(self) -> str:
        """A name that changes when the suggestion does: what a press confirms is what was seen."""
        parts = [f"{claim.id}={amount.cents}" for claim, amount in self.parts]
        facts = (self.why.value, str(self.organisation_id), str(self.place_id), *parts)
        return hashlib.sha256("|".join(facts).encode()).hexdigest()[:12]


def suggest(subject: Subject, known: Known) -> list[Suggestion]:
    """The places that fit, the likeliest first; the same invoices are suggested once."""
    if subject.amount < ZERO:
        return [*_ours(subject, known), *_returns(subject, known), *_reversals(subject, known)]
    if subject.is_reversal:
        return [*_came_back(subject, known), *_bounces(subject, known)]
    found = {
        tuple(claim.id for claim, _ in each.parts): each
        for each in reversed(
            [*_named(subject, known), *_by_account(subject, known), *_same(subject, known)]
        )
    }
    back = _came_back(subject, known)
    return [*_payouts(subject, known), *back, *reversed(found.values())]


def _ours(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """Payments of ours, those with the same name first, and whole batches."""
    equal = [each for each in known.ours if each.amount == -subject.amount and not each.is_paid]
    for each in sorted(equal, key=lambda each: each.end_to_end != subject.end_to_end):
        if not each.end_to_end:
            yield Suggestion(Why.BATCH, place_id=each.id, label=each.label)
        elif _is_ours(subject, each):
            yield Suggestion(Why.LINE, place_id=each.id, label=each.label)


def _came_back(subject: Subject, known: Known) -> Iterator[Suggestion]:
    for each in known.ours:
        if each.is_paid and each.amount == subject.amount and _is_ours(subject, each):
            yield Suggestion(Why.BACK, place_id=each.id, label=each.label)


def _is_ours(subject: Subject, ours: Ours) -> bool:
    """By its own name; where the bank tells none that we know, by the account."""
    if subject.end_to_end.startswith("B") and subject.end_to_end != ours.end_to_end:
        return False
    return subject.end_to_end == ours.end_to_end or subject.iban == ours.iban


def _payouts(subject: Subject, known: Known) -> Iterator[Suggestion]:
    for each in payouts_like(subject.name, subject.amount, known.payouts):
        yield Suggestion(Why.PAYOUT, place_id=each.id)


def _named(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """The invoices that are named, in the order in which they are due."""
    book = known.book
    found = [book.references[each] for each in subject.names.references if each in book.references]
    found += [book.numbers[each] for each in subject.names.all_numbers if each in book.numbers]
    claims = {claim.id: claim for claim in sorted(found, key=lambda each: each.number)}
    asked = [claim for claim in claims.values() if claim.open > ZERO]
    if not asked or len({claim.organisation_id for claim in asked}) > 1:
        return
    owner = asked[0].organisation_id
    mine = [each for each in claims.values() if each.organisation_id == owner]
    over = [each for each in mine if each.open < ZERO and each.credits_id is None]
    if over and Money.total(each.open for each in [*asked, *over]) == subject.amount:
        yield Suggestion(Why.NETTED, owner, tuple((each, each.open) for each in [*asked, *over]))
        return
    yield Suggestion(Why.NAMED, owner, spread(subject.amount, asked))


def spread(amount: Money, claims: Sequence[Claim]) -> tuple[tuple[Claim, Money], ...]:
    """How an amount goes over open invoices in this order."""
    parts = []
    for claim in claims:
        part = min(amount, claim.open)
        if part > ZERO:
            parts.append((claim, part))
            amount -= part
    return tuple(parts)


def _by_account(subject: Subject, known: Known) -> Iterator[Suggestion]:
    for owner in sorted(known.book.owners.get(subject.iban, ())):
        theirs = [each for each in known.theirs if each.organisation_id == owner]
        for why, claims in _groups(theirs):
            if Money.total(each.open for each in claims) == subject.amount:
                yield Suggestion(why, owner, tuple((each, each.open) for each in claims))


def _groups(claims: Sequence[Claim]) -> Iterator[tuple[Why, Sequence[Claim]]]:
    """What one transfer may pay: one invoice, everything, or two of them."""
    for claim in claims:
        yield Why.ACCOUNT, (claim,)
    if len(claims) > 1:
        yield Why.ALL, claims
    if len(claims) > 2:
        yield from ((Why.PAIR, pair) for pair in combinations(claims[:MOST_INVOICES], 2))


def _same(subject: Subject, known: Known) -> list[Suggestion]:
    """Invoices that ask exactly this; many of them would be no help."""
    equal = [each for each in known.equal if each.open == subject.amount]
    if len(equal) > MOST_SAME:
        return []
    return [Suggestion(Why.AMOUNT, each.organisation_id, ((each, each.open),)) for each in equal]


def _is_theirs(subject: Subject, back: Back) -> bool:
    """Whether an account or a name is the same."""
    if subject.iban and subject.iban in back.ibans:
        return True
    ours, theirs = ("".join(filter(str.isalnum, n)).casefold() for n in (subject.name, back.name))
    return bool(ours) and (ours in theirs or theirs in ours)


def _returns(subject: Subject, known: Known) -> Iterator[Suggestion]:
    for each in known.returns:
        if not each.is_done and each.amount == -subject.amount and _is_theirs(subject, each):
            yield Suggestion(Why.RETURN, each.organisation_id, place_id=each.id)


def _bounces(subject: Subject, known: Known) -> Iterator[Suggestion]:
    for each in known.returns:
        if each.is_done and each.amount == subject.amount and _is_theirs(subject, each):
            yield Suggestion(Why.BOUNCE, each.organisation_id, place_id=each.id)


def _reversals(subject: Subject, known: Known) -> Iterator[Suggestion]:
    if not subject.is_reversal:
        return
    for each in known.payments:
        if each.amount == -subject.amount and _is_theirs(subject, each):
            yield Suggestion(Why.REVERSAL, each.organisation_id, place_id=each.id)
