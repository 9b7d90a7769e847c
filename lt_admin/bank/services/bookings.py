"""Amounts on the bank get their place, lose it again, or are set aside: nothing ever vanishes."""

from __future__ import annotations

from collections.abc import Sequence

from lt_admin.accounts.models import User
from lt_admin.bank.models.statements import BankBooking, BankEntry, BookedBy
from lt_admin.bank.services import money_out
from lt_admin.bank.services.netting import move
from lt_admin.bank.services.placing import check_open as _check_open
from lt_admin.bank.services.placing import place as _place
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import Payment, PaymentReturn, ReturnState
from lt_admin.billing.services import returns
from lt_admin.billing.services.checkouts import payout_arrived, payout_expected
from lt_admin.billing.services.payments import Receipt, allocate, record_payment
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger.rules import Account
from lt_admin.orientation.models.organisations import Organisation

Parts = Sequence[tuple[Invoice, Money]]
HERE = Account.BANK_TO_PLACE  # where the books see what the bank statement shows


def book_payment(
    entry: BankEntry,
    allocations: Parts,
    *,
    how: BookedBy = BookedBy.PERSON,
    by: Model | str,
    payer: Organisation | None = None,
) -> list[Payment]:
    """Let what is left of an entry be a receipt that pays these invoices.

    Of one organisation (`payer`, when nothing is paid yet) all of it is one payment, and what pays
    nothing stays visible on that. Invoices of several organisations make a payment each, and what
    is left over stays on the work list. A negative amount is taken off an invoice that was paid
    too much, and pays the others with it. Raises Refused, and then nothing is changed.
    """
    _check_comes_in(entry)
    owners = {each.organisation_id: each.organisation for each, _ in allocations}
    if payer is not None:
        owners.setdefault(payer.id, payer)
    if not owners:
        raise Refused(_("Say who paid this."))
    made = []
    for owner in owners.values():
        parts = [(each, part) for each, part in allocations if each.organisation_id == owner.id]
        amount = entry.rest if len(owners) == 1 else Money.total(part for _, part in parts)
        made.append(_receive(entry, owner, amount, parts, how=how, by=by))
    return made


def _check_comes_in(entry: BankEntry) -> None:
    if entry.amount < ZERO or entry.is_reversal:
        raise Refused(_("Only money that came in can pay an invoice."))
    _check_open(entry)


def _receive(
    entry: BankEntry,
    owner: Organisation,
    amount: Money,
    parts: Parts,
    *,
    how: BookedBy,
    by: Model | str,
) -> Payment:
    if not ZERO < amount <= entry.rest:
        raise Refused(_("The bank entry has less left than that."))
    over = [(each, -part) for each, part in parts if part < ZERO]
    owed = [(each, part) for each, part in parts if part > ZERO]
    receipt = Receipt(owner, entry.booked_on, amount, said_of(entry), through=HERE)
    payment = record_payment(receipt, by=audit.SYSTEM)
    payment.recorded_by_id = by.id if isinstance(by, User) else None
    gaps = _pay(payment, owed, by=by)
    move(over, gaps, by=by)
    _place(entry, BankBooking(amount=amount, how=how, payment_id=payment.id), by=by)
    return payment


def said_of(entry: BankEntry) -> str:
    """What the bank statement says of an entry, for the list of payments."""
    words = (entry.structured, entry.text or entry.end_to_end or entry.name)
    return " ".join(each for each in words if each)[:300]


def _pay(payment: Payment, owed: Parts, *, by: Model | str) -> list[tuple[Invoice, Money]]:
    """Pay with what the payment has; what is still to be paid of each comes back."""
    gaps = []
    for invoice, part in owed:
        paid = min(part, payment.rest)
        if paid > ZERO:
            allocate(payment, invoice, paid, on=payment.received_on, by=by)
        gaps.append((invoice, part - paid))
    return [(invoice, gap) for invoice, gap in gaps if gap]


def book_return(entry: BankEntry, payment_return: PaymentReturn, *, by: Model | str) -> None:
    """A refund left our account; or, when the entry came in, it bounced and is with us again."""
    _check_open(entry)
    came_in = entry.amount > ZERO
    if payment_return.amount != (entry.rest if came_in else -entry.rest):
        raise Refused(_("This refund is of another amount."))
    if came_in:
        _check_gone(payment_return)
        returns.failed(payment_return, by=by, through=HERE)
    else:
        returns.done(payment_return, on=entry.booked_on, by=by, through=HERE)
    booking = BankBooking(amount=entry.rest, how=BookedBy.PERSON, return_id=payment_return.id)
    _place(entry, booking, by=by)


def _check_gone(payment_return: PaymentReturn) -> None:
    if payment_return.state is not ReturnState.DONE:
        raise WrongState(_("This refund has not gone yet, so it cannot have come back."))


def book_reversal(entry: BankEntry, payment: Payment, *, by: Model | str) -> PaymentReturn:
    """The bank took an earlier transfer back: its invoices ask for it again."""
    _check_open(entry)
    if entry.amount > ZERO:
        raise Refused(_("Only money that went out can take a transfer back."))
    words, amount = said_of(entry) or _("Taken back by the bank."), -entry.rest
    made = returns.reverse(payment, amount=amount, reason=words, on=entry.booked_on, by=by)
    session.flush()
    booking = BankBooking(amount=entry.rest, how=BookedBy.PERSON, return_id=made.id)
    _place(entry, booking, by=by)
    return made


def book_payout(
    entry: BankEntry, payout: StripePayout, *, how: BookedBy = BookedBy.PERSON, by: Model | str
) -> None:
    """What Stripe held for us arrived; the payments in it were written down when they were made."""
    _check_comes_in(entry)
    if payout.amount != entry.rest:
        raise Refused(_("This payout is of another amount."))
    payout_arrived(payout, on=entry.booked_on, by=by)
    _place(entry, BankBooking(amount=entry.rest, how=how, payout_id=payout.id), by=by)


def release(booking: BankBooking, *, by: Model | str) -> None:
    """Take an entry off its place again; it waits on the work list once more.

    A payment gives all it has back to nobody and pays nothing any more; refused when a part of it
    went back to the payer meanwhile. A refund counts as not done.
    """
    if booking.undone_at is not None:
        raise WrongState(_("This was undone before."))
    booking.undone_at = clock.now()
    _undo_place(booking, by=by)
    booking.entry.release(booking.amount)
    audit.record("bank_entry:released", booking.entry, by=by, cents=booking.amount.cents)


def _undo_place(booking: BankBooking, *, by: Model | str) -> None:
    if money_out.undo(booking, by=by):
        return
    if booking.payment_id is not None:
        _take_back(session.get_one(Payment, booking.payment_id), by=by)
    elif booking.return_id is not None:
        _undo_return(session.get_one(PaymentReturn, booking.return_id), booking, by=by)
    else:
        payout_expected(session.get_one(StripePayout, booking.payout_id), by=by)


def _take_back(payment: Payment, *, by: Model | str) -> None:
    if payment.returned != ZERO:
        raise Refused(_("A part of this payment went back to the payer; that comes first."))
    words = _("Not from this payer: the entry on the bank statement was released.")
    returns.reverse(payment, amount=payment.amount, reason=words, on=clock.today(), by=by)


def _undo_return(found: PaymentReturn, booking: BankBooking, *, by: Model | str) -> None:
    if booking.amount > ZERO:
        raise Refused(_("A refund that came back stays so; ask for a new one."))
    returns.failed(found, by=by, through=HERE)


def set_aside(entry: BankEntry, *, reason: str, by: Model | str) -> None:
    """What is left of it needs no place here, and this is why."""
    if not reason.strip():
        raise Refused(_("Say why; whoever looks at this later will want to know."))
    entry.set_aside(reason.strip())
    audit.record("bank_entry:set_aside", entry, by=by, cents=entry.rest.cents)


def take_up(entry: BankEntry, *, by: Model | str) -> None:
    """Back on the work list."""
    entry.take_up()
    audit.record("bank_entry:taken_up", entry, by=by, cents=entry.rest.cents)
