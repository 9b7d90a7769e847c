from io import BytesIO

import pytest
from sqlalchemy import select

from lt_admin.core.money import Money
from lt_admin.core.outbox import QueuedMail
from lt_admin.payouts.models.bills import Bill, BillState
from lt_admin.payouts.queries.bills import live_bill
from lt_admin.payouts.services import bills as services
from lt_admin.payouts.services import self_bills
from tests.payouts import bills
from tests.strangers import answers_alike

OPEN = ("/bills", "/bills/awaited")
PAPER = {"number": "2025-881", "issued_on": "2-4-2025", "net": "950,00", "vat": "199,50"}


@pytest.fixture(autouse=True)
def _early_april(session):
    bills.foundation()
    with bills.wait_until(bills.APRIL):
        yield


@pytest.fixture
def statement(treasurer):
    return bills.statement(bills.employer(), by=treasurer)


@pytest.fixture
def differing(statement, treasurer):
    typed = bills.typed(net="1000.00", vat="210.00")
    return services.register(statement, bills.PDF, typed=typed, by=treasurer)


@pytest.fixture
def written(treasurer):
    payee = bills.freelancer()
    bills.agreed(payee)
    return self_bills.issue_self_bill(bills.statement(payee, by=treasurer), by=treasurer)


def sent(client, url, content=bills.PDF, **facts):
    return client.post_form(url, {"file": (BytesIO(content), "factuur.pdf"), **facts})


def test_the_treasurer_registers_a_paper(client_of, treasurer, statement):
    client, url = client_of(treasurer), f"/statements/{statement.id}/bill"
    assert "€ 1.149,50" in client.page(url).text
    answer = sent(client, url, **PAPER)
    made = live_bill(statement)
    assert answer.location == f"/bills/{made.id}"
    assert made.state is BillState.MATCHED


def test_an_e_invoice_needs_nothing_typed(client_of, treasurer, statement):
    sent(client_of(treasurer), f"/statements/{statement.id}/bill", bills.ubl())
    assert live_bill(statement).number == "2025-881"


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        (bills.PDF, PAPER | {"net": ""}),
        (bills.PDF, PAPER | {"vat": "veel"}),
        (bills.PDF, PAPER | {"issued_on": "31-2-2025"}),
        (b"MZ\0\0", PAPER),
        (bills.ubl(head="<!DOCTYPE x []>"), {}),
        (b"", PAPER),
    ],
    ids=["empty", "amount", "day", "program", "dtd", "nothing"],
)
def test_bad_input_is_refused_and_what_was_typed_is_kept(
    client_of, treasurer, statement, content, facts
):
    answer = sent(client_of(treasurer), f"/statements/{statement.id}/bill", content, **facts)
    assert answer.status_code == 422
    assert facts.get("number", "") in answer.text
    assert live_bill(statement) is None


def test_the_second_person_sees_what_differs_and_approves(client_of, board, differing):
    client = client_of(board)
    text = client.page(f"/bills/{differing.id}").text
    for words in ("€ 950,00", "€ 1.000,00", "€ 199,50", "€ 210,00"):
        assert words in text
    client.post_form(f"/bills/{differing.id}/approve", {"reason": "reiskosten"})
    assert differing.state is BillState.MATCHED


def test_who_registered_it_cannot_approve_by_the_page_either(client_of, treasurer, differing):
    client = client_of(treasurer)
    answer = client.post_form(f"/bills/{differing.id}/approve", {"reason": "klopt"})
    assert (answer.status_code, differing.state) == (422, BillState.DIFFERS)


def test_an_invoice_is_sent_back_once(client_of, treasurer, differing):
    client, url = client_of(treasurer), f"/bills/{differing.id}/reject"
    assert client.post_form(url, {"reason": "ander bedrag"}).status_code == 302
    assert client.post_form(url, {"reason": "ander bedrag"}).status_code == 409
    assert differing.state is BillState.REJECTED


def test_the_invoices_that_are_agreed_are_written_in_one_go(client_of, treasurer, session):
    for name in ("Bram Fictema", "Karel Demostein"):
        payee = bills.freelancer(name)
        bills.agreed(payee)
        bills.statement(payee, by=treasurer)
    client = client_of(treasurer)
    assert "€ 2.299,00" in client.page("/bills/write").text
    client.post_form("/bills/write", {"cents": "229900"})
    made = session.scalars(select(Bill)).all()
    assert [each.gross for each in made] == [Money(114950)] * 2


def test_another_amount_than_was_shown_writes_nothing(client_of, treasurer, session):
    payee = bills.freelancer()
    bills.agreed(payee)
    bills.statement(payee, by=treasurer)
    client = client_of(treasurer)
    answers = [client.post_form("/bills/write", {"cents": each}) for each in ("1", "veel")]
    assert [each.status_code for each in answers] == [409, 422]
    assert session.scalars(select(Bill)).all() == []


def test_what_cannot_be_written_says_why(client_of, treasurer):
    payee = bills.freelancer(kvk=None)
    bills.agreed(payee)
    bills.statement(payee, by=treasurer)
    page = client_of(treasurer).page("/bills/write")
    assert "KvK" in page.text
    assert "Alle" not in page.text


def test_what_we_wrote_is_taken_back(client_of, treasurer, written):
    client_of(treasurer).post_form(f"/bills/{written.id}/credit", {"reason": "fout adres"})
    assert written.state is BillState.CREDITED
    assert client_of(treasurer).page(f"/bills/{written.id}")


def test_the_files_are_the_very_bytes(client_of, board, differing, written):
    client = client_of(board)
    assert client.get(f"/bills/{differing.id}/file").data == bills.PDF
    for what in ("paper", "ubl"):
        answer = client.get(f"/bills/{written.id}/{what}")
        assert answer.data == {"paper": written.pdf, "ubl": written.ubl}[what]
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/bills/{differing.id}/ubl").status_code == 404


def test_the_lists_show_what_is_there_and_what_is_to_come(client_of, treasurer, statement, written):
    client = client_of(treasurer)
    assert written.number in client.page("/bills").text
    awaited = client.page("/bills/awaited").text
    assert statement.number in awaited
    assert written.statement.number not in awaited


def test_a_list_costs_the_same_however_long(client_of, treasurer, written, statements):
    client, costs = client_of(treasurer), []
    for name in ("Karel Demostein", "Mirthe Denkbeeld"):
        other = bills.freelancer(name)
        bills.agreed(other)
        self_bills.issue_self_bill(bills.statement(other, by=treasurer), by=treasurer)
        client.page("/bills")
        statements.clear()
        client.page("/bills")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_home_says_what_is_to_be_done(client_of, treasurer, board, differing, written):
    self_bills.object_to(written, words="Elf uren.", by=written.payee)
    waits = bills.freelancer("Karel Demostein")
    bills.agreed(waits)
    bills.statement(waits, by=treasurer)
    text = client_of(treasurer).page("/").text
    assert "€ 1.149,50" in text
    assert "maakte bezwaar" in text
    assert "wijkt af" not in text  # it is for somebody else
    assert "wijkt af" in client_of(board).page("/").text


@pytest.mark.parametrize("address", OPEN)
def test_the_lists_are_for_who_reads_the_finances(client_of, reviewer_user, anyone, address):
    assert client_of(reviewer_user).get(address).status_code == 403
    assert anyone.get(address).status_code == 302


@pytest.mark.parametrize("step", ["", "/approve", "/reject", "/credit", "/file", "/paper"])
def test_a_stranger_learns_nothing(client_of, reviewer_user, differing, step):
    assert answers_alike(client_of(reviewer_user), f"/bills/{{}}{step}", differing.id) == 403


@pytest.mark.parametrize("step", ["approve", "reject", "credit"])
def test_the_coordinator_decides_nothing(client_of, coordinator, differing, step):
    client = client_of(coordinator)
    assert client.post_form(f"/bills/{differing.id}/{step}", {}, page="/account").status_code == 403


def test_a_statement_leads_to_its_invoice(client_of, treasurer, coordinator, statement, written):
    client = client_of(treasurer)
    assert client.get(f"/statements/{written.statement_id}/bills").location.endswith(
        f"/bills/{written.id}"
    )
    assert client.get(f"/statements/{statement.id}/bills").location.endswith("/bill")
    found = client_of(coordinator).get(f"/statements/{statement.id}/bills")
    assert found.location.endswith(statement.number)


def test_the_payee_is_mailed_why_an_invoice_came_back(client_of, treasurer, differing, session):
    client_of(treasurer).post_form(f"/bills/{differing.id}/reject", {"reason": "ander bedrag"})
    mail = session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert "ander bedrag" in mail.text
    assert "/statement/" in mail.link
