from datetime import timedelta
from itertools import permutations

import pytest

from lt_admin.billing.gateway import Declined, Unreachable
from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.models.payments import (
    RETURN_STEPS,
    PaymentReturn,
    ReturnKind,
    ReturnState,
)
from lt_admin.billing.queries.payments import open_items
from lt_admin.billing.services import returns as services
from lt_admin.billing.services.payments import undo_allocation
from lt_admin.billing.services.stripe_events import ask_everything
from lt_admin.core import clock
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing.invoice_factories import one_invoice
from tests.billing.stripe_desk import HALF, movements, paid_online, returns
from tests.billing.test_services_payments import paid, two_invoices

S = ReturnState


def free(stripe, gateway, *, by):
    """A payment by Stripe that pays nothing any more."""
    payment = paid_online(stripe, gateway, by=by).payment
    undo_allocation(payment.allocations[0], by=by)
    return payment


def asked(payment, amount, by, **facts):
    return services.ask_return(payment, amount=amount, reason="dubbel betaald", by=by, **facts)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("step", ["do", "fail"])
def test_no_step_outside_the_table(coordinator, treasurer, state, step):
    invoice = one_invoice(by=coordinator)
    made = asked(paid(invoice, HALF, treasurer), HALF, treasurer)
    made.state = state
    deed = {"do": lambda: made.do(on=clock.today()), "fail": made.fail}[step]
    if (state, step) in RETURN_STEPS.table:
        deed()
    else:
        with pytest.raises(WrongState):
            deed()


def test_what_goes_back_pays_nothing_else(coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(first, first.gross, treasurer)
    made = asked(payment, HALF, treasurer)
    assert (payment.rest, made.state, made.asked_by_id) == (HALF, S.ASKED, treasurer.id)
    with pytest.raises(Refused):
        payment.pay(second, second.gross)
    (row,) = open_items()
    assert row.rest == HALF


def test_a_transfer_back_is_done_or_does_not_happen(coordinator, treasurer):
    payment = paid(one_invoice(by=coordinator), HALF, treasurer)
    part = Money(100)
    one, other = (asked(payment, part, treasurer) for _ in range(2))
    services.done(one, on=clock.today(), by=treasurer)
    services.failed(other, by=treasurer)
    assert (payment.returned, payment.rest, one.done_on) == (part, HALF - part, clock.today())


@pytest.mark.parametrize("cents", [0, -1, 78_651])
def test_no_more_than_the_rest_goes_back(coordinator, treasurer, cents):
    payment = paid(one_invoice(by=coordinator), HALF, treasurer)
    with pytest.raises(Refused):
        asked(payment, Money(cents), treasurer)


def test_a_return_has_a_reason(coordinator, treasurer):
    payment = paid(one_invoice(by=coordinator), HALF, treasurer)
    with pytest.raises(Refused):
        services.ask_return(payment, amount=HALF, reason=" ", by=treasurer)


def test_a_reversal_opens_the_invoice_for_as_much(coordinator, treasurer):
    invoice = one_invoice(by=coordinator)
    payment = paid(invoice, invoice.gross, treasurer, allocations=[(invoice, invoice.gross)])
    facts = {"reason": "MD06", "on": clock.today(), "by": treasurer}
    made = services.reverse(payment, amount=HALF, **facts)
    assert (made.kind, made.state) == (ReturnKind.REVERSAL, S.DONE)
    assert (invoice.state, invoice.open, payment.rest) == (InvoiceState.ISSUED, HALF, ZERO)
    with pytest.raises(Refused):
        services.reverse(payment, amount=invoice.gross, **facts)


def test_a_reversal_takes_the_rest_first(coordinator, treasurer):
    first, second = two_invoices(coordinator)
    payment = paid(
        first,
        first.gross,
        treasurer,
        allocations=[
            (first, HALF),
        ],
    )
    services.reverse(payment, amount=HALF, reason="MD06", on=clock.today(), by=treasurer)
    assert (first.open, payment.rest, second.open) == (HALF, ZERO, second.gross)


def test_stripe_gives_back_what_was_decided(gateway, stripe, coordinator, treasurer):
    payment = free(stripe, gateway, by=coordinator)
    made = asked(payment, HALF, treasurer)
    services.send_refund(gateway, made)
    (refund,) = stripe.kept("refund").values()
    assert (refund["amount"], made.stripe_id, made.state) == (HALF.cents, refund["id"], S.DONE)
    stripe.deliver(times=2)
    assert (len(returns()), payment.rest) == (1, payment.amount - HALF)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=2)])
def test_an_answer_that_was_lost_refunds_once(gateway, stripe, coordinator, treasurer, late):
    made = asked(free(stripe, gateway, by=coordinator), HALF, treasurer)
    services.send_refund(gateway, made)
    made.state, made.stripe_id, made.done_on = S.ASKED, None, None
    if late:
        stripe.answers.clear()  # the key is forgotten
    ask_everything(gateway)
    assert (len(stripe.kept("refund")), made.state) == (1, S.DONE)


def test_the_event_may_come_before_the_answer(gateway, stripe, coordinator, treasurer):
    payment = free(stripe, gateway, by=coordinator)
    made = asked(payment, HALF, treasurer)
    facts = {"metadata": {"return_id": str(made.id)}}
    stripe.refund(payment.reference, HALF.cents, status="pending", **facts)
    stripe.deliver()
    assert (made.state, len(returns())) == (S.ASKED, 1)
    assert made.stripe_id is not None


def test_what_stripe_will_not_give_back_is_ours_again(gateway, stripe, coordinator, treasurer):
    payment = free(stripe, gateway, by=coordinator)
    made = asked(payment, HALF, treasurer)
    stripe.kept("payment_intent")[payment.reference]["latest_charge"]["amount"] = 1
    with pytest.raises(Declined):
        services.send_refund(gateway, made)
    assert (made.state, payment.rest) == (S.FAILED, payment.amount)


def test_silence_of_stripe_leaves_it_for_the_night(gateway, stripe, coordinator, treasurer):
    made = asked(free(stripe, gateway, by=coordinator), HALF, treasurer)
    stripe.fails = [429]
    with pytest.raises(Unreachable):
        services.send_refund(gateway, made)
    assert made.state is S.ASKED
    ask_everything(gateway)
    assert made.state is S.DONE


def test_a_refund_that_comes_back_is_ours_again(gateway, stripe, coordinator, treasurer):
    payment = free(stripe, gateway, by=coordinator)
    made = asked(payment, HALF, treasurer)
    services.send_refund(gateway, made)
    stripe.outbox.clear()
    stripe.tell("refund.failed", stripe.found("refund", made.stripe_id) | {"status": "failed"})
    stripe.tell("refund.updated", stripe.found("refund", made.stripe_id))  # late
    stripe.deliver()
    assert (made.state, payment.rest) == (S.FAILED, payment.amount)


@pytest.mark.parametrize("lost", [False, True])
def test_a_refund_made_at_stripe_opens_the_invoice(gateway, stripe, coordinator, lost):
    checkout = paid_online(stripe, gateway, by=coordinator)
    stripe.refund(checkout.payment_intent, HALF.cents)
    if lost:
        stripe.outbox.clear()
        ask_everything(gateway)
    stripe.deliver()
    (made,) = returns()
    assert (made.state, made.amount, checkout.invoice.open) == (S.DONE, HALF, HALF)
    assert {each.kind for each in movements()} == {"payment", "refund"}


def test_a_dispute_takes_the_money_off_and_winning_puts_it_back(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    dispute = stripe.dispute(checkout.payment_intent)
    stripe.deliver()
    (made,) = returns()
    assert (made.kind, made.state) == (ReturnKind.DISPUTE, S.ASKED)
    assert checkout.invoice.open == checkout.amount
    stripe.decide(dispute["id"], "won")
    stripe.deliver()
    assert (made.state, checkout.invoice.open, checkout.payment.rest) == (S.FAILED, ZERO, ZERO)


@pytest.mark.parametrize("verdict", ["won", "lost"])
@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_a_dispute_ends_alike_in_any_order(gateway, stripe, coordinator, verdict, order):
    checkout = paid_online(stripe, gateway, by=coordinator)
    dispute = stripe.dispute(checkout.payment_intent)
    stripe.decide(dispute["id"], verdict)
    stripe.deliver(order=lambda events: [events[n] for n in order], times=2)
    (made,) = returns()
    assert made.state is {"won": S.FAILED, "lost": S.DONE}[verdict]
    assert checkout.invoice.open == (ZERO if verdict == "won" else checkout.amount)


def test_an_inquiry_moves_nothing(gateway, stripe, coordinator):
    checkout = paid_online(stripe, gateway, by=coordinator)
    dispute = stripe.dispute(checkout.payment_intent, status="warning_needs_response")
    stripe.decide(dispute["id"], "warning_closed")
    stripe.deliver()
    assert (returns(), checkout.invoice.open) == ([], ZERO)


def test_refunds_and_disputes_of_others_do_nothing(stripe, session):
    for kind in ("refund", "dispute"):
        thing = {"id": f"{kind}_1", "object": kind, "amount": 1, "status": "x"}
        stripe.tell(f"{kind}.created", thing | {"payment_intent": "pi_other"})
    assert stripe.deliver() == [200, 200]
    assert session.query(PaymentReturn).count() == 0
