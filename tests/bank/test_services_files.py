"""A file is looked at, taken in once, and what is certain finds its place."""

import pytest
from sqlalchemy import func, select

from lt_admin.bank.models.statements import BankBooking, BankEntry, BankFile, BookedBy, EntryState
from lt_admin.bank.models.statements import FileState as F
from lt_admin.bank.services import files
from lt_admin.billing.models.checkouts import StripePayout
from lt_admin.billing.models.invoices import InvoiceState
from lt_admin.billing.models.payments import Payment
from lt_admin.core import audit, clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.bank.camt_files import VERSIONS, credit, debit, document, sheet, statement
from tests.bank.factories import (
    amount_of,
    check_controls,
    entries_of,
    invoice_of,
    read,
    taken_in,
)
from tests.billing.invoice_factories import foundation


def count(table):
    return db_session.scalars(select(func.count()).select_from(table)).one()


def pays(invoice, **facts):
    return credit(amount_of(invoice.gross), structured=invoice.payment_reference, **facts)


def test_reading_books_nothing(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    file = read([pays(invoice)], by=treasurer)
    assert (file.state, file.form) == (F.READ, "camt.053.001.08")
    assert [count(table) for table in (BankEntry, BankBooking, Payment)] == [0, 0, 0]
    assert invoice.paid == ZERO


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_certain_is_booked_when_the_file_is_taken_in(coordinator, treasurer, version):
    invoice = invoice_of(by=coordinator)
    (entry,) = taken_in([pays(invoice, text="dank")], by=treasurer, version=version)
    assert invoice.state is InvoiceState.PAID
    assert (entry.state, entry.rest) == (EntryState.BOOKED, ZERO)
    assert entry.bookings[0].how is BookedBy.REFERENCE
    payment = db_session.get(Payment, entry.bookings[0].payment_id)
    assert (payment.allocated, payment.rest) == (invoice.gross, ZERO)
    assert (payment.received_on, payment.recorded_by_id) == (entry.booked_on, treasurer.id)
    check_controls()


def test_a_number_with_the_exact_amount_is_booked(coordinator):
    invoice = invoice_of(by=coordinator)
    (entry,) = taken_in([credit(amount_of(invoice.gross), text=f"factuur {invoice.number}")])
    assert entry.bookings[0].how is BookedBy.NUMBER


def test_an_account_that_paid_before_is_known(coordinator):
    first, iban = invoice_of(by=coordinator), "NL20INGB0001234567"
    second = invoice_of(by=coordinator, payers=[first.organisation])
    taken_in([pays(first, iban=iban)])
    taken_in([credit("100.00", text=f"deel van {second.number}", iban=iban)], name="2")
    assert second.paid == Money.euros(100)


def test_everything_else_waits(coordinator):
    invoice = invoice_of(by=coordinator)
    wrong = [credit("1.00", text=invoice.number), debit("50.00", text=invoice.number)]
    back = debit(amount_of(invoice.gross), structured=invoice.payment_reference, reversal=True)
    found = taken_in([*wrong, back])
    assert {entry.state for entry in found} == {EntryState.OPEN}
    assert count(Payment) == 0
    check_controls()


def test_no_mail_goes_out(coordinator):
    invoice = invoice_of(by=coordinator)
    before = count(QueuedMail)
    taken_in([pays(invoice)])
    assert count(QueuedMail) == before


def test_too_much_stays_visible_on_the_payment(coordinator):
    invoice = invoice_of(by=coordinator)
    much = amount_of(invoice.gross + Money.euros(10))
    taken_in([credit(much, structured=invoice.payment_reference)])
    assert [each.rest for each in db_session.scalars(select(Payment))] == [Money.euros(10)]


def test_an_invoice_that_is_paid_twice_in_one_file_is_paid_once(coordinator):
    invoice = invoice_of(by=coordinator)
    first, second = taken_in([pays(invoice), pays(invoice)])
    assert (first.state, second.state) == (EntryState.BOOKED, EntryState.OPEN)
    assert invoice.open == ZERO


def payout(**facts):
    standard = {"payout_id": "po_1", "amount": Money.euros(50), "arrives_on": clock.today()}
    made = StripePayout(**standard | {"state": "in_transit", "descriptor": "LT-PO1"} | facts)
    db_session.add(made)
    db_session.flush()
    return made


def test_a_payout_of_stripe_is_recognised_and_no_payment():
    made = payout()
    (entry,) = taken_in([credit("50.00", name="STRIPE PAYMENTS EUROPE", text="lt-po1")])
    assert entry.bookings[0].how is BookedBy.STRIPE
    assert made.arrived_on == entry.booked_on
    assert count(Payment) == 0
    check_controls()


@pytest.mark.parametrize(
    "facts",
    [{"name": "Stroop"}, {"text": "iets anders"}, {"amount": "50.01"}],
)
def test_what_only_looks_like_a_payout_waits(facts):
    payout()
    standard = {"amount": "50.00", "name": "STRIPE", "text": "LT-PO1"} | facts
    (entry,) = taken_in([credit(standard.pop("amount"), **standard)])
    assert entry.state is EntryState.OPEN


def test_two_payouts_that_both_fit_wait():
    payout(), payout(payout_id="po_2")
    (entry,) = taken_in([credit("50.00", name="STRIPE", text="LT-PO1")])
    assert entry.state is EntryState.OPEN


def test_a_batch_books_each_detail(coordinator):
    first = invoice_of(by=coordinator)
    second = invoice_of(by=coordinator, payers=[first.organisation])
    whole = amount_of(first.gross + second.gross)
    found = taken_in([credit(whole, details=(pays(first), pays(second)), ref="B1")])
    assert {entry.state for entry in found} == {EntryState.BOOKED}
    assert (first.open, second.open) == (ZERO, ZERO)


def test_the_same_file_is_the_same_file(treasurer):
    first = read([credit("1.00")], by=treasurer)
    assert read([credit("1.00")], by=treasurer) is first
    files.confirm(first, treasurer)
    assert read([credit("1.00")], by=treasurer).state is F.CONFIRMED
    assert count(BankFile) == 1


def test_a_file_that_was_thrown_away_may_be_looked_at_again(treasurer):
    file = read([credit("1.00")], by=treasurer)
    files.discard(file, treasurer)
    assert read([credit("1.00")], by=treasurer).state is F.READ


@pytest.mark.parametrize("step", ["confirm", "discard"])
@pytest.mark.parametrize("before", ["confirm", "discard"])
def test_a_file_is_taken_in_or_thrown_away_once(treasurer, before, step):
    file = read([credit("1.00")], by=treasurer)
    getattr(files, before)(file, treasurer)
    with pytest.raises(WrongState):
        getattr(files, step)(file, treasurer)


def test_an_overlapping_file_brings_only_what_is_new():
    old, new = credit("1.00", ref="A"), credit("2.00", ref="B")
    taken_in([old])
    (entry,) = taken_in([old, new], name="overlap")
    assert entry.amount == Money(200)
    assert entry.statement.seen_before == Money(100)
    check_controls()


def test_of_equal_lines_as_many_are_new_as_were_not_there():
    taken_in([credit("1.00")])
    assert len(taken_in([credit("1.00")] * 3, name="more")) == 2
    assert count(BankEntry) == 3
    check_controls()


def test_another_dialect_of_the_same_statement_brings_nothing_new():
    found = [len(taken_in([credit("1.00", text="x")], version=v)) for v in VERSIONS]
    assert found == [1, 0, 0]


def test_a_refused_file_leaves_nothing(treasurer):
    foundation()
    with pytest.raises(Refused):
        files.read_file("x", statement([credit("1.00")], closing="5.00"), treasurer)
    assert count(BankFile) == 0


def test_what_somebody_pays_meanwhile_is_not_paid_twice(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    file = read([pays(invoice)], by=treasurer)
    taken_in([pays(invoice, ref="other")], name="other")
    files.confirm(file, treasurer)
    assert [entry.state for entry in entries_of(file)] == [EntryState.OPEN]


def test_several_statements_in_one_file(treasurer):
    foundation()
    pages = [sheet([credit("1.00")], name="1"), sheet([debit("2.00")], opening="1001.00", name="2")]
    file = files.read_file("x", document(pages), treasurer)
    outcome = files.confirm(file, treasurer)
    assert (outcome.entries, outcome.waiting, outcome.cents) == (2, 2, Money(-100))
    assert [each.identification for each in file.statements] == ["1", "2"]
    check_controls()


def test_the_log_tells_what_was_taken_in(coordinator, treasurer):
    invoice = invoice_of(by=coordinator)
    taken_in([pays(invoice), credit("1.00")], by=treasurer)
    rows = db_session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    told = {row.event: row for row in rows if row.actor == audit.name_of(treasurer)}
    assert told["bank_file:confirmed"].facts["matched"] == "1"
    assert told["payment:recorded"].facts["cents"] == str(invoice.gross.cents)
    assert told["payment:allocated"].about == audit.name_of(invoice.engagement)
    assert told["bank_entry:booked"].facts["how"] == "reference"


def test_a_whole_file_costs_few_statements(coordinator, statements):
    invoices = [invoice_of(by=coordinator) for _ in range(3)]
    transfers = [pays(each) for each in invoices]
    file = read([*transfers, *(credit("1.00", ref=f"N{n}") for n in range(300))])
    statements.clear()
    files.confirm(file, audit.SYSTEM)
    assert len(statements) <= 30
