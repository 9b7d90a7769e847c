"""Months close once, in order, by who may, after what is open was seen; and the books begin."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.books.queries.months import checklist, months
from lt_admin.books.rules.months import last_day
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.ledger.models import LedgerPeriod, PeriodState
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import Account
from tests.bank.camt_files import credit
from tests.bank.factories import taken_in
from tests.books.factories import booked, move, sold

URL = "/books/months/2025/5"
GOOD = b"account,debit,credit\n1100,500,\n0500,,500\n"
FIRST = date(2025, 5, 1)


def state(session, month=5):
    wanted = select(LedgerPeriod.state).where(LedgerPeriod.month == month)
    return session.scalars(wanted.where(LedgerPeriod.year == 2025)).one_or_none()


def sent(client, content=GOOD, on="1-1-2025"):
    file = (io.BytesIO(content), "begin.csv")
    data = {"on": on, "file": file}
    return client.post_form("/books/opening", data, content_type="multipart/form-data")


def test_a_month_closes_after_what_is_open_was_seen(client_of, treasurer, session):
    sold()
    client = client_of(treasurer)
    assert client.post_form(URL).status_code == 422
    assert state(session) is PeriodState.OPEN

    assert client.post_form(URL, {"has_seen": "y"}).status_code == 302
    assert state(session) is PeriodState.CLOSED
    told = session.scalars(select(AuditEntry).where(AuditEntry.event == "period:closed")).one()
    assert told.facts == {"year": "2025", "month": "5"}
    assert "voorgoed gesloten" in client.page(URL).text


def test_a_month_closes_once(client_of, treasurer, session):
    sold()
    client = client_of(treasurer)
    token = client.page(URL).token()
    data = {"has_seen": "y", "csrf_token": token}

    assert [client.post(URL, data=data).status_code for _ in range(2)] == [302, 409]


def test_an_earlier_month_closes_first(client_of, treasurer, session):
    sold(date(2025, 4, 1))
    sold()
    client = client_of(treasurer)

    assert "Maand sluiten" in client.page(URL).text
    answer = client.post_form(URL, {"has_seen": "y"}, page="/books/opening")
    assert (answer.status_code, state(session)) == (422, PeriodState.OPEN)


def test_a_month_that_is_not_over_stays_open(client_of, treasurer):
    answer = client_of(treasurer).post_form(
        "/books/months/9000/1", {"has_seen": "y"}, page="/books/opening"
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["coordinator", "board"])
def test_who_only_reads_does_not_close(request, client_of, who):
    sold()
    client = client_of(request.getfixturevalue(who))

    assert 'name="has_seen"' not in client.page(URL).html
    assert client.post_form(URL, {"has_seen": "y"}, page="/account").status_code == 403
    assert client.get("/books/opening").status_code == 403


@pytest.mark.parametrize("url", ["/books/months", URL, "/books/opening"])
def test_a_stranger_sees_no_months(client_of, stranger, url):
    assert client_of(stranger).get(url).status_code == 403


@pytest.mark.parametrize("url", ["2025/13", "2025/0", "0/1", "99999/1"])
def test_a_month_that_does_not_exist(client_of, treasurer, url):
    assert client_of(treasurer).get(f"/books/months/{url}").status_code == 404


def test_the_checklist_counts_what_is_open(session):
    assert [point.count for point in checklist(FIRST)] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    booked(move(Account.DEBTORS, Account.REVIEWS, "1"))
    taken_in([credit("5.00", day=date(2025, 5, 10))])

    assert [point.count for point in checklist(FIRST)][3:5] == [1, 2]


def test_every_month_since_the_first_entry_is_shown(session, client_of, treasurer):
    sold(date(2024, 12, 1))
    found = months()

    assert (found[-1].first, found[-1].entries) == (date(2024, 12, 1), 1)
    assert len({month.first for month in found}) == len(found)
    assert "december 2024" in client_of(treasurer).page("/books/months").text


def test_the_last_day_of_february():
    assert last_day(date(2024, 2, 1)) == date(2024, 2, 29)


def test_the_books_begin_with_a_file(client_of, treasurer):
    assert sent(client_of(treasurer)).status_code == 302

    opened = balances(date(2025, 1, 1))
    assert opened[Account.BANK] == Money.euros(500)
    assert opened[Account.RESERVE] == Money.euros(-500)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"1100,500,\n0500,,400\n", b"8000,1,\n"])
def test_a_file_that_does_not_do_changes_nothing(client_of, treasurer, content):
    assert sent(client_of(treasurer), content).status_code == 422
    assert balances(date(2030, 1, 1)) == {}


def test_the_books_begin_once(client_of, treasurer):
    client = client_of(treasurer)
    sent(client)

    assert "eerder geopend" in client.page("/books/opening").text
    data = {"on": "1-1-2025", "file": (io.BytesIO(GOOD), "begin.csv")}
    kind = {"content_type": "multipart/form-data"}
    answer = client.post_form("/books/opening", data, page="/books/months/2025/1", **kind)
    assert answer.status_code in (409, 422)
    assert balances(date(2030, 1, 1))[Account.BANK] == Money.euros(500)
