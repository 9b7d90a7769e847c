"""Whatever happens in whatever order, the books say what the sub-ledgers say."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lt_admin.billing.models.invoices import Invoice, InvoiceState, Round
from lt_admin.billing.models.payments import Payment, PaymentAllocation, PaymentReturn
from lt_admin.billing.models.reminders import ChargeAllocation, ChargeKind, LateCharge
from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.models.write_offs import WriteOff
from lt_admin.billing.services import charges, returns, write_offs
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import draft_round, issue_invoice
from lt_admin.billing.services.payments import Receipt, allocate, record_payment, undo_allocation
from lt_admin.billing.services.postings import spending_approved
from lt_admin.billing.services.spending import correct_spending, record_spending
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.db import session as db
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.ledger.services import close_period
from tests.billing import work
from tests.billing.invoice_factories import review
from tests.ledger.books import agree

FIRST = date(2026, 1, 12)
small, cents = st.integers(0, 3), st.integers(1, 300_000)
deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["bill", "statement", "close"])),
        st.tuples(st.just("wait"), st.integers(1, 70)),
        st.tuples(st.just("credit"), small, st.booleans()),
        st.tuples(st.sampled_from(["pay", "allot"]), small, cents),
        st.tuples(st.sampled_from(["undo", "back", "went", "bounced"]), small),
        st.tuples(st.sampled_from(["give_up", "decide", "revoke"]), small),
        st.tuples(st.just("charge"), small, st.sampled_from(ChargeKind)),
        st.tuples(st.sampled_from(["waive", "pay_charge", "undo_charge"]), small),
        st.tuples(st.just("spend"), st.sampled_from(QualityCategory), cents),
    ),
    max_size=18,
)


class House:
    """People who do things in any order; what is refused changes nothing."""

    def __init__(self, coordinator, treasurer, board):
        self.by, self.other, self.board, self.today = coordinator, treasurer, board, FIRST
        self.worked_on = FIRST
        with self.now():
            self.review = review((60, 40), by=coordinator, hours=1000)
            self.review.worker = work.reviewer(paid_to=work.payee())

    def now(self):
        return clock.at(clock.noon(self.today))

    def nth(self, kind, number):
        found = db.scalars(select(kind).order_by(kind.id)).all()
        if not found:
            raise Refused("none")
        return found[number % len(found)]

    def do(self, verb, *facts):
        with self.now(), contextlib.suppress(Refused), db.begin_nested():
            getattr(self, verb)(*facts)
            db.flush()
        db.expire_all()
        with self.now():
            agree()

    def wait(self, days):
        self.today += timedelta(days=days)

    def bill(self):
        self.worked_on -= timedelta(days=1)
        work.hours(self.review.worker, self.review, 90, day=self.worked_on)
        for each in draft_round(self.review, Round.INTERIM, by=self.by):
            issue_invoice(each, by=self.by)

    def statement(self):
        work.supervision(self.review.worker, self.review, day=self.today)
        issue_statements(self.today.year, self.today.month, by=self.other)

    def close(self):
        month = self.today.replace(day=1) - timedelta(days=1)
        close_period(month.year, month.month, by=self.board)

    def credit(self, number, in_full):
        invoice = self.nth(Invoice, number)
        lines = None if in_full else invoice.lines[:1]
        credit_invoice(invoice, lines=lines, reason="anders", by=self.by)

    def pay(self, number, amount):
        invoice, money = self.nth(Invoice, number), Money(amount)
        parts = [(invoice, min(money, invoice.open))] if invoice.open.cents > 0 else []
        day = self.today - timedelta(days=number)
        record_payment(Receipt(invoice.organisation, day, money), allocations=parts, by=self.by)

    def allot(self, number, amount):
        allocate(self.nth(Payment, number), self.nth(Invoice, number), Money(amount), by=self.by)

    def undo(self, number):
        undo_allocation(self.nth(PaymentAllocation, number), by=self.by)

    def back(self, number):
        payment = self.nth(Payment, number)
        returns.ask_return(payment, amount=payment.rest, reason="te veel", by=self.by)

    def went(self, number):
        returns.done(self.nth(PaymentReturn, number), on=self.today, by=self.by)

    def bounced(self, number):
        returns.failed(self.nth(PaymentReturn, number), by=self.by)

    def give_up(self, number):
        write_offs.propose(self.nth(Invoice, number), reason="failliet", by=self.by)

    def decide(self, number):
        write_offs.approve(self.nth(WriteOff, number), by=self.other)

    def revoke(self, number):
        write_offs.revoke(self.nth(WriteOff, number), by=self.other)

    def charge(self, number, kind):
        charges.charge(self.nth(Invoice, number), kind=kind, by=self.by)

    def waive(self, number):
        charges.waive(self.nth(LateCharge, number), reason="coulance", by=self.by)

    def pay_charge(self, number):
        charge = self.nth(LateCharge, number)
        payer = charge.invoice.organisation
        payment = record_payment(Receipt(payer, self.today, Money(5000)), by=self.by)
        charges.pay_charge(payment, charge, min(charge.open, Money(1900)), by=self.by)

    def undo_charge(self, number):
        charges.undo_charge_allocation(self.nth(ChargeAllocation, number), by=self.by)

    def spend(self, category, amount):
        facts = {"category": category, "spent_on": self.today, "description": "Folder"}
        made = record_spending(**facts, amount=Money(amount), by=self.by)
        spending_approved(made, by=self.other)
        spending_approved(correct_spending(made, amount=Money(1), by=self.by), by=self.other)


@given(what=deeds)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_books_say_what_the_sub_ledgers_say(coordinator, treasurer, board, what):
    with db.begin_nested() as point:
        house = House(coordinator, treasurer, board)
        house.do("bill")
        for verb, *facts in what:
            house.do(verb, *facts)
        point.rollback()
    db.expire_all()


def test_a_long_story_with_every_deed(coordinator, treasurer, board):
    house = House(coordinator, treasurer, board)
    for verb, *facts in LONG:
        house.do(verb, *facts)

    states = db.scalars(select(Invoice.state)).all()
    assert {InvoiceState.PAID, InvoiceState.CREDITED} <= set(states)
    for kind in (WriteOff, LateCharge, ChargeAllocation, PaymentReturn):
        assert db.scalars(select(kind)).all() != []


LONG = [
    *(("bill",), ("statement",), ("pay", 0, 5_000), ("credit", 1, True), ("wait", 65)),
    *(("charge", 0, ChargeKind.COSTS), ("charge", 0, ChargeKind.INTEREST), ("pay_charge", 0)),
    *(("close",), ("waive", 0), ("undo_charge", 0), ("pay", 0, 300_000), ("undo", 0)),
    *(("back", 0), ("went", 0), ("bounced", 0), ("bill",), ("give_up", 3), ("decide", 0)),
    *(("wait", 40), ("close",), ("revoke", 0), ("spend", QualityCategory.OUTREACH, 700)),
    *(("bill",), ("pay", 3, 1), ("allot", 2, 100), ("statement",), ("pay", 0, 300_000)),
]
