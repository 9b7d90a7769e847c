"""What the amounts on the work list may be: looked up for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select

from lt_admin.bank.models.statements import BankBooking, BankEntry
from lt_admin.bank.queries.claims import book_for, open_claims
from lt_admin.bank.queries.money_out import ours_of
from lt_admin.bank.rules.matching import names_in
from lt_admin.bank.rules.payouts import Payout
from lt_admin.bank.rules.suggesting import Back, Known, Subject, Suggestion, suggest
from lt_admin.billing.models.payments import (
    Payment,
    PaymentMethod,
    PaymentReturn,
    ReturnKind,
    ReturnState,
)
from lt_admin.billing.queries.checkouts import expected_payouts
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.orientation.models.organisations import Organisation


def payouts() -> list[Payout]:
    """What Stripe announced and did not arrive yet."""
    return [Payout(each.id, each.amount, each.descriptor) for each in expected_payouts()]


def suggestions_for(entries: Sequence[BankEntry]) -> dict[int, list[Suggestion]]:
    """By entry, the places that may fit, the likeliest first; a fixed number of statements."""
    subjects = {each.id: _subject(each) for each in entries if each.rest}
    known = _known(list(subjects.values()))
    return {key: suggest(subject, known) for key, subject in subjects.items()}


def _subject(entry: BankEntry) -> Subject:
    names = names_in(entry.structured, entry.text, entry.end_to_end)
    own = entry.end_to_end
    return Subject(entry.rest, entry.is_reversal, entry.name, entry.iban, names, own)


def _known(subjects: Sequence[Subject]) -> Known:
    if not subjects:
        return Known(book_for((), ()))
    into = [each for each in subjects if each.amount > ZERO and not each.is_reversal]
    back = {abs(each.amount.cents) for each in subjects if each not in into}
    book = book_for([each.names for each in into], {each.iban for each in into})
    owners = {owner for each in book.owners.values() for owner in each}
    theirs, equal = open_claims(owners, [each.amount for each in into])
    return Known(
        book,
        theirs,
        equal,
        returns=_returns([Money(each) for each in back]),
        payments=_payments([Money(each) for each in back]),
        payouts=payouts() if _any_stripe(into) else (),
        ours=ours_of({abs(each.amount.cents) for each in subjects}),
    )


def _any_stripe(subjects: Iterable[Subject]) -> bool:
    return any("STRIPE" in each.name.upper() for each in subjects)


_ACCOUNTS = (
    select(BankEntry.iban, BankBooking.payment_id, BankEntry.booked_on)
    .join(BankBooking, BankBooking.entry_id == BankEntry.id)
    .where(BankBooking.undone_at.is_(None), BankBooking.payment_id.is_not(None))
    .subquery()
)


def _returns(amounts: Collection[Money]) -> list[Back]:
    """Refunds of these amounts by transfer, asked for or done."""
    is_done = PaymentReturn.state == ReturnState.DONE
    facts = (PaymentReturn.id, PaymentReturn.amount, is_done.label("is_done"))
    wanted = (
        _told(*facts)
        .join(Payment, Payment.id == PaymentReturn.payment_id)
        .where(PaymentReturn.kind == ReturnKind.REFUND, Payment.method != PaymentMethod.STRIPE)
        .where(PaymentReturn.state != ReturnState.FAILED, PaymentReturn.amount.in_(amounts))
    )
    return _backs(wanted)


def _payments(amounts: Collection[Money]) -> list[Back]:
    """Transfers of these amounts that were not given back."""
    facts = (Payment.id, Payment.amount, (Payment.returned > ZERO).label("is_done"))
    wanted = _told(*facts).where(Payment.amount.in_(amounts), Payment.returned == ZERO)
    return _backs(wanted.where(Payment.method == PaymentMethod.TRANSFER))


def _told(*facts: Any) -> Select[Any]:
    return select(*facts, Organisation.id, Organisation.name, Organisation.iban, _ACCOUNTS.c.iban)


def _backs(wanted: Select[Any]) -> list[Back]:
    """The rows, one for each account, as one fact each; the newest first."""
    wanted = wanted.join(Organisation, Organisation.id == Payment.organisation_id).outerjoin(
        _ACCOUNTS, _ACCOUNTS.c.payment_id == Payment.id
    )
    found: dict[int, Back] = {}
    for key, amount, is_done, owner, name, *ibans in session.execute(wanted):
        before = found[key].ibans if key in found else frozenset()
        accounts = before | {"".join(iban.split()).upper() for iban in ibans if iban}
        found[key] = Back(key, amount, owner, name, accounts, is_done)
    return sorted(found.values(), key=lambda each: -each.id)


def names_of(organisations: Iterable[int | None]) -> dict[int, str]:
    """The names of these organisations."""
    keys = sorted({each for each in organisations if each is not None})
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(keys))
    )
    return {row[0]: row[1] for row in rows}
