"""The entries of a whole file at once: stored, and what is certain booked, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from lt_admin.accounts.models import User
from lt_admin.bank.models.statements import (
    BankBooking,
    BankEntry,
    BankFile,
    BankStatement,
    BookedBy,
    EntryState,
)
from lt_admin.bank.queries.previews import Look, Page, Placed
from lt_admin.bank.rules.checking import Line
from lt_admin.bank.services.money_out import book_line
from lt_admin.bank.services.postings import entries_taken_in
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.services.checkouts import payout_arrived
from lt_admin.billing.services.receipts import BankReceipt, record_receipts
from lt_admin.core import audit, clock
from lt_admin.core.db import insert_many, session
from lt_admin.core.money import ZERO
from lt_admin.core.orm import Model
from lt_admin.payouts.models.batches import BatchLine

Stored = Sequence[tuple[int, Placed]]  # the id of each new entry, and its line


def store(file: BankFile, look: Look, *, by: Model | str) -> None:
    """Store what is new in a file that was looked at, and give what is certain its place."""
    statements = [_statement(file, n, page) for n, page in enumerate(look.pages, 1)]
    session.add_all(statements)
    session.flush()
    placed = [
        (statement.id, position, each)
        for statement, page in zip(statements, look.pages, strict=True)
        for position, each in enumerate(page.placed, 1)
        if each.is_new
    ]
    if not placed:
        return
    ids = insert_many(BankEntry.__table__, [_row(*each) for each in placed])
    stored = [(key, each) for key, (_, _, each) in zip(ids, placed, strict=True)]
    entries_taken_in(((key, each.line) for key, each in stored), by=by)
    _book_payments([each for each in stored if each[1].match], by)
    _book_payouts([each for each in stored if each[1].payout], by)
    _pay_ours([(key, each.ours.id) for key, each in stored if each.ours], by)


def _statement(file: BankFile, position: int, page: Page) -> BankStatement:
    sheet = page.sheet
    return BankStatement(
        file=file,
        position=position,
        iban=sheet.iban,
        identification=sheet.identification,
        from_on=sheet.from_on,
        until_on=sheet.until_on,
        opening=sheet.opening,
        closing=sheet.closing,
        seen_before=page.total("seen"),
        seen_count=page.count("seen"),
        pending_count=sheet.pending,
    )


def _row(statement_id: int, position: int, placed: Placed) -> dict[str, Any]:
    line, words = placed.line, placed.line.words
    is_booked = placed.is_matched and placed.ours is None  # ours are booked one by one
    return {
        "statement_id": statement_id,
        "position": position,
        "fingerprint": line.fingerprint,
        "booked_on": line.booked_on,
        "amount": line.amount,
        "booked": line.amount if is_booked else ZERO,
        "state": EntryState.BOOKED if is_booked else EntryState.OPEN,
        "is_reversal": line.is_reversal,
        "batch": line.batch,
        "bank_reference": line.reference,
        "end_to_end": words.end_to_end,
        "name": words.name,
        "iban": words.iban,
        "structured": words.structured,
        "text": words.text,
        "set_aside_reason": "",
        "version": 1,
    }


def _book_payments(stored: Stored, by: Model | str) -> None:
    receipts = [_receipt(each) for _, each in stored]
    payments = record_receipts(receipts, by=by)
    hows = [_how(each) for _, each in stored]
    places = [{"payment_id": key} for key in payments]
    _book(stored, hows, places, by)


def _book_payouts(stored: Stored, by: Model | str) -> None:
    places = []
    for _, each in stored:
        payout = session.get_one(StripePayout, each.payout.id if each.payout else 0)
        payout_arrived(payout, on=each.line.booked_on, by=by)
        places.append({"payout_id": payout.id})
    _book(stored, [BookedBy.STRIPE] * len(stored), places, by)


def _pay_ours(stored: Sequence[tuple[int, int]], by: Model | str) -> None:
    """What left our account for a payment of ours; (entry, line) of each."""
    for key, line_id in stored:
        entry, line = session.get_one(BankEntry, key), session.get_one(BatchLine, line_id)
        book_line(entry, line, how=BookedBy.REFERENCE, by=by)


def _how(placed: Placed) -> BookedBy:
    by_reference = placed.match is not None and placed.match.is_by_reference
    return BookedBy.REFERENCE if by_reference else BookedBy.NUMBER


def _receipt(placed: Placed) -> BankReceipt:
    line, match = placed.line, placed.match
    if match is None:
        raise ValueError("only what is certain is booked here")
    parts = tuple((claim.id, amount) for claim, amount in match.parts)
    return BankReceipt(match.organisation_id, line.booked_on, line.amount, _said(line), parts)


def _said(line: Line) -> str:
    words = line.words
    said = (words.structured, words.text or words.end_to_end or words.name)
    return " ".join(each for each in said if each)[:300]


def _book(
    stored: Stored, hows: Sequence[BookedBy], places: Sequence[dict[str, int]], by: Model | str
) -> None:
    now, doer = clock.now(), by.id if isinstance(by, User) else None
    nowhere = {"payment_id": None, "return_id": None, "payout_id": None, "undone_at": None}
    rows = [
        {
            **nowhere,
            **place,
            "entry_id": key,
            "amount": each.line.amount,
            "how": how,
            "made_by_id": doer,
            "made_at": now,
        }
        for (key, each), how, place in zip(stored, hows, places, strict=True)
    ]
    if rows:
        table: Any = BankBooking.__table__
        session.execute(insert(table), rows)
    told = [
        (f"bank_entry:{key}", None, {"cents": each.line.amount.cents, "how": how})
        for (key, each), how in zip(stored, hows, strict=True)
    ]
    audit.record_many("bank_entry:booked", told, by=by)
