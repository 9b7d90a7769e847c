"""Money that goes back to whoever paid it: refunds, reversals by the bank, disputes of cards."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.models import User
from lt_admin.billing.gateway import Declined, PaymentGateway
from lt_admin.billing.models.payments import (
    RETURN_STEPS,
    Payment,
    PaymentReturn,
    ReturnKind,
    ReturnState,
)
from lt_admin.billing.queries import checkouts as paid_by
from lt_admin.billing.queries import returns as queries
from lt_admin.billing.queries.charges import paid_charges
from lt_admin.billing.rules.stripe import LOST, WON, Dispute, Refund
from lt_admin.billing.services import postings
from lt_admin.billing.services.charges import undo_charge_allocation
from lt_admin.billing.services.payments import allocate, undo_allocation
from lt_admin.core import audit, clock
from lt_admin.core.db import session, transaction
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.ledger.rules import Account


def ask_return(
    payment: Payment,
    *,
    amount: Money,
    kind: ReturnKind = ReturnKind.REFUND,
    reason: str,
    by: Model | str,
) -> PaymentReturn:
    """Decide that a part of a receipt goes back; from now on it pays nothing else.

    Raises Refused beyond the rest. What came through Stripe goes back by `send_refund`; a transfer
    waits for its debit on the bank statement.
    """
    if not reason.strip():
        raise Refused(_("Say why; whoever looks at this later will want to know."))
    made = payment.give_back(amount, kind, reason=reason.strip())
    session.add(made)
    made.asked_by_id = by.id if isinstance(by, User) else None
    _tell("return:asked", made, by=by)
    postings.dispute_opened(made, by=by)
    return made


def done(
    payment_return: PaymentReturn, *, on: date, by: Model | str, through: Account | None = None
) -> None:
    """The money went, on that day; `through` is where the books saw it go."""
    payment_return.do(on=on)
    _tell("return:done", payment_return, by=by)
    postings.return_done(payment_return, through, by=by)


def failed(
    payment_return: PaymentReturn, *, by: Model | str, through: Account | None = None
) -> None:
    """The money did not go, or came back: the receipt has it again."""
    had_gone = payment_return.has_gone
    payment_return.fail()
    _tell("return:failed", payment_return, by=by)
    if had_gone:
        postings.return_failed(payment_return, through, on=clock.today(), by=by)


def reverse(
    payment: Payment, *, amount: Money, reason: str, on: date, by: Model | str
) -> PaymentReturn:
    """The bank took (a part of) a transfer back: as much is taken off its invoices as it needs.

    Raises Refused when less than that is left of the receipt.
    """
    made = _take_back(payment, amount, ReturnKind.REVERSAL, reason=reason, by=by)
    done(made, on=on, by=by, through=Account.BANK_TO_PLACE)
    return made


def send_refund(gateway: PaymentGateway, payment_return: PaymentReturn) -> None:
    """Let Stripe give back what was decided and committed before. Commits.

    Raises Declined when Stripe will not: then the receipt has its money again; and Unreachable
    when it does not answer: then the next round asks again.
    """
    intent = paid_by.intent_of(payment_return.payment) or ""
    amount, number = payment_return.amount, payment_return.id
    try:
        refund = _known(gateway, intent, number) or gateway.give_back(
            intent, amount, return_id=number
        )
    except Declined:
        with transaction():
            failed(payment_return, by=audit.SYSTEM)
        raise
    with transaction():
        take_refund(refund, on=clock.today())


def take_refund(refund: Refund, *, on: date) -> None:
    """Take over how a refund stands at Stripe, also one that was made there by hand.

    What comes twice, late or in another order does nothing.
    """
    payment = paid_by.payment_of(refund.intent)
    if payment is None:
        return
    found = _return_for(refund, payment) or _unasked(refund, payment)
    if found is None:
        return
    found.stripe_id = refund.refund_id
    if refund.has_failed:
        _step(found, "fail", on=on)
    elif refund.status == "succeeded" and found.state is ReturnState.ASKED:
        _step(found, "do", on=on)


def take_dispute(dispute: Dispute, *, on: date) -> None:
    """A card holder wants the money back: it is taken off the invoices until that is decided.

    Won puts it back where it was; what comes twice, late or in another order does nothing.
    """
    payment = paid_by.payment_of(dispute.intent)
    if payment is None:
        return
    found = queries.return_by_stripe(dispute.dispute_id) or _disputed(dispute, payment)
    if found is None:
        return
    if dispute.status == LOST and found.state is ReturnState.ASKED:
        _step(found, "do", on=on)
    elif dispute.status in WON and found.state is not ReturnState.FAILED:
        _step(found, "fail", on=on)
        _put_back(payment, found.amount)


def _known(gateway: PaymentGateway, intent: str, number: int) -> Refund | None:
    """The refund that an earlier try made after all: keys are forgotten after a day."""
    return next((each for each in gateway.refunds_of(intent) if each.return_id == number), None)


def _return_for(refund: Refund, payment: Payment) -> PaymentReturn | None:
    found = queries.return_by_stripe(refund.refund_id)
    if found is None and refund.return_id is not None:
        return queries.return_without_name(refund.return_id, payment)
    return found


def _unasked(refund: Refund, payment: Payment) -> PaymentReturn | None:
    """A refund that somebody made at Stripe itself: the money really goes."""
    words = _("Given back at Stripe.")
    return _as_much_as_there_is(payment, refund.amount, ReturnKind.REFUND, reason=words)


def _disputed(dispute: Dispute, payment: Payment) -> PaymentReturn | None:
    if dispute.is_inquiry:
        return None
    words = _("Disputed by the card holder.")
    made = _as_much_as_there_is(payment, dispute.amount, ReturnKind.DISPUTE, reason=words)
    if made is not None:
        made.stripe_id = dispute.dispute_id
    return made


def _as_much_as_there_is(
    payment: Payment, amount: Money, kind: ReturnKind, *, reason: str
) -> PaymentReturn | None:
    part = min(amount, payment.amount - payment.returned)
    if part <= ZERO:
        return None
    return _take_back(payment, part, kind, reason=reason, by=audit.SYSTEM)


def _take_back(
    payment: Payment, amount: Money, kind: ReturnKind, *, reason: str, by: Model | str
) -> PaymentReturn:
    """Free `amount` of a receipt, the newest allocation first, and let it go back.

    What paid for lateness is freed last: costs and interest were paid first (6:44 BW).
    """
    for each in queries.live_allocations(payment):
        if payment.rest >= amount:
            break
        undo_allocation(each, by=by)
        stays = min(payment.rest - amount, each.amount)
        if stays > ZERO:
            allocate(payment, each.invoice, stays, by=by)
    for paid in paid_charges(payment):
        if payment.rest < amount:
            undo_charge_allocation(paid, by=by)
    return ask_return(payment, amount=amount, kind=kind, reason=reason, by=by)


def _put_back(payment: Payment, amount: Money) -> None:
    """Let what came back pay again what it paid before, as far as that is open."""
    for each in queries.undone_allocations(payment):
        part = min(amount, each.amount, each.invoice.open, payment.rest)
        if part > ZERO:
            allocate(payment, each.invoice, part, by=audit.SYSTEM)
            amount -= part


def _step(payment_return: PaymentReturn, step: str, *, on: date) -> None:
    if not RETURN_STEPS.allows(payment_return.state, step):
        return
    if step == "do":
        done(payment_return, on=on, by=audit.SYSTEM)
    else:
        failed(payment_return, by=audit.SYSTEM)


def _tell(event: str, payment_return: PaymentReturn, *, by: Model | str) -> None:
    kind, cents = payment_return.kind.value, payment_return.amount.cents
    audit.record(event, payment_return, by=by, kind=kind, cents=cents)
