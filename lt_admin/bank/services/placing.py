"""The place of an amount on the bank statement, written down: what every way to book shares."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.bank.models.statements import BankBooking, BankEntry
from lt_admin.core import audit
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO
from lt_admin.core.orm import Model
from lt_admin.core.steps import WrongState


def check_open(entry: BankEntry) -> None:
    """Only what waits on the work list gets a place."""
    if entry.rest == ZERO or entry.set_aside_reason:
        raise WrongState(_("This amount has its place already."))


def place(entry: BankEntry, booking: BankBooking, *, by: Model | str) -> None:
    """Give (a part of) an entry this place."""
    booking.made_by_id = by.id if isinstance(by, User) else None
    entry.bookings.append(booking)
    entry.book(booking.amount)
    cents, how = booking.amount.cents, booking.how.value
    audit.record("bank_entry:booked", entry, by=by, cents=cents, how=how)
