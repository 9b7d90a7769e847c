"""An opening balance as a file: what is understood, and what is asked back with its line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.books.rules.opening import read_opening
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.ledger.rules import Account, OpeningRow

GOOD = [
    OpeningRow(Account.BANK, debit=Money.euros("1234.50")),
    OpeningRow(Account.RESERVE, credit=Money.euros("1234.50")),
]


@pytest.mark.parametrize(
    "text",
    [
        "1100,1234.50,\n0500,,1234.50\n",
        "account,debit,credit\n1100,1234.50,0\n\n500,,1234.50",
        "\ufeffRekening;Debet;Credit\r\n1100;1.234,50;\r\n0500;;1234,50\r\n1300;0;0\r\n",
    ],
)
def test_files_as_people_make_them(text):
    assert read_opening(text.encode()) == GOOD


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "geen rekening"),
        ("account,debit,credit\n", "geen rekening"),
        ("1100,1\n", "1"),
        ("1100,1,\n9999,,1\n", "2"),
        ("account,debit,credit\n1100,veel,\n", "2"),
        ("1100,1,2,3\n", "1"),
    ],
)
def test_what_is_not_understood_is_asked_back(app, text, said):
    with app.test_request_context(), pytest.raises(Refused, match=said):
        read_opening(text.encode())


@given(content=st.binary(max_size=200))
def test_any_file_is_read_or_refused(app, content):
    with app.test_request_context(), contextlib.suppress(Refused):
        assert all(row.debit or row.credit for row in read_opening(content))


def test_a_file_that_is_too_large(app):
    with app.test_request_context(), pytest.raises(Refused):
        read_opening(b"1100,1,\n" * 1001)
