from datetime import date

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.reviewers.models.hours import EntryState
from lt_admin.reviewers.models.people import PayeeKind
from tests.billing import work
from tests.counting import counted
from tests.factories import user_with

APRIL = date(2025, 4, 2)
MONTH = "/statements/2025/3"


@pytest.fixture(autouse=True)
def _early_april(session):
    clock.stand_still(clock.noon(APRIL))
    yield
    clock.stand_still(None)


@pytest.fixture
def review():
    found = work.engagement("LT-2025-01")
    work.accepted_quote(found)
    return found


@pytest.fixture
def bram(reviewer_user):
    """A freelancer."""
    return work.reviewer(paid_to=work.payee(), user=reviewer_user)


@pytest.fixture
def employer():
    return work.payee("De Proefpolder", kind=PayeeKind.EMPLOYER)


def issued(treasurer):
    made = issue_statements(2025, 3, by=treasurer)
    session.flush()
    return made


def test_the_preview_shows_who_gets_what_and_sends_nothing(
    session, client_of, treasurer, bram, review
):
    work.hours(bram, review, 75)
    work.hours(bram, review, 30, step=3, state=EntryState.SUBMITTED)

    page = client_of(treasurer).page(MONTH)

    assert "Bram Fictema" in page.text
    assert "€ 118,75" in page.text
    assert "0:30" in page.text
    assert session.scalar(select(func.count(PaymentStatement.id))) == 0


def test_the_preview_names_what_cannot_be_paid(client_of, treasurer, review):
    work.hours(work.reviewer("Ada Zonder"), review)
    work.hours(work.reviewer("Cas Nodig", paid_to=work.payee("Cas BV", iban=None)), review)
    entry = work.hours(work.reviewer("Dirk Min", paid_to=work.payee("Dirk BV")), review, 15)
    work.counter(entry, -30)

    text = client_of(treasurer).page(MONTH).text

    assert "Ada Zonder, LT-2025-01" in text
    assert "Cas BV: 1:00" in text
    assert "Dirk BV: \N{MINUS SIGN}0:15" in text


def test_one_button_makes_and_mails_all(session, client_of, treasurer, bram, review):
    work.hours(bram, review)

    response = client_of(treasurer).submit(MONTH)

    assert response.location == "/statements"
    assert session.scalars(select(PaymentStatement.number)).all() == ["U2025-0001"]


def test_pressed_twice_nothing_is_paid_twice(session, client_of, treasurer, bram, review):
    work.hours(bram, review)
    client = client_of(treasurer)
    token = client.page(MONTH).token()

    answers = [client.post(MONTH, data={"csrf_token": token}).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert session.scalar(select(func.count(PaymentStatement.id))) == 1


def test_hours_that_came_after_the_preview_are_not_sent_unseen(
    session, client_of, treasurer, bram, review
):
    work.hours(bram, review)
    client = client_of(treasurer)
    token = client.page(MONTH).token()
    work.hours(bram, review, 30, step=3)

    response = client.post(MONTH, data={"csrf_token": token, "cents": "9500"})

    assert response.status_code == 409
    assert session.scalar(select(func.count(PaymentStatement.id))) == 0


@pytest.mark.parametrize("data", [{"cents": "x"}, {"only": "x"}, {"only": "99"}])
def test_nonsense_makes_no_statement(session, client_of, treasurer, bram, review, data):
    work.hours(bram, review)

    response = client_of(treasurer).post_form(MONTH, data)

    assert response.status_code == 422
    assert session.scalar(select(func.count(PaymentStatement.id))) == 0


@pytest.mark.parametrize("url", ["/statements/2025/13", "/statements/2025/0", "/statements/1/1"])
def test_a_month_that_is_none_is_not_there(client_of, treasurer, url):
    assert client_of(treasurer).get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD, Role.REVIEWER, Role.SUPERVISOR])
def test_only_the_treasurer_makes_statements(client_of, role):
    assert client_of(user_with(role)).get(MONTH).status_code == 403


@pytest.mark.parametrize("role", [Role.TREASURER, Role.COORDINATOR, Role.BOARD])
def test_the_office_sees_all_statements(client_of, treasurer, role, bram, review):
    work.hours(bram, review)
    issued(treasurer)

    text = client_of(user_with(role)).page("/statements").text

    assert "U2025-0001" in text
    assert "€ 95,00" in text


def test_a_reviewer_does_not_see_the_list_of_all(client_of, stranger):
    assert client_of(stranger).get("/statements").status_code == 403


def test_the_list_goes_out_as_a_file(client_of, treasurer, bram, review):
    work.hours(bram, review)
    issued(treasurer)

    response = client_of(treasurer).get("/statements?as=csv&state=issued")

    assert "U2025-0001;Bram Fictema;freelancer;maart" in response.get_data(as_text=True)


def test_the_list_costs_the_same_for_many_as_for_one(client_of, treasurer, review, engine, bram):
    client = client_of(treasurer)
    work.hours(bram, review)
    issued(treasurer)
    with counted(engine) as few:
        client.page("/statements")
    for name in "ABCDE":
        work.hours(work.reviewer(name, paid_to=work.payee(name)), review)
    issued(treasurer)

    with counted(engine) as many:
        client.page("/statements")

    assert len(few) == len(many) <= 6


def test_the_record_shows_its_lines(client_of, treasurer, bram, review):
    work.hours(bram, review, 75)
    work.supervision(bram, review)
    (statement,) = issued(treasurer)

    text = client_of(treasurer).page(f"/statements/{statement.id}").text

    assert "LT-2025-01" in text
    assert "€ 118,75" in text
    assert "€ 142,50" in text


@pytest.mark.parametrize("role", Role)
def test_nobody_notes_a_payment_alone(client_of, treasurer, role, bram, review):
    work.hours(bram, review)
    (statement,) = issued(treasurer)

    client = client_of(user_with(role))
    answer = client.post_form(f"/statements/{statement.id}", page="/account")

    assert answer.status_code == 405
    assert statement.state is StatementState.ISSUED


def test_the_page_leads_to_a_batch(client_of, treasurer, coordinator, bram, review):
    work.hours(bram, review)
    (statement,) = issued(treasurer)
    url = f"/statements/{statement.id}"

    assert "/payouts/batches/new" in client_of(treasurer).page(url).html
    assert "/payouts/batches/new" not in client_of(coordinator).page(url).html


def test_a_freelancer_sees_the_own_statement_and_its_paper(client_of, treasurer, bram, review):
    work.hours(bram, review)
    (statement,) = issued(treasurer)
    client = client_of(bram.user)

    assert "€ 95,00" in client.page(f"/statements/{statement.id}").text
    paper = client.get(f"/statements/{statement.id}/paper")
    assert paper.mimetype == "application/pdf"
    assert paper.data == statement.pdf


def test_an_employed_reviewer_sees_own_lines_but_no_colleagues(
    client_of, treasurer, employer, review, reviewer_user
):
    work.hours(work.reviewer(paid_to=employer, user=reviewer_user), review, 75)
    work.hours(work.reviewer("Tessa Voorbeeld", paid_to=employer), review)
    (statement,) = issued(treasurer)
    client = client_of(reviewer_user)

    for url in ("/my-statements", f"/statements/{statement.id}"):
        text = client.page(url).text
        assert "€ 118,75" in text
        assert "Tessa" not in text
        assert "€ 213,75" not in text
    assert client.get(f"/statements/{statement.id}/paper").status_code == 404


def test_a_stranger_finds_nothing_there_or_not(client_of, treasurer, bram, review, stranger):
    work.hours(bram, review)
    (statement,) = issued(treasurer)
    client = client_of(stranger)

    for of in (statement.id, statement.id + 1):
        assert client.get(f"/statements/{of}").status_code == 404
        assert client.get(f"/statements/{of}/paper").status_code == 404
    assert "U2025-0001" not in client.page("/my-statements").text


def test_somebody_not_signed_in_is_sent_to_the_door(anyone):
    for url in ("/statements", "/my-statements", "/statements/1", MONTH):
        assert anyone.get(url).location.startswith("/login")


def test_my_page_says_where_my_hours_are(client_of, treasurer, bram, review):
    work.hours(bram, review)
    issued(treasurer)
    work.hours(bram, review, 75, day=APRIL)
    work.hours(bram, review, 45, step=3, day=APRIL, state=EntryState.SUBMITTED)

    text = client_of(bram.user).page("/my-statements").text

    assert "0:45" in text
    assert "€ 118,75" in text
    assert "€ 95,00" in text


def test_the_treasurer_is_told_what_waits(client_of, treasurer, bram, review):
    work.hours(bram, review)
    home = client_of(treasurer).page("/")
    assert "/statements/2025/3" in home.html

    issued(treasurer)

    assert "€ 95,00" in client_of(treasurer).page("/").text


def test_others_are_not_told_to_pay(client_of, board, bram, review):
    work.hours(bram, review)

    assert "/statements/2025/3" not in client_of(board).page("/").html


def test_amounts_that_are_only_taken_back_ask_nothing(client_of, treasurer, bram, review):
    entry = work.hours(bram, review, 15)
    issued(treasurer)
    work.counter(entry, -15)

    assert "/statements/2025/3" not in client_of(treasurer).page("/").html


def test_a_month_is_written_out_in_the_list(client_of, treasurer):
    work.hours(work.reviewer(paid_to=work.payee()), quoted := work.engagement("LT-2025-09"))
    work.accepted_quote(quoted)
    issue_statements(2025, 3, by=treasurer)

    text = client_of(treasurer).page("/statements").text

    assert "maart 2025" in text
    assert "202503" not in text
