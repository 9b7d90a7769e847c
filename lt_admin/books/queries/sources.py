"""The thing that an entry is about: from the books to the record where it happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select

from lt_admin.bank.models.statements import BankBooking
from lt_admin.billing.models.payments import PaymentAllocation, PaymentReturn
from lt_admin.billing.models.reminders import ChargeAllocation, LateCharge
from lt_admin.core.db import session
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.payouts.models.batches import BatchLine


@dataclass(frozen=True)
class Source:
    """A page, and what to call it."""

    word: Any
    url: str


# Tables with a page of their own: its endpoint, its argument, and what it is called.
PAGES: Mapping[str, tuple[str, str, Any]] = {
    "bank_entry": ("bank_entries.entry", "entry_id", _l("The amount on the bank statement")),
    "bill": ("bills.bill", "bill_id", _l("The invoice of the payee")),
    "invoice": ("invoices.invoice", "invoice_id", _l("The invoice")),
    "payment": ("payments.payment", "payment_id", _l("The payment")),
    "payment_batch": ("batches.batch", "batch_id", _l("The payment batch")),
    "payment_statement": ("statements.statement", "statement_id", _l("The payment statement")),
    "quality_spending": ("finance.spending", "spending_id", _l("The spending")),
    "write_off": ("write_offs.write_off", "write_off_id", _l("The write-off")),
}
# Things that are shown on the page of another: by which column.
INSIDE: Mapping[str, tuple[Any, Any, str]] = {
    "bank_booking": (BankBooking.id, BankBooking.entry_id, "bank_entry"),
    "batch_line": (BatchLine.id, BatchLine.batch_id, "payment_batch"),
    "charge_allocation": (ChargeAllocation.id, ChargeAllocation.payment_id, "payment"),
    "late_charge": (LateCharge.id, LateCharge.invoice_id, "invoice"),
    "payment_allocation": (PaymentAllocation.id, PaymentAllocation.payment_id, "payment"),
    "payment_return": (PaymentReturn.id, PaymentReturn.payment_id, "payment"),
}


def source_of(subject: str) -> Source | None:
    """The page of what an entry is about (``invoice:12``); None when it has none."""
    table, _colon, key = subject.partition(":")
    number: int | None = int(key) if key.isdecimal() else None
    if table in INSIDE and number is not None:
        mine, above, table = INSIDE[table]
        number = session.scalars(select(above).where(mine == number)).one_or_none()
    if number is None or table not in PAGES:
        return None
    endpoint, argument, word = PAGES[table]
    if endpoint not in current_app.view_functions:
        return None
    facts: dict[str, Any] = {argument: number}
    return Source(word, url_for(endpoint, **facts))
