from datetime import date

import pytest

from lt_admin.accounts.policy import Role
from lt_admin.billing.services.statements import issue_statements
from lt_admin.books.queries.margins import courses, margins
from lt_admin.books.queries.results import first_year, year_figures
from lt_admin.core import clock
from lt_admin.core.money import Money
from tests.billing import work
from tests.books.ledger import two_years
from tests.factories import user_with

PAGES = ["/finance/year/2026", "/finance/year/2025", "/finance/margins"]


@pytest.fixture(autouse=True)
def _in_spring(session):
    with clock.at(clock.noon(date(2026, 3, 4))):
        yield


@pytest.fixture
def review(session, treasurer):
    """One hour paid out, with supervision, and invoiced."""
    found = work.engagement("LT-2026-01", accepted_on=date(2026, 1, 5))
    quote = work.accepted_quote(found)
    bram = work.reviewer(paid_to=work.payee())
    entry = work.hours(bram, found, day=date(2026, 2, 9))
    work.supervision(bram, found, day=date(2026, 2, 10))
    work.invoiced(quote, [entry], on=date(2026, 2, 20))
    issue_statements(2026, 2, by=treasurer)
    session.flush()
    return found


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("role", [Role.BOARD, Role.TREASURER, Role.COORDINATOR])
def test_who_reads_the_finances_sees_the_pages_while_there_is_nothing(client_of, role, url):
    assert client_of(user_with(role)).page(url).title


@pytest.mark.parametrize("url", PAGES)
def test_a_reviewer_does_not(client_of, reviewer_user, url):
    assert client_of(reviewer_user).get(url).status_code == 403


def test_a_year_that_is_still_to_come_is_not_there(client_of, board):
    assert client_of(board).get("/finance/year/2027").status_code == 404


def test_a_year_stands_beside_the_one_before(client_of, board):
    two_years()

    page = client_of(board).page("/finance/year/2026")

    for words in ("€ 500,00", "€ 1.000,00", "€ 380,00", "€ 600,00", "€ 180,00"):
        assert words in page.text
    assert "/books/accounts/8000?from=2026-01-01&amp;until=2026-03-04" in page.html
    assert "/finance/year/2025" in page.html


def test_the_figures_come_from_the_ledger(session):
    two_years()

    found = year_figures(2026)

    assert (found.result.amount, found.result.before) == (Money.euros(380), Money.euros(300))
    amounts = [item.amount for item in found.appropriation]
    assert amounts == [Money.euros(each) for each in (0, 120, 500)]
    assert found.assets[-1].amount == found.sources.amount == Money.euros(1500)
    assert first_year() == 2025


def test_a_margin_is_what_invoices_leave_after_reviewers_and_supervision(review):
    found = margins(date(2026, 1, 1), date(2026, 3, 31))[0]

    amounts = (found.invoiced, found.compensation, found.supervision)
    assert amounts == tuple(map(Money.euros, (130, 95, "142.50")))
    assert found.amount == Money.euros("-107.50")
    assert [(step.step, step.value) for step in found.steps] == [(2, Money.euros(130))]


def test_papers_outside_the_period_do_not_count(review):
    assert margins(date(2026, 4, 1), date(2026, 4, 30)) == []


def test_hours_stand_beside_what_was_quoted(client_of, board, review):
    found = courses(date(2026, 1, 1), date(2026, 3, 31))[0]

    assert (found.totals, found.is_over) == ((0, 0, 60), True)
    text = client_of(board).page("/finance/margins?from=1-1-2026&until=31-3-2026").text
    assert "LT-2026-01" in text
    assert "meer dan geoffreerd" in text
    assert "-82,7%" in text.replace("\N{MINUS SIGN}", "-")


def test_the_finance_page_leads_to_the_year(client_of, board):
    html = client_of(board).page("/finance").html

    assert "/finance/year/2026" in html
    assert "/finance/margins" in html


def test_the_year_report_is_a_paper_that_a_page_leads_to(client_of, board, reviewer_user):
    url = "/finance/year/2026/report.pdf"

    assert url in client_of(board).page("/finance/year/2026").html
    response = client_of(board).get(url)
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == 'inline; filename="jaarverslag-2026.pdf"'
    assert client_of(board).get("/finance/year/2027/report.pdf").status_code == 404
    assert client_of(reviewer_user).get(url).status_code == 403
