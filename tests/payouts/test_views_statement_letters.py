from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select, update

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.accounts.services import new_link
from lt_admin.core import audit, clock
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from lt_admin.payouts.models.bills import BillState
from lt_admin.payouts.queries.bills import live_bill
from lt_admin.payouts.services import bills as services
from lt_admin.payouts.services import self_bills
from tests.payouts import bills

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
def written(treasurer):
    payee = bills.freelancer()
    bills.agreed(payee)
    return self_bills.issue_self_bill(bills.statement(payee, by=treasurer), by=treasurer)


def path_of(statement):
    """The path of the newest link that was mailed for a statement."""
    db_session.flush()
    wanted = select(QueuedMail.link).where(QueuedMail.about == audit.name_of(statement))
    found = db_session.scalars(wanted.order_by(QueuedMail.id)).all()[-1]
    return found.partition("127.0.0.1:8000")[2]


def sent(client, path, content=bills.PDF, **facts):
    return client.post_form(
        f"{path}/invoice", {"file": (BytesIO(content), "factuur.pdf"), **facts}, page=path
    )


def test_the_payee_reads_the_statement_without_an_account(anyone, statement):
    path = path_of(statement)
    text = anyone.page(path).text
    for words in (statement.number, "De Proefpolder", "€ 950,00", "€ 199,50", "10:00"):
        assert words in text
    assert anyone.get(f"{path}/pdf").data == statement.pdf


def test_reading_changes_nothing(anyone, statement, session):
    before = session.scalar(select(func.count()).select_from(audit.AuditEntry))
    for _ in range(2):
        anyone.page(path_of(statement))
    assert session.scalar(select(func.count()).select_from(audit.AuditEntry)) == before


def test_the_employer_sends_its_invoice(anyone, statement):
    path = path_of(statement)
    assert sent(anyone, path, **PAPER).status_code == 302
    bill = live_bill(statement)
    assert (bill.state, bill.made_by_id) == (BillState.MATCHED, None)
    assert "2025-881" in anyone.page(path).text


def test_an_e_invoice_that_differs_is_taken_in_and_looked_at(anyone, statement):
    sent(anyone, path_of(statement), bills.ubl(net="1000.00", vat="210.00", gross="1210.00"))
    assert live_bill(statement).state is BillState.DIFFERS


def test_what_is_no_invoice_is_said_beside_the_form(anyone, statement):
    answer = sent(anyone, path_of(statement), b"MZ", **PAPER)
    assert (answer.status_code, live_bill(statement)) == (422, None)
    assert "2025-881" in answer.text


def test_the_freelancer_accepts(anyone, written):
    path = path_of(written.statement)
    assert "€ 1.149,50" in anyone.page(path).text
    anyone.post_form(f"{path}/accept", page=path)
    assert (written.state, written.settled_by) == (
        BillState.ACCEPTED,
        f"payee:{written.payee_id}",
    )


def test_the_freelancer_objects_and_may_come_back_on_it(anyone, written):
    path = path_of(written.statement)
    anyone.post_form(f"{path}/object", {"words": "Het waren elf uren."}, page=path)
    assert written.state is BillState.OBJECTED
    assert "Het waren elf uren." in anyone.page(path).text
    anyone.post_form(f"{path}/accept", page=path)
    assert written.state is BillState.ACCEPTED


def test_without_words_or_after_the_term_there_is_no_objection(anyone, written):
    path = path_of(written.statement)
    assert anyone.post_form(f"{path}/object", {"words": ""}, page=path).status_code == 422
    with bills.wait_until(written.object_until + timedelta(days=1)):
        answer = anyone.post_form(f"{path}/object", {"words": "Te laat."}, page=path)
    assert (answer.status_code, written.state) == (409, BillState.ISSUED)


def test_nobody_accepts_an_invoice_that_the_payee_sent(anyone, statement, treasurer):
    typed = bills.typed(net="1000.00", vat="210.00")
    bill = services.register(statement, bills.PDF, typed=typed, by=treasurer)
    answer = anyone.post_form(f"{path_of(statement)}/accept", page="/login")
    assert (answer.status_code, bill.state) == (409, BillState.DIFFERS)


def test_the_files_are_those_of_this_statement_alone(anyone, written, statement, treasurer):
    own, other = path_of(written.statement), path_of(statement)
    assert anyone.get(f"{own}/invoices/{written.id}/paper").data == written.pdf
    assert anyone.get(f"{own}/invoices/{written.id}/ubl").data == written.ubl
    for number in (written.id, 999_999):
        assert anyone.get(f"{other}/invoices/{number}/paper").status_code == 404


def test_an_old_link_shows_nothing_and_brings_a_new_one(anyone, statement, session):
    path = path_of(statement)
    with bills.wait_until(bills.APRIL + timedelta(days=366)):
        page = anyone.get(path)
        assert (page.status_code, "De Proefpolder" in page.text) == (410, False)
        for deed in ("accept", "object", "invoice"):
            assert anyone.post_form(f"{path}/{deed}", page="/login").status_code == 410
        anyone.post_form(f"{path}/new-link", page="/login")
        assert anyone.page(path_of(statement))
    assert path_of(statement) != path


def test_a_new_link_is_not_mailed_over_and_over(anyone, statement, session):
    path = path_of(statement)
    session.execute(update(MailLink).values(withdrawn_at=clock.now()))
    anyone.post_form(f"{path}/new-link", page="/login")
    session.expire_all()
    assert path_of(statement) == path  # one went out just now


def test_a_link_of_another_kind_opens_nothing(anyone, statement, treasurer):
    token = new_link(LinkPurpose.READ_INVOICE, statement, statement.payee, days=9, by=treasurer)
    assert anyone.get(f"/statement/{token}").status_code == 404
    assert anyone.get("/statement/nothing").status_code == 404


def test_the_page_speaks_the_payees_language(anyone, treasurer):
    statement = bills.statement(bills.employer(language="en"), by=treasurer)
    assert "Send your invoice" in anyone.page(path_of(statement)).text
