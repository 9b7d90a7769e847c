"""The books as files: each says the same as the ledger, and follows its own rules."""

import csv
import io
from datetime import date

import pytest
from lxml import etree

from lt_admin.app import cli
from lt_admin.books.documents.beancount import name_of
from lt_admin.books.queries.exports import book_of, years
from lt_admin.books.services import exports
from lt_admin.core.db import session as db_session
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.queries import balances
from lt_admin.ledger.rules import CHART, Account
from tests.billing.invoice_factories import foundation
from tests.billing.official import findings, needs_rules
from tests.books.factories import MAY, a_year, opened, received, sold

XAF = ["xaf-3.2", "xaf-4.0"]


@pytest.fixture
def book(session):
    foundation()
    a_year()
    return book_of(2025)


def written(book, form):
    return exports.written(book, form)


def tree(book, form):
    root = etree.fromstring(written(book, form))
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def texts(root, path):
    return [each.text for each in root.iterfind(path)]


@needs_rules
@pytest.mark.parametrize("form", XAF)
def test_the_official_schema_takes_the_audit_file(book, form, tmp_path):
    found = findings("xaf", written(book, form), tmp_path)

    assert [(each.rule, each.message) for each in found if each.severity == "error"] == []


@pytest.mark.parametrize("form", XAF)
def test_the_audit_file_counts_and_adds_up_its_lines(book, form):
    root = tree(book, form)
    lines = list(root.iterfind(".//trLine"))
    debits = [Money.euros(x.findtext("amnt")) for x in lines if x.findtext("amntTp") == "D"]

    assert texts(root, ".//transactions/linesCount") == [str(len(lines))]
    assert texts(root, ".//transactions/totalDebit") == texts(root, ".//transactions/totalCredit")
    assert Money.euros(root.findtext(".//transactions/totalDebit")) == Money.total(debits)


@pytest.mark.parametrize("form", XAF)
def test_an_opening_balance_is_no_transaction(book, form):
    root = tree(book, form)

    assert "O" not in texts(root, ".//journal/jrnTp")
    opening = {x.findtext("accID"): x.findtext("amnt") for x in root.iterfind(".//obLine")}
    assert opening == {"0500": "600.00", "1100": "500.00", "1300": "121.00", "1500": "21.00"}


def test_turnover_carries_its_rate(book):
    taxed = [
        (each.getparent().findtext("amnt"), *texts(each, "./*"))
        for each in tree(book, "xaf-4.0").iterfind(".//vat")
    ]

    assert taxed == [
        ("1000.00", "H21", "21.000", "210.00", "C"),
        ("80.00", "V0", "0.000", "0.00", "C"),
        ("10.00", "H21", "21.000", "2.10", "D"),
    ]


def test_each_party_stands_in_the_file_once_with_its_kind(book):
    parties = tree(book, "xaf-4.0").findall(".//customerSupplier")

    assert [(x.findtext("custSupName"), x.findtext("custSupTp")) for x in parties] == [
        ("Gemeente Vossendam (demo)", "C"),
        ("Naam van een zzp'er (demo)", "S"),
    ]


def test_the_year_closes_where_the_ledger_stands(book):
    until, before = balances(date(2025, 12, 31)), balances(date(2024, 12, 31))

    for account, amount in book.closing.items():
        if CHART[account].is_balance and account is not Account.RESERVE:
            assert amount == until[account]
    assert book.closing[Account.REVIEWS] == until[Account.REVIEWS] - before[Account.REVIEWS]
    assert Money.total(book.closing.values()) == ZERO


def test_what_a_year_left_opens_the_next_in_the_reserve(book):
    following = book_of(2026)

    assert following.opening[Account.RESERVE] == Money.euros("-970")
    assert not any(amount for each, amount in following.opening.items() if each >= "4000")


def test_the_csv_has_every_line_and_balances(book):
    rows = list(csv.DictReader(io.StringIO(written(book, "csv").decode())))
    sums = [sum(Money.euros(row[side] or 0).cents for row in rows) for side in ("debit", "credit")]

    assert sums[0] == sums[1] > 0
    assert {row["account"] for row in rows} == {account.value for account in book.closing}


def test_a_spreadsheet_calculates_nothing_of_the_csv(book):
    rows = list(csv.DictReader(io.StringIO(written(book, "csv").decode())))

    assert [row["words"] for row in rows if "1+1" in row["words"]] == ["'=1+1"] * 2


def test_beancount_loads_it_with_the_same_balances(book):
    loader = pytest.importorskip("beancount.loader")
    realization = pytest.importorskip("beancount.core.realization")
    entries, errors, _options = loader.load_string(written(book, "beancount").decode())
    real = realization.realize(entries)

    assert errors == []
    for account, amount in book.closing.items():
        found = realization.get(real, name_of(account)).balance.get_currency_units("EUR").number
        assert Money.euros(found) == amount


def test_the_years_with_books_the_newest_first(session):
    assert years() == []
    sold(date(2024, 12, 1))
    sold(date(2026, 1, 1))
    assert years() == [2026, 2025, 2024]


def test_a_closing_balance_stays_when_a_year_has_no_entries(session):
    opened()
    received(MAY, "5")

    assert book_of(2027).closing[Account.BANK] == Money.euros("505")
    assert book_of(2024) is None


@pytest.mark.parametrize("form", ["xaf", "csv", "beancount"])
def test_the_command_writes_the_file(book, app, tmp_path, form):
    file = tmp_path / "books"
    db_session.commit()
    command = ["books", "export", "--year", "2025", "--format", form, "--output", str(file)]
    result = app.test_cli_runner().invoke(cli, command)

    assert (result.exit_code, result.output) == (0, "")
    assert file.read_bytes() == written(book, "xaf-4.0" if form == "xaf" else form)


def test_the_command_refuses_a_year_without_books(app, session, tmp_path):
    file = tmp_path / "books"
    command = ["books", "export", "--year", "2019", "--format", "csv", "--output", str(file)]
    result = app.test_cli_runner().invoke(cli, command)

    assert result.exit_code == 1
    assert "2019" in result.stderr
    assert not file.exists()
