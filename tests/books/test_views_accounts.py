"""The pages of the accounts: balances, what was written on one, and where it comes from."""

import csv
import io

import pytest

from lt_admin.core.foundation import the_foundation
from lt_admin.ledger.rules import Account
from lt_admin.ledger.services import close_period
from tests.bank.factories import invoice_of
from tests.books.factories import MAY, booked, move, opened, received, sold

PERIOD = "?from=1-5-2025&until=31-5-2025"
PAGES = ["/books/", "/books/accounts/1300", "/books/reconciliation", "/books/files"]


def entry_id():
    booking = sold()
    the_foundation()  # flushes
    return booking.id


@pytest.mark.parametrize("url", PAGES)
def test_who_reads_the_figures_sees_the_books(client_of, coordinator, url):
    sold()
    client_of(coordinator).page(url)


@pytest.mark.parametrize("url", [*PAGES, "/books/entries/1", "/books/files/2025/csv"])
def test_a_reviewer_and_somebody_unknown_see_nothing(client_of, anyone, reviewer_user, url):
    assert client_of(reviewer_user).get(url).status_code == 403
    assert anyone.get(url).status_code == 302


def test_each_account_with_its_balance_before_and_after(client_of, treasurer):
    opened()
    received()
    page = client_of(treasurer).page(f"/books/{PERIOD}")

    assert "1100 Bank" in page.text
    assert [x in page.text for x in ("500,00", "1.210,00", "1.710,00")] == [True] * 3


def test_books_without_anything_say_so(client_of, treasurer):
    assert "nog niets geboekt" in client_of(treasurer).page("/books/").text


def test_an_account_shows_its_amounts_with_their_other_end(client_of, treasurer):
    sold()
    received()
    page = client_of(treasurer).page("/books/accounts/1300")

    assert "8000" in page.text
    assert "1100 Bank" in page.text
    assert "3 bedragen" in page.text


def test_the_amounts_of_an_account_as_a_file(client_of, treasurer):
    sold()
    content = client_of(treasurer).get("/books/accounts/1300?as=csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))

    assert [row[-2:] for row in rows[1:]] == [["210,00", ""], ["1000,00", ""]]


@pytest.mark.parametrize("number", ["9999", "12", "abcd", "13000"])
def test_an_account_that_is_not_on_the_chart(client_of, treasurer, number):
    assert client_of(treasurer).get(f"/books/accounts/{number}").status_code == 404


def test_an_entry_says_what_moved_and_why_it_stands_later(client_of, treasurer, session):
    close_period(2025, 5, by=treasurer)
    booking = sold()
    session.flush()
    page = client_of(treasurer).page(f"/books/entries/{booking.id}")

    assert "1300" in page.text
    assert "gesloten" in page.text
    assert "20 mei 2025" in page.text


def test_an_entry_leads_to_its_source(client_of, treasurer, coordinator, session):
    invoice = invoice_of(by=coordinator)
    booking = sold(subject=invoice)
    received(subject=invoice)
    session.flush()
    page = client_of(treasurer).page(f"/books/entries/{booking.id}")

    assert f'href="/invoices/{invoice.id}"' in page.html
    assert "Receipt" in page.text


def test_an_entry_that_is_not_there(client_of, treasurer):
    assert client_of(treasurer).get("/books/entries/999999").status_code == 404


def test_a_year_comes_as_a_file(client_of, treasurer):
    sold(MAY)
    client = client_of(treasurer)
    page = client.page("/books/files")
    got = client.get("/books/files/2025/xaf-4.0")

    assert "/books/files/2025/beancount" in page.html
    assert got.data.startswith(b"<?xml")
    assert "books-2025-xaf-4.0.xaf" in got.headers["Content-Disposition"]


@pytest.mark.parametrize("url", ["2025/pdf", "2019/csv", "0/csv", "99999/csv"])
def test_a_file_that_there_is_not(client_of, treasurer, url):
    booked(move(Account.BANK, Account.RESERVE, "1"))
    assert client_of(treasurer).get(f"/books/files/{url}").status_code == 404
