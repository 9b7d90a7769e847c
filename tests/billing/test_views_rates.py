from datetime import timedelta

import pytest

from lt_admin.billing.queries.rates import hourly_rate_on, vat_rate_on
from lt_admin.core import clock
from lt_admin.core.formats import short_day
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money
from tests.billing.factories import drafted

PAGES = ("/settings/rate", "/settings/vat", "/settings/foundation")
TOMORROW = clock.today() + timedelta(days=1)
DAY = short_day(TOMORROW, "nl")
US = {"name": "Stichting Samen Leren (demo)", "email": "kantoor@lt-demo.example"}


def test_whoever_reads_finance_reads_the_rates(session, client_of, coordinator, treasurer, board):
    for user in (coordinator, treasurer, board):
        assert "130,00" in client_of(user).page("/settings").text


def test_a_reviewer_does_not_see_the_settings(session, client_of, stranger):
    assert client_of(stranger).get("/settings").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_only_the_board_changes_settings(session, client_of, coordinator, treasurer, board, page):
    assert client_of(board).get(page).status_code == 200
    assert client_of(coordinator).get(page).status_code == 403
    assert client_of(treasurer).get(page).status_code == 403


def test_the_board_sets_a_rate_from_a_day_on(session, client_of, board):
    answer = client_of(board).submit("/settings/rate", {"rate": "135,00", "valid_from": DAY})

    assert answer.location == "/settings"
    assert hourly_rate_on(clock.today()) == Money.euros(130)
    assert hourly_rate_on(TOMORROW) == Money.euros(135)
    assert "135,00" in client_of(board).page("/settings").text


def test_a_rate_change_leaves_a_quote_at_130(session, client_of, board, coordinator):
    quote = drafted(by=coordinator)

    client_of(board).submit("/settings/rate", {"rate": "135,00", "valid_from": DAY})

    assert quote.rate == Money.euros(130)


@pytest.mark.parametrize("rate", ["130,01", "-5", "veel", ""])
def test_a_rate_that_does_not_fit_is_refused_in_words(session, client_of, board, rate):
    answer = client_of(board).submit("/settings/rate", {"rate": rate, "valid_from": DAY})

    assert answer.status_code == 422
    assert hourly_rate_on(TOMORROW) == Money.euros(130)


def test_a_rate_that_quotes_used_is_not_changed(session, client_of, board, coordinator):
    drafted(by=coordinator)
    today = short_day(clock.today(), "nl")

    answer = client_of(board).submit("/settings/rate", {"rate": "135", "valid_from": today})

    assert answer.status_code == 422
    assert hourly_rate_on(clock.today()) == Money.euros(130)


def test_the_board_sets_a_vat_code_from_what_it_means_now(session, client_of, board):
    answer = client_of(board).submit(
        "/settings/vat?code=standard", {"percent": "22", "valid_from": DAY}
    )

    assert answer.location == "/settings"
    assert vat_rate_on("standard", TOMORROW).percent == 2200


def test_no_vat_without_the_words_that_say_why(session, client_of, board):
    typed = {"code": "special", "category": "E", "percent": "0", "valid_from": DAY}

    answer = client_of(board).submit("/settings/vat", typed)

    assert answer.status_code == 422
    assert "special" in answer.text


def test_the_board_says_who_we_are(session, client_of, board):
    numbers = {"kvk": "12345678", "iban": "NL91 ABNA 0417 1643 00", "postcode": "1234ab"}

    client_of(board).submit("/settings/foundation", {**US, **numbers})

    found = the_foundation()
    assert (found.name, found.kvk) == (US["name"], "12345678")
    assert (found.iban, found.postcode) == ("NL91ABNA0417164300", "1234 AB")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kvk": "123"},
        {"rsin": "123456789"},
        {"vat_id": "NL123"},
        {"iban": "NL00ABNA0417164300"},
        {"postcode": "12 AB"},
        {"email": "kantoor"},
        {"name": ""},
    ],
)
def test_a_number_that_cannot_be_right_stays_on_the_page(session, client_of, board, wrong):
    answer = client_of(board).submit("/settings/foundation", {**US, **wrong})

    assert answer.status_code == 422
    assert the_foundation().name == ""
