from datetime import date

import pytest

from lt_admin.billing.models.quotes import LineKind, QuoteLine, QuoteState
from lt_admin.books.queries.forecast import cash_forecast, sent_quotes
from lt_admin.books.rules.forecast import Cause
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.ledger.rules import Account
from tests.billing import work
from tests.books.ledger import booked

ROLES = {"kind": LineKind.HOURS, "step": 2, "position": 1, "vat_code": "standard"}


@pytest.fixture(autouse=True)
def _in_spring(session):
    with clock.at(clock.noon(date(2026, 3, 4))):
        yield


@pytest.fixture
def agreed(session):
    """A review of ten hours that ends in April; one hour is invoiced and open."""
    found = work.engagement("LT-2026-01", planned_end_on=date(2026, 4, 20))
    quote = work.accepted_quote(found)
    money = {"amount": Money.euros(1300), "vat_percent": 2100}
    quote.lines.append(QuoteLine(minutes=600, **ROLES, **money))
    entry = work.hours(work.reviewer(), found, day=date(2026, 2, 9))
    work.invoiced(quote, [entry], on=date(2026, 2, 20))
    session.flush()
    return quote


def test_an_empty_practice_holds_what_the_bank_holds(session):
    booked(date(2026, 1, 5), Account.BANK, Account.RESERVE, 1000)

    months = cash_forecast()

    assert {month.closing for month in months} == {Money.euros(1000)}
    assert sent_quotes() == (0, Money(0))


def test_agreed_work_comes_in_and_is_paid_the_month_after_it_is_done(agreed):
    _march, april, may, *rest = cash_forecast()

    assert [month.flows[Cause.TO_INVOICE] for month in (april, may)] == [Money.euros(585)] * 2
    assert [month.flows[Cause.WORK] for month in (april, may)] == [Money.euros(-475)] * 2
    assert all(Cause.WORK not in month.flows for month in rest)


def test_vat_is_due_after_the_quarter_and_creditors_now(session):
    booked(date(2026, 1, 5), Account.DEBTORS, Account.VAT_DUE, 21)
    booked(date(2026, 1, 5), Account.OUTREACH, Account.CREDITORS, 50)

    march, april, *_rest = cash_forecast()

    assert march.flows[Cause.CREDITORS] == Money.euros(-50)
    assert april.flows[Cause.VAT] == Money.euros(-21)


def test_a_quote_without_an_answer_is_told_and_not_counted(session, agreed, client_of, board):
    agreed.state = QuoteState.SENT
    session.flush()

    assert sent_quotes() == (1, Money.euros(1300))
    assert all(Cause.TO_INVOICE not in month.flows for month in cash_forecast())
    page = client_of(board).page("/finance/forecast")
    assert "€ 1.300,00 wacht op een antwoord" in page.text
    assert "April 2026".lower() in page.text.lower()


def test_only_who_reads_the_finances_sees_it(client_of, reviewer_user, treasurer):
    assert client_of(reviewer_user).get("/finance/forecast").status_code == 403
    assert "/finance/forecast" in client_of(treasurer).page("/finance").html
