"""Bank amounts that are payments of ours, or that belong on an account of the ledger."""

from __future__ import annotations

from lt_admin.bank.models.statements import BankBooking, BankEntry, BookedBy
from lt_admin.bank.services.placing import check_open, place
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.ledger import services as ledger
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import CHART, Account, Move
from lt_admin.payouts.models.batches import BatchLine, LineState, PaymentBatch
from lt_admin.payouts.services.lines import pay_line, release_line, return_line

# What a bank amount may be when it is nobody's invoice and no payment of ours.
ACCOUNTS = (
    Account.BANK_COSTS,
    Account.CREDITORS,
    Account.VAT_DUE,
    Account.OTHER_INCOME,
)


def book_line(
    entry: BankEntry, line: BatchLine, *, how: BookedBy = BookedBy.PERSON, by: Model | str
) -> None:
    """The bank paid this line; or, when the entry came in, its money is with us again."""
    check_open(entry)
    if entry.rest not in {-line.amount, line.amount}:
        raise Refused(_("This payment is of another amount."))
    if entry.rest < ZERO:
        pay_line(line, on=entry.booked_on, by=by)
    else:
        words = entry.text or _("Came back on the bank statement.")
        return_line(line, on=entry.booked_on, reason=words[:200], by=by)
    place(entry, BankBooking(amount=entry.rest, how=how, line_id=line.id), by=by)


def book_batch(entry: BankEntry, batch: PaymentBatch, *, by: Model | str) -> None:
    """The bank took all that waits of a batch off our account in one amount."""
    check_open(entry)
    waiting = [each for each in batch.lines if each.state is LineState.WAITING]
    if Money.total(each.amount for each in waiting) != -entry.rest:
        raise Refused(_("What waits of this batch is another amount."))
    for line in waiting:
        pay_line(line, on=entry.booked_on, by=by)
        booking = BankBooking(amount=-line.amount, how=BookedBy.PERSON, line_id=line.id)
        place(entry, booking, by=by)


def book_account(entry: BankEntry, account: Account, *, by: Model | str) -> None:
    """What is left of an entry belongs on an account of the ledger, such as costs of the bank."""
    check_open(entry)
    if account not in ACCOUNTS:
        raise Refused(_("A bank amount is not booked on this account by hand."))
    rest = entry.rest
    place(entry, BankBooking(amount=rest, how=BookedBy.PERSON, account=account), by=by)
    _post(entry, account, rest, by=by)


def _post(entry: BankEntry, account: Account, amount: Money, *, by: Model | str) -> None:
    """What came in is positive, and is credited to the account."""
    with speaking("nl"):
        words = f"{CHART[account].name}: {entry.text or entry.name}"[:300]
    facts = ("bank_entry:booked", entry, entry.booked_on, Journal.BANK, words, entry.name)
    ledger.post(ledger.Occasion(*facts), [Move(Account.BANK_TO_PLACE, account, amount)], by=by)


def undo(booking: BankBooking, *, by: Model | str) -> bool:
    """Take an amount off the line or account that it was booked on; False when it was neither."""
    entry = booking.entry
    if booking.line_id is not None:
        release_line(session.get_one(BatchLine, booking.line_id), on=entry.booked_on, by=by)
    elif booking.account is not None:
        _post(entry, booking.account, -booking.amount, by=by)
    return booking.line_id is not None or booking.account is not None
