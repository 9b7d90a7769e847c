"""Places by hand: nothing ever vanishes, whatever somebody does in whatever order."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lt_admin.bank.models.statements import (
    BANK_ENTRY_STEPS,
    FILE_STEPS,
    BankEntry,
    EntryState,
    FileState,
)
from lt_admin.bank.queries.suggestions import suggestions_for
from lt_admin.bank.rules.suggesting import Why
from lt_admin.bank.services import bookings, files
from lt_admin.bank.services.suggested import take_suggestion
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.models.payments import Payment, ReturnState
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.returns import ask_return
from lt_admin.core import audit, clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused, WrongState
from tests.bank.camt_files import credit, debit
from tests.bank.factories import amount_of, check_controls, invoice_of, read, taken_in

IBAN = "NL20INGB0001234567"
TEN = Money.euros(10)


def one(transfer, **facts):
    return taken_in([transfer], **facts)[0]


def why(entry):
    return [each.why for each in suggestions_for([entry])[entry.id]]


def take(entry, index=0, by=audit.SYSTEM):
    take_suggestion(entry, suggestions_for([entry])[entry.id][index].key, by=by)
    check_controls()


def payments():
    return db_session.scalars(select(Payment).order_by(Payment.id)).all()


def pays(invoice, money=None, **facts):
    return credit(amount_of(money or invoice.gross), structured=invoice.payment_reference, **facts)


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("step", ["book", "release", "set_aside", "take_up"])
def test_steps_of_an_entry_that_are_not_in_the_table_are_refused(state, step):
    if not BANK_ENTRY_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            BANK_ENTRY_STEPS.after(state, step)


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("step", ["confirm", "discard", "look_again"])
def test_steps_of_a_file_that_are_not_in_the_table_are_refused(state, step):
    if not FILE_STEPS.allows(state, step):
        with pytest.raises(WrongState):
            FILE_STEPS.after(state, step)


def test_by_hand_to_an_organisation_and_its_invoices(coordinator, treasurer):
    invoice, entry = invoice_of(by=coordinator), one(credit("100.00"))
    bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)
    assert (invoice.paid, payments()[0].rest) == (TEN, Money.euros(90))
    assert entry.state is EntryState.BOOKED
    check_controls()


def test_by_hand_to_a_payer_without_an_invoice(coordinator, treasurer):
    payer, entry = invoice_of(by=coordinator).organisation, one(credit("100.00"))
    bookings.book_payment(entry, [], payer=payer, by=treasurer)
    assert payments()[0].rest == Money.euros(100)


def test_one_transfer_for_two_organisations_leaves_the_rest_waiting(coordinator, treasurer):
    first, second = invoice_of(by=coordinator), invoice_of(by=coordinator)
    entry = one(credit("100.00"))
    bookings.book_payment(entry, [(first, TEN), (second, TEN)], by=treasurer)
    assert (entry.state, entry.rest) == (EntryState.OPEN, Money.euros(80))
    assert {each.organisation_id for each in payments()} == {
        first.organisation_id,
        second.organisation_id,
    }
    check_controls()


def test_more_than_the_entry_has_is_refused(coordinator, treasurer):
    invoice, entry = invoice_of(by=coordinator), one(credit("5.00"))
    with pytest.raises(Refused):
        bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)


def test_money_that_went_out_pays_nothing(coordinator, treasurer):
    invoice, entry = invoice_of(by=coordinator), one(debit("50.00"))
    with pytest.raises(Refused):
        bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)


def test_nobody_is_no_payer(treasurer):
    with pytest.raises(Refused):
        bookings.book_payment(one(credit("5.00")), [], by=treasurer)


def test_a_place_is_given_once(coordinator, treasurer):
    invoice, entry = invoice_of(by=coordinator), one(credit("10.00"))
    bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)
    with pytest.raises(WrongState):
        bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)


def test_a_release_takes_everything_back(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    entry = one(pays(invoice))
    bookings.release(entry.bookings[0], by=treasurer)
    assert (invoice.paid, payments()[0].rest) == (ZERO, ZERO)
    assert (entry.state, entry.rest) == (EntryState.OPEN, invoice.gross)
    check_controls()
    with pytest.raises(WrongState):
        bookings.release(entry.bookings[0], by=treasurer)


def test_a_payment_that_went_back_in_part_is_not_released(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    entry = one(pays(invoice, invoice.gross + TEN))
    ask_return(payments()[0], amount=TEN, reason="te veel", by=treasurer)
    with pytest.raises(Refused):
        bookings.release(entry.bookings[0], by=treasurer)


def test_setting_aside_asks_why_and_is_undone(treasurer):
    entry = one(debit("50.00"))
    with pytest.raises(Refused):
        bookings.set_aside(entry, reason=" ", by=treasurer)
    bookings.set_aside(entry, reason="huur", by=treasurer)
    check_controls()
    with pytest.raises(WrongState):
        bookings.set_aside(entry, reason="nog eens", by=treasurer)
    bookings.take_up(entry, by=treasurer)
    assert (entry.state, entry.set_aside_reason) == (EntryState.OPEN, "")


def test_what_is_set_aside_pays_nothing(coordinator, treasurer):
    invoice, entry = invoice_of(by=coordinator), one(credit("50.00"))
    bookings.set_aside(entry, reason="vergissing", by=treasurer)
    with pytest.raises(WrongState):
        bookings.book_payment(entry, [(invoice, TEN)], by=treasurer)


def test_amount_and_account_are_suggested(coordinator):
    first = invoice_of(by=coordinator, hours=8)
    second = invoice_of(by=coordinator, payers=[first.organisation])
    one(pays(first, iban=IBAN))
    entry = one(credit(amount_of(second.gross), iban=IBAN), name="2")
    assert why(entry) == [Why.ACCOUNT]
    take(entry)
    assert second.open == ZERO


def test_an_account_that_the_organisation_told_is_known(coordinator):
    invoice = invoice_of(by=coordinator)
    invoice.organisation.iban = "NL20 INGB 0001 2345 67"
    entry = one(credit(amount_of(invoice.gross), iban=IBAN))
    assert why(entry) == [Why.ACCOUNT]


def test_all_that_is_open_and_pairs_are_suggested(coordinator):
    first = invoice_of(by=coordinator, hours=1)
    payers = [first.organisation]
    others = [invoice_of(by=coordinator, hours=h, payers=payers) for h in (2, 4)]
    first.organisation.iban = IBAN
    whole = one(credit(amount_of(Money.total(i.gross for i in (first, *others))), iban=IBAN))
    pair = one(credit(amount_of(first.gross + others[1].gross), iban=IBAN), name="2")
    assert (why(whole), why(pair)) == ([Why.ALL], [Why.PAIR])


def test_the_amount_alone_is_a_weak_suggestion(coordinator):
    invoice = invoice_of(by=coordinator, hours=7)
    assert why(one(credit(amount_of(invoice.gross)))) == [Why.AMOUNT]


def test_what_is_named_but_not_certain_is_suggested(coordinator):
    invoice = invoice_of(by=coordinator)
    entry = one(credit("10.00", text=f"deel van {invoice.number}"))
    assert why(entry) == [Why.NAMED]
    take(entry)
    assert invoice.paid == TEN


def test_a_suggestion_that_holds_no_more_is_refused(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    entry = one(credit("10.00", text=f"deel van {invoice.number}"))
    key = suggestions_for([entry])[entry.id][0].key
    one(pays(invoice), name="2")
    with pytest.raises(WrongState):
        take_suggestion(entry, key, by=treasurer)


def test_what_was_paid_too_much_is_netted(coordinator):
    first = invoice_of(by=coordinator, hours=4)
    second = invoice_of(by=coordinator, payers=[first.organisation])
    one(pays(first))
    credit_invoice(first, reason="minder uren", by=coordinator)
    words = f"{second.number} minus {first.number}"
    entry = one(credit(amount_of(second.gross - first.gross), text=words), name="2")
    assert why(entry) == [Why.NETTED]
    take(entry)
    assert (first.open, second.open) == (ZERO, ZERO)


def test_a_refund_that_was_asked_for_is_recognised(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    one(pays(invoice, invoice.gross + TEN, iban=IBAN))
    back = ask_return(payments()[0], amount=TEN, reason="te veel", by=treasurer)
    entry = one(debit("10.00", iban=IBAN, name="x"), name="2")
    assert why(entry) == [Why.RETURN]
    take(entry)
    assert (back.state, back.done_on) == (ReturnState.DONE, entry.booked_on)


def test_a_refund_to_another_account_is_not_suggested(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    one(pays(invoice, invoice.gross + TEN, iban=IBAN))
    ask_return(payments()[0], amount=TEN, reason="te veel", by=treasurer)
    assert why(one(debit("10.00", iban="NL69RABO0303333333", name="Y"), name="2")) == []


def test_a_refund_that_bounces_is_with_us_again(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    one(pays(invoice, invoice.gross + TEN, iban=IBAN))
    ask_return(payments()[0], amount=TEN, reason="te veel", by=treasurer)
    take(one(debit("10.00", iban=IBAN), name="2"))
    entry = one(credit("10.00", iban=IBAN, reversal=True), name="3")
    assert why(entry) == [Why.BOUNCE]
    take(entry)
    assert payments()[0].rest == TEN


def test_a_reversal_lets_the_invoice_ask_again(coordinator):
    invoice = invoice_of(by=coordinator)
    one(pays(invoice, iban=IBAN))
    entry = one(debit(amount_of(invoice.gross), iban=IBAN, reversal=True), name="2")
    assert why(entry) == [Why.REVERSAL]
    take(entry)
    assert (invoice.paid, payments()[0].rest) == (ZERO, ZERO)


def test_a_payout_without_its_descriptor_is_suggested_and_released(treasurer):
    facts = {"payout_id": "po", "amount": TEN, "arrives_on": clock.today(), "state": "paid"}
    made = StripePayout(**facts, descriptor="LT")
    db_session.add(made)
    entry = one(credit("10.00", name="Stripe"))
    assert why(entry) == [Why.PAYOUT]
    take(entry)
    assert made.arrived_on is not None
    bookings.release(entry.bookings[0], by=treasurer)
    assert (made.arrived_on, entry.state) == (None, EntryState.OPEN)
    check_controls()


def test_many_entries_cost_as_many_statements_as_one(coordinator, statements):
    invoice_of(by=coordinator)
    entries = taken_in([credit(f"{n}.00", text=f"2026-{n:04}") for n in range(1, 41)])
    statements.clear()
    suggestions_for(entries[:1])
    once = len(statements)
    statements.clear()
    suggestions_for(entries)
    assert len(statements) <= once + 1


deeds = st.lists(
    st.tuples(
        st.sampled_from(["book", "hand", "release", "aside", "up", "again", "back"]),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=14,
)


class Desk:
    """A treasurer at work; what is refused leaves everything as it was."""

    def __init__(self, coordinator, treasurer):
        self.by = treasurer
        first = invoice_of(by=coordinator, hours=1)
        self.invoices = [first, invoice_of(by=coordinator, hours=2, payers=[first.organisation])]
        self.transfers = [
            *(pays(first, iban=IBAN), credit("10.00", iban=IBAN, text=self.invoices[1].number)),
            *(credit("3.00", ref="x"), credit("3.00", ref="x"), debit("7.00", name="huur")),
            debit(amount_of(first.gross), iban=IBAN, reversal=True),
        ]
        self.entries, self.turn = taken_in(self.transfers, by=treasurer), 0

    def book(self, number, index):
        ideas = suggestions_for([self.entries[number]]).get(self.entries[number].id, [])
        if index < len(ideas):
            take_suggestion(self.entries[number], ideas[index].key, by=self.by)

    def hand(self, number, cents):
        parts = [(self.invoices[1], Money(cents))] if cents else []
        payer = self.invoices[1].organisation
        bookings.book_payment(self.entries[number], parts, payer=payer, by=self.by)

    def release(self, number, index):
        live = [each for each in self.entries[number].bookings if each.undone_at is None]
        for each in live[: index + 1]:
            bookings.release(each, by=self.by)

    def aside(self, number, _):
        bookings.set_aside(self.entries[number], reason="niet voor ons", by=self.by)

    def up(self, number, _):
        bookings.take_up(self.entries[number], by=self.by)

    def again(self, number, _):
        self.turn += 1
        file = read(self.transfers[: number + 1], by=self.by, name=f"again-{self.turn}")
        files.confirm(file, self.by)

    def back(self, number, _):
        found = payments()
        if number < len(found):
            ask_return(found[number], amount=Money(1), reason="terug", by=self.by)


@given(what=deeds)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_vanishes_whatever_happens(coordinator, treasurer, what):
    with db_session.begin_nested() as point:
        desk = Desk(coordinator, treasurer)
        for verb, *facts in what:
            with contextlib.suppress(Refused), db_session.begin_nested():
                getattr(desk, verb)(*facts)
            check_controls()
            assert len(db_session.scalars(select(BankEntry.id)).all()) == len(desk.transfers)
        point.rollback()
    db_session.expire_all()
