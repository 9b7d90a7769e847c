"""What our own books know of the names on a bank statement: invoices, accounts, amounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, type_coerce

from lt_admin.bank.models.statements import BankBooking, BankEntry
from lt_admin.bank.rules.matching import Book, Claim, Names
from lt_admin.billing.models.invoices import Invoice, InvoiceKind, InvoiceState
from lt_admin.billing.models.payments import Payment
from lt_admin.core.db import session
from lt_admin.core.money import Money
from lt_admin.core.orm import MoneyCents
from lt_admin.orientation.models.organisations import Organisation

AT_ONCE = 5_000  # keys in one statement, well below what the databases take
OPEN: Any = type_coerce(
    Invoice.gross - Invoice.paid - Invoice.credited - Invoice.written_off, MoneyCents()
)
Key = TypeVar("Key", str, int)


def some(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys in order, so many at once as one statement takes."""
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def claims_where(*conditions: ColumnElement[bool]) -> list[Claim]:
    """Invoices and credit invoices that were sent, as matching sees them."""
    return [Claim(*row) for row in session.execute(_claims().where(*conditions))]


def _claims() -> Select[Any]:
    reference = func.coalesce(Invoice.payment_reference, "")
    facts = (Invoice.id, Invoice.number, reference, Invoice.organisation_id, OPEN, Invoice.due_on)
    wanted = select(*facts, Invoice.refers_to_id).where(Invoice.state != InvoiceState.DRAFT)
    return wanted.order_by(Invoice.due_on, Invoice.number)


def book_for(names: Collection[Names], ibans: Collection[str]) -> Book:
    """What is known of these names and accounts; a few statements, however many there are."""
    references = _by(Invoice.payment_reference, (r for each in names for r in each.references))
    numbers = _by(Invoice.number, (n for each in names for n in each.all_numbers))
    return Book(
        references={claim.reference: claim for claim in references},
        numbers={claim.number: claim for claim in numbers},
        owners=owners_of(ibans),
    )


def _by(column: Any, keys: Iterable[str]) -> list[Claim]:
    return [claim for few in some(keys) for claim in claims_where(column.in_(few))]


def owners_of(ibans: Iterable[str]) -> dict[str, frozenset[int]]:
    """By account, whose it is: as the organisation told, or as it paid us before."""
    found: dict[str, set[int]] = {}
    told = func.replace(func.upper(Organisation.iban), " ", "")
    for few in some(iban for iban in ibans if iban):
        rows = [
            *session.execute(select(told, Organisation.id).where(told.in_(few))),
            *session.execute(_payers().where(BankEntry.iban.in_(few))),
        ]
        for iban, organisation_id in rows:
            found.setdefault(iban, set()).add(organisation_id)
    return {iban: frozenset(each) for iban, each in found.items()}


def _payers() -> Any:
    return (
        select(BankEntry.iban, Payment.organisation_id)
        .join(BankBooking, BankBooking.entry_id == BankEntry.id)
        .join(Payment, Payment.id == BankBooking.payment_id)
        .where(BankBooking.undone_at.is_(None))
        .distinct()
    )


def open_claims(
    organisations: Collection[int], amounts: Collection[Money]
) -> tuple[list[Claim], list[Claim]]:
    """What these organisations still owe, and what asks exactly one of these amounts."""
    asked = (Invoice.state == InvoiceState.ISSUED, Invoice.kind == InvoiceKind.INVOICE)
    theirs = claims_where(*asked, Invoice.organisation_id.in_(sorted(organisations)))
    cents = sorted({each.cents for each in amounts})
    owed = Invoice.gross - Invoice.paid - Invoice.credited - Invoice.written_off
    equal = claims_where(*asked, type_coerce(owed, MoneyCents()).in_([Money(c) for c in cents]))
    return theirs, equal
