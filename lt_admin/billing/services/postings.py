"""The events of billing as they go into the books, each in the transaction of its event.

The words of an entry are Dutch, whoever caused it: the books have one language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lt_admin.billing.models.checkouts import StripeMovement, StripePayout
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.payments import (
    Payment,
    PaymentAllocation,
    PaymentMethod,
    PaymentReturn,
    ReturnKind,
)
from lt_admin.billing.models.reminders import ChargeAllocation, LateCharge
from lt_admin.billing.models.statements import PaymentStatement, QualitySpending, StatementKind
from lt_admin.billing.models.write_offs import WriteOff
from lt_admin.billing.queries.quality_account import contributions_of
from lt_admin.billing.rules import postings as rules
from lt_admin.billing.rules.quality_account import split
from lt_admin.core import clock
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post, post_many

TOLD = {
    "invoice:issued": (Journal.SALES, _l("Invoice %(of)s")),
    "invoice:credited": (Journal.SALES, _l("Credit invoice %(of)s")),
    "write_off:approved": (Journal.MEMORIAL, _l("Invoice %(of)s written off")),
    "write_off:revoked": (Journal.MEMORIAL, _l("Invoice %(of)s asked for again")),
    "payment:recorded": (Journal.BANK, _l("Received: %(of)s")),
    "payment:allocated": (Journal.MEMORIAL, _l("Payment of invoice %(of)s")),
    "payment:allocation_undone": (Journal.MEMORIAL, _l("Payment of invoice %(of)s undone")),
    "charge:made": (Journal.SALES, _l("Lateness of invoice %(of)s")),
    "charge:waived": (Journal.SALES, _l("Lateness of invoice %(of)s waived")),
    "charge:paid": (Journal.MEMORIAL, _l("Payment of lateness of invoice %(of)s")),
    "charge:payment_undone": (
        Journal.MEMORIAL,
        _l("Payment of lateness of invoice %(of)s undone"),
    ),
    "return:asked": (Journal.STRIPE, _l("Disputed: %(of)s")),
    "return:done": (Journal.BANK, _l("Given back: %(of)s")),
    "return:failed": (Journal.BANK, _l("Not given back after all: %(of)s")),
    "stripe_fee:kept": (Journal.STRIPE, _l("Costs of Stripe: %(of)s")),
    "stripe_payout:arrived": (Journal.BANK, _l("Payout of Stripe %(of)s")),
    "stripe_payout:seen": (Journal.BANK, _l("Payout of Stripe %(of)s has not arrived after all")),
    "statement:issued": (Journal.PURCHASES, _l("Statement %(of)s")),
    "spending:approved": (Journal.PURCHASES, _l("Quality system: %(of)s")),
}


def invoice_issued(invoice: Invoice, *, by: Model | str) -> None:
    """An invoice, or a credit invoice, with the VAT of each rate."""
    event = "invoice:credited" if invoice.is_credit else "invoice:issued"
    _on_invoice(event, invoice, rules.invoice_issued(invoice.vat_totals), by)


def write_off_approved(write_off: WriteOff, *, by: Model | str) -> None:
    """What is open is not asked for any more."""
    moves = rules.written_off(write_off.amount)
    _on_invoice("write_off:approved", write_off.invoice, moves, by)


def write_off_revoked(write_off: WriteOff, *, by: Model | str) -> None:
    """It is asked for again."""
    moves = rules.undone(rules.written_off(write_off.amount))
    _on_invoice("write_off:revoked", write_off.invoice, moves, by)


def charge_made(charge: LateCharge, *, by: Model | str) -> None:
    """Interest or costs of lateness are owed."""
    _on_invoice("charge:made", charge.invoice, rules.charged(charge.amount), by)


def charge_waived(charge: LateCharge, amount: Money, *, by: Model | str) -> None:
    """So much of a charge is asked no more."""
    _on_invoice("charge:waived", charge.invoice, rules.undone(rules.charged(amount)), by)


def charge_paid(allocation: ChargeAllocation, *, by: Model | str) -> None:
    """A part of a payment pays a charge."""
    moves = rules.charge_paid(allocation.amount)
    _on_invoice("charge:paid", allocation.charge.invoice, moves, by)


def charge_payment_undone(allocation: ChargeAllocation, *, by: Model | str) -> None:
    """The payment has it again; of a charge that was waived meanwhile it is asked no more."""
    amount, charge = allocation.amount, allocation.charge
    moves = rules.undone(rules.charge_paid(amount))
    if charge.waived_on is not None:
        moves += rules.undone(rules.charged(amount))
    _on_invoice("charge:payment_undone", charge.invoice, moves, by)


def allocated(allocation: PaymentAllocation, *, on: date, by: Model | str) -> None:
    """A part of a payment pays an invoice."""
    invoice, moves = allocation.invoice, rules.allocated(allocation.amount)
    _on_invoice("payment:allocated", invoice, moves, by, on=on)


def allocation_undone(allocation: PaymentAllocation, *, by: Model | str) -> None:
    """The invoice is open again for it, the payment has it to give."""
    moves = rules.undone(rules.allocated(allocation.amount))
    _on_invoice("payment:allocation_undone", allocation.invoice, moves, by)


def _on_invoice(
    event: str, invoice: Invoice, moves: list[Move], by: Model | str, *, on: date | None = None
) -> None:
    occasion = Occasion(
        event,
        invoice,
        on or clock.today(),
        TOLD[event][0],
        said(event) % {"of": invoice.number},
        party=invoice.organisation.name,
        about=invoice.engagement.code or "",
    )
    post(occasion, moves, by=by)


def payment_recorded(payment: Payment, through: Account | None, *, by: Model | str) -> None:
    """Money came in; `through` is where it was seen, by default what its method says."""
    moves = rules.received(payment.amount, through or _seen_at(payment))
    _on_payment("payment:recorded", payment, moves, payment.received_on, by)


def dispute_opened(payment_return: PaymentReturn, *, by: Model | str) -> None:
    """A card holder disputes: Stripe takes the amount at once. Of other returns nothing moves."""
    if payment_return.kind is ReturnKind.DISPUTE:
        moves = rules.sent_back(payment_return.amount, Account.STRIPE)
        _on_payment("return:asked", payment_return.payment, moves, clock.today(), by)


def return_done(payment_return: PaymentReturn, through: Account | None, *, by: Model | str) -> None:
    """The money went; what was disputed went before."""
    payment, on = payment_return.payment, payment_return.done_on or clock.today()
    if payment_return.kind is not ReturnKind.DISPUTE:
        moves = rules.sent_back(payment_return.amount, through or _seen_at(payment))
        _on_payment("return:done", payment, moves, on, by)


def return_failed(
    payment_return: PaymentReturn, through: Account | None, *, on: date, by: Model | str
) -> None:
    """The money that went is with us again."""
    payment = payment_return.payment
    moves = rules.sent_back(payment_return.amount, through or _seen_at(payment))
    _on_payment("return:failed", payment, rules.undone(moves), on, by)


def _seen_at(payment: Payment) -> Account:
    """Where the money of a payment is when no bank statement tells: by hand it is believed."""
    return Account.STRIPE if payment.method is PaymentMethod.STRIPE else Account.BANK


def _on_payment(event: str, payment: Payment, moves: list[Move], on: date, by: Model | str) -> None:
    is_stripe = payment.method is PaymentMethod.STRIPE
    journal, party = Journal.STRIPE if is_stripe else TOLD[event][0], payment.organisation.name
    words = said(event) % {"of": payment.reference or party}
    post(Occasion(event, payment, on, journal, words, party=party), moves, by=by)


def stripe_fees_kept(movements: Iterable[StripeMovement], *, by: Model | str) -> None:
    """What Stripe kept of each movement."""
    told, event = [], "stripe_fee:kept"
    for each in movements:
        on, words = clock.day_of(each.occurred_at), said(event) % {"of": each.movement_id}
        occasion = Occasion(event, each, on, Journal.STRIPE, words, party="Stripe")
        told.append((occasion, rules.stripe_kept(rules.kept(each))))
    if told:
        post_many(told, by=by)


def payout_arrived(payout: StripePayout, *, on: date, by: Model | str) -> None:
    """What Stripe held is on our bank statement: an entry there got its place."""
    _on_payout("stripe_payout:arrived", payout, rules.payout_arrived(payout.amount), on, by)


def payout_expected(payout: StripePayout, *, by: Model | str) -> None:
    """It has not arrived after all."""
    moves = rules.undone(rules.payout_arrived(payout.amount))
    _on_payout("stripe_payout:seen", payout, moves, clock.today(), by)


def _on_payout(
    event: str, payout: StripePayout, moves: list[Move], on: date, by: Model | str
) -> None:
    words = said(event) % {"of": payout.payout_id}
    post(Occasion(event, payout, on, Journal.BANK, words, party="Stripe"), moves, by=by)


def statement_issued(statement: PaymentStatement, *, by: Model | str) -> None:
    """What a payee is owed by engagement, and what their hours bring the quality system."""
    post_many(_statement_parts(statement), by=by)


def _statement_parts(statement: PaymentStatement) -> Iterator[tuple[Occasion, Sequence[Move]]]:
    for line in statement.lines:
        is_supervision = line.kind is StatementKind.SUPERVISION
        moves = rules.compensation(line.amount, is_supervision=is_supervision)
        yield _on_statement(statement, about=line.engagement.code or ""), moves
    for shares, amount in contributions_of(statement):
        parts = split(amount, shares)
        moves = rules.contribution(parts)
        yield _on_statement(statement), moves


def _on_statement(statement: PaymentStatement, *, about: str = "") -> Occasion:
    event, party, on = "statement:issued", statement.payee.name, statement.issued_on
    words = said(event) % {"of": statement.number}
    return Occasion(event, statement, on, TOLD[event][0], words, party=party, about=about)


def spending_approved(spending: QualitySpending, *, by: Model | str) -> None:
    """What the quality system spends, or the difference of a correction, once two people agree."""
    event, of = "spending:approved", f"{spending.description} {spending.receipt}".strip()
    words = said(event) % {"of": of}
    occasion = Occasion(event, spending, spending.spent_on, Journal.PURCHASES, words)
    post(occasion, rules.spending(spending.category, spending.amount), by=by)


def said(event: str) -> str:
    """The words for an event, in the language of the books; ``%(of)s`` is still to be filled in."""
    with speaking("nl"):
        return str(TOLD[event][1])
