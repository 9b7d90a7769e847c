import pytest
from sqlalchemy import select

from lt_admin.billing.models.statements import StatementState
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.bills import BillState
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.rules.bills import Point
from lt_admin.payouts.services import bills as services
from tests.payouts import bills

WRONG = {"net": "1000.00", "vat": "210.00"}


@pytest.fixture(autouse=True)
def _early_april(session):
    with bills.wait_until(bills.APRIL):
        yield


@pytest.fixture
def statement(treasurer):
    return bills.statement(bills.employer(), by=treasurer)


def registered(statement, by, content=bills.PDF, **facts):
    typed = bills.typed(**facts) if content == bills.PDF else None
    return services.register(statement, content, typed=typed, by=by)


def test_an_invoice_that_fits_is_matched_and_payable(session, statement, treasurer):
    bill = registered(statement, treasurer)

    assert (bill.state, bill.gross) == (BillState.MATCHED, Money.euros("1149.50"))
    assert queries.payable([statement.id]) == {statement.id: bill}
    assert queries.file_of(bill) == bills.PDF
    assert "bill:registered" in session.scalars(select(AuditEntry.event)).all()


def test_its_vat_goes_in_the_books(statement, treasurer):
    registered(statement, treasurer)
    found = balances(bills.APRIL)
    assert found[Account.VAT_PAID] == Money.euros("199.50")
    assert sum(amount.cents for amount in found.values()) == 0


def test_an_e_invoice_is_read_and_its_file_kept_byte_for_byte(statement, treasurer):
    bill = registered(statement, treasurer, bills.ubl())
    assert (bill.number, bill.state) == ("2025-881", BillState.MATCHED)
    assert queries.file_of(bill) == bills.ubl()


def test_a_difference_waits_for_somebody_else(statement, treasurer):
    bill = registered(statement, treasurer, **WRONG)

    assert bill.state is BillState.DIFFERS
    assert [each.point for each in queries.differences_of(bill)] == [Point.NET, Point.VAT]
    assert queries.payable([statement.id]) == {}
    with pytest.raises(Refused):
        services.approve_difference(bill, reason="reiskosten", by=treasurer)
    assert bill.state is BillState.DIFFERS


def test_a_second_person_approves_it_with_the_reason(statement, treasurer, board):
    bill = registered(statement, treasurer, **WRONG)
    services.approve_difference(bill, reason="reiskosten", by=board)
    assert (bill.state, bill.remark) == (BillState.MATCHED, "reiskosten")
    found = balances(bills.APRIL)
    assert found[Account.VAT_PAID] == Money.euros(210)


def test_nobody_approves_what_pays_their_own_work(treasurer, board):
    statement = bills.statement(bills.freelancer(), by=treasurer, user=board)
    bill = registered(statement, treasurer, **WRONG)
    with pytest.raises(Refused):
        services.approve_difference(bill, reason="klopt", by=board)


def test_an_invoice_that_the_payee_sent_is_decided_on_by_one_of_us(statement, treasurer):
    bill = registered(statement, statement.payee, **WRONG)
    services.approve_difference(bill, reason="reiskosten", by=treasurer)
    assert bill.state is BillState.MATCHED


def test_a_reason_is_needed(statement, treasurer, board):
    bill = registered(statement, treasurer, **WRONG)
    for step in (services.approve_difference, services.reject):
        with pytest.raises(Refused):
            step(bill, reason=" ", by=board)


def test_a_rejected_one_makes_room_for_another_with_the_same_number(session, statement, treasurer):
    bill = registered(statement, treasurer)
    services.reject(bill, reason="verkeerd getypt", by=treasurer)

    again = registered(statement, treasurer)

    assert (bill.state, again.state) == (BillState.REJECTED, BillState.MATCHED)
    assert queries.payable([statement.id]) == {statement.id: again}
    assert balances(bills.APRIL)[Account.VAT_PAID] == Money.euros("199.50")
    assert "verkeerd getypt" in session.scalars(select(QueuedMail.text)).all()[-1]


def test_there_is_one_invoice_for_a_statement(statement, treasurer):
    registered(statement, treasurer)
    with pytest.raises(WrongState):
        registered(statement, treasurer, number="882")


def test_a_number_comes_once_from_a_payee(session, treasurer):
    payee = bills.employer()
    first = bills.statement(payee, by=treasurer)
    registered(first, treasurer)
    other = bills.statement(payee, by=treasurer)
    with pytest.raises(Refused):
        registered(other, treasurer)


def test_nothing_comes_for_a_statement_that_is_paid(statement, treasurer):
    statement.state = StatementState.PAID
    with pytest.raises(WrongState):
        registered(statement, treasurer)


def test_who_lets_us_write_invoices_sends_none(treasurer):
    payee = bills.freelancer()
    bills.agreed(payee)
    with pytest.raises(Refused):
        registered(bills.statement(payee, by=treasurer), treasurer)


def test_a_paper_needs_its_amounts_and_a_day_that_has_come(statement, treasurer):
    with pytest.raises(Refused):
        services.register(statement, bills.PDF, by=treasurer)
    with pytest.raises(Refused):
        registered(statement, treasurer, on=bills.APRIL.replace(day=3))
