"""Payments of ours on the statement: each finds its line, comes back, or is taken off again."""

import pytest
from sqlalchemy import select

from lt_admin.bank.models.statements import EntryState
from lt_admin.bank.queries.suggestions import suggestions_for
from lt_admin.bank.rules.suggesting import Why
from lt_admin.bank.services import bookings, money_out
from lt_admin.bank.services.suggested import take_suggestion
from lt_admin.billing.models.statements import StatementState
from lt_admin.core import audit, clock
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from lt_admin.ledger import queries as ledger
from lt_admin.ledger.models import LedgerEntry
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.batches import BatchState, LineState
from tests.bank.camt_files import DAY, credit, debit
from tests.bank.factories import check_controls, taken_in
from tests.payouts import factories as f

LATER = f.TODAY


@pytest.fixture(autouse=True)
def _today(session):
    clock.stand_still(clock.noon(f.TODAY))
    yield
    clock.stand_still(None)


@pytest.fixture
def batch(session):
    """Two payments that went to the bank."""
    one, other = f.people()
    found = f.exported(f.payable(), f.payable("Ada", 50, iban=f.IBANS[1]), by=one, second=other)
    session.flush()
    return found


def entry_of(transfer):
    return taken_in([transfer])[0]


def paid(amount, **facts):
    return debit(amount, day=LATER, **facts)


def take(entry, index=0):
    take_suggestion(entry, suggestions_for([entry])[entry.id][index].key, by=audit.SYSTEM)
    check_controls()


def whys(entry):
    return [each.why for each in suggestions_for([entry])[entry.id]]


def owed():
    """What the books say of payees and of bank amounts without a place."""
    found = ledger.balances(f.TODAY)
    return [found.get(each, Money(0)).cents for each in (Account.PAYEES, Account.BANK_TO_PLACE)]


def test_with_name_amount_and_account_a_debit_pays_its_line_by_itself(batch):
    line = batch.lines[0]
    wrong = entry_of(paid("94.99", end_to_end=line.end_to_end, iban=line.iban))
    assert (wrong.state, line.state) == (EntryState.OPEN, LineState.WAITING)

    entry = entry_of(paid("95.00", end_to_end=line.end_to_end, iban=line.iban))

    assert (entry.state, line.state) == (EntryState.BOOKED, LineState.PAID)
    check_controls()
    again = entry_of(paid("95.00", end_to_end=line.end_to_end, iban=line.iban, ref="2"))
    assert again.state is EntryState.OPEN


def test_a_debit_finds_its_line_by_its_own_name(batch):
    before = owed()
    entry = entry_of(paid("95.00", end_to_end="B2026-0001-001"))
    assert whys(entry) == [Why.LINE]

    take(entry)

    line = batch.lines[0]
    assert (line.state, line.paid_on, line.statement.paid_on) == (LineState.PAID, LATER, LATER)
    assert (entry.state, batch.state) == (EntryState.BOOKED, BatchState.EXPORTED)
    assert owed()[0] - before[0] == 9500


def test_without_a_name_the_account_tells(batch):
    assert whys(entry_of(paid("95.00", iban=f.IBANS[0]))) == [Why.LINE]
    assert whys(entry_of(paid("95.00", iban=f.IBANS[1], text="2"))) == []
    assert whys(entry_of(paid("95.00", end_to_end="B2026-0009-001", iban=f.IBANS[0]))) == []
    assert whys(entry_of(paid("94.99", end_to_end="B2026-0001-001"))) == []


def test_one_amount_for_the_whole_batch_pays_all_of_it(batch):
    entry = entry_of(paid("145.00", name=""))
    assert whys(entry) == [Why.BATCH]

    take(entry)

    assert batch.state is BatchState.DONE
    assert {each.statement.state for each in batch.lines} == {StatementState.PAID}
    for each in entry.bookings:
        bookings.release(each, by=audit.SYSTEM)
    assert (batch.state, entry.state) == (BatchState.EXPORTED, EntryState.OPEN)
    assert owed()[0] == -14500


def test_what_came_back_opens_its_statement(session, batch):
    take(entry_of(paid("95.00", end_to_end="B2026-0001-001")))
    entry = entry_of(credit("95.00", day=LATER, end_to_end="B2026-0001-001", text="AC04"))
    assert whys(entry)[0] is Why.BACK

    take(entry)

    line = batch.lines[0]
    assert (line.state, line.reason) == (LineState.RETURNED, "AC04")
    assert line.statement.state is StatementState.ISSUED
    assert owed()[0] == -14500
    bookings.release(entry.bookings[0], by=audit.SYSTEM)
    assert (line.state, line.statement.state) == (LineState.PAID, StatementState.PAID)
    assert owed()[0] == -5000


def test_what_is_paid_again_is_not_taken_off_its_return(batch):
    take(entry_of(paid("95.00", end_to_end="B2026-0001-001")))
    entry = entry_of(credit("95.00", day=LATER, end_to_end="B2026-0001-001"))
    take(entry)
    f.made(batch.lines[0].statement, by=f.people()[0])

    with pytest.raises(WrongState, match="B2026-0002"):
        bookings.release(entry.bookings[0], by=audit.SYSTEM)


def test_a_batch_that_is_not_at_the_bank_is_not_paid(session):
    one, other = f.people()
    batch = f.approved(f.payable(), by=one, second=other)
    session.flush()
    entry = entry_of(paid("95.00", end_to_end="B2026-0001-001"))

    assert whys(entry) == []
    with pytest.raises(WrongState):
        money_out.book_line(entry, batch.lines[0], by=audit.SYSTEM)
    assert batch.lines[0].statement.state is StatementState.ISSUED


def test_a_line_is_paid_once(batch):
    first, second = (
        entry_of(paid("95.00", end_to_end="B2026-0001-001", text=text)) for text in ("een", "twee")
    )
    take(first)

    assert whys(second) == []
    with pytest.raises(WrongState):
        money_out.book_line(second, batch.lines[0], by=audit.SYSTEM)


def test_another_amount_is_refused(batch):
    with pytest.raises(Refused):
        money_out.book_line(entry_of(paid("94.00")), batch.lines[0], by=audit.SYSTEM)
    with pytest.raises(Refused):
        money_out.book_batch(entry_of(paid("93.00")), batch, by=audit.SYSTEM)


@pytest.mark.parametrize(("transfer", "cents"), [(debit("9.95"), 995), (credit("9.95"), -995)])
def test_costs_of_the_bank_go_to_their_account_and_off_it_again(session, transfer, cents):
    entry = entry_of(transfer)

    money_out.book_account(entry, Account.BANK_COSTS, by=audit.SYSTEM)

    assert entry.state is EntryState.BOOKED
    session.flush()
    assert ledger.balances(DAY)[Account.BANK_COSTS] == Money(cents)
    assert session.scalars(select(LedgerEntry.subject)).all()[-1] == f"bank_entry:{entry.id}"
    bookings.release(entry.bookings[0], by=audit.SYSTEM)
    session.flush()
    assert ledger.balances(DAY)[Account.BANK_COSTS] == Money(0)
    check_controls()


@pytest.mark.parametrize("account", [Account.PAYEES, Account.DEBTORS, Account.BANK, Account.RESULT])
def test_an_account_with_a_sub_ledger_takes_no_bank_amount_by_hand(account):
    with pytest.raises(Refused):
        money_out.book_account(entry_of(debit("9.95")), account, by=audit.SYSTEM)


def test_the_pages_show_where_it_went(batch, client_of, treasurer):
    client = client_of(treasurer)
    line, costs = taken_in([paid("95.00", end_to_end="B2026-0001-001"), paid("1.00")])
    assert "B2026-0001-001, Bram Fictema" in client.page("/bank/work-list").text

    take(line)
    url = f"/bank/entries/{costs.id}"
    client.post_form(f"{url}/account", {"account": "4500"}, page=url)

    assert "Betaling aan Bram Fictema" in client.page(f"/bank/entries/{line.id}").text
    assert "4500" in client.page(url).text


@pytest.mark.parametrize("account", ["", "x", "1600"])
def test_nonsense_books_nothing(client_of, treasurer, account):
    entry = entry_of(debit("9.95"))
    url = f"/bank/entries/{entry.id}"

    answer = client_of(treasurer).post_form(f"{url}/account", {"account": account}, page=url)

    assert (answer.status_code, entry.state) == (422, EntryState.OPEN)
