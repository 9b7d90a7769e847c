"""A suggestion on the work list, confirmed by a person with one press."""

from __future__ import annotations

from lt_admin.bank.models.statements import BankEntry
from lt_admin.bank.queries.suggestions import suggestions_for
from lt_admin.bank.rules.suggesting import Suggestion, Why
from lt_admin.bank.services.bookings import (
    book_payment,
    book_payout,
    book_return,
    book_reversal,
)
from lt_admin.bank.services.money_out import book_batch, book_line
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentReturn
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import WrongState
from lt_admin.payouts.models.batches import BatchLine, PaymentBatch


def take_suggestion(entry: BankEntry, key: str, *, by: Model | str) -> None:
    """Give an entry the place that was suggested under `key`.

    Raises WrongState when that is not suggested any more: the books moved on meanwhile.
    """
    ideas = suggestions_for([entry]).get(entry.id, [])
    found = next((each for each in ideas if each.key == key), None)
    if found is None:
        raise WrongState(_("This is not possible now: someone may have been here before you."))
    _take(entry, found, by)


def _take(entry: BankEntry, found: Suggestion, by: Model | str) -> None:
    if found.why in (Why.RETURN, Why.BOUNCE):
        book_return(entry, session.get_one(PaymentReturn, found.place_id), by=by)
    elif found.why is Why.REVERSAL:
        book_reversal(entry, session.get_one(Payment, found.place_id), by=by)
    elif found.why is Why.PAYOUT:
        book_payout(entry, session.get_one(StripePayout, found.place_id), by=by)
    elif found.why in (Why.LINE, Why.BACK):
        book_line(entry, session.get_one(BatchLine, found.place_id), by=by)
    elif found.why is Why.BATCH:
        book_batch(entry, session.get_one(PaymentBatch, found.place_id), by=by)
    else:
        parts = [(session.get_one(Invoice, claim.id), part) for claim, part in found.parts]
        book_payment(entry, parts, by=by)
