from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import QualityCategory, QualitySpending
from lt_admin.billing.services.spending import record_spending
from lt_admin.billing.services.statements import issue_statements
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.money import Money
from tests.billing import work
from tests.factories import user_with

PERIOD = "/finance?from=1-1-2025&until=30-6-2026"
READERS = [Role.TREASURER, Role.COORDINATOR, Role.BOARD]
OTHERS = [Role.REVIEWER, Role.SUPERVISOR]
PAGES = ["/finance", "/quality-system", "/quality-system/contributions"]
SPENT = {
    "category": "outreach",
    "spent_on": "3-11-2025",
    "amount": "1.234,50",
    "description": "Zaal voor 3 maart",
    "receipt": "2025-17",
}


@pytest.fixture(autouse=True)
def _summer(session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    yield
    clock.stand_still(None)


@pytest.fixture
def review():
    return work.engagement("LT-2025-01")


@pytest.fixture
def spending(treasurer):
    made = record_spending(
        category=QualityCategory.OUTREACH,
        spent_on=date(2025, 11, 3),
        amount=Money.euros(100),
        description="Zaal voor 3 maart",
        by=treasurer,
    )
    session.flush()
    return made


def paid_hour(review, by, minutes=75):
    bram = work.reviewer(paid_to=work.payee())
    entry = work.hours(bram, review, minutes)
    with clock.at(clock.noon(date(2025, 4, 2))):
        issue_statements(2025, 3, by=by)
    return entry


def rows():
    return session.scalars(select(QualitySpending).order_by(QualitySpending.id)).all()


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("role", READERS)
def test_the_office_reads_the_money(client_of, role, url):
    client_of(user_with(role)).page(url)


@pytest.mark.parametrize("url", [*PAGES, "/quality-system/new", "/quality-system/1"])
@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not(client_of, role, url):
    assert client_of(user_with(role)).get(url).status_code == 403


@pytest.mark.parametrize("url", PAGES)
def test_somebody_not_signed_in_is_sent_to_the_door(anyone, url):
    assert anyone.get(url).location.startswith("/login")


def test_the_page_shows_that_it_fits(client_of, treasurer, review):
    quote = work.accepted_quote(review)
    work.invoiced(quote, [paid_hour(review, treasurer)])

    text = client_of(treasurer).page(PERIOD).text

    for shown in ("€ 162,50", "€ 118,75", "€ 43,75", "1:15", "Bram Fictema"):
        assert shown in text
    assert "Leerreview LT-2025-01" not in text


def test_the_page_names_the_hours_when_it_does_not_fit(client_of, treasurer, review):
    work.accepted_quote(review)
    paid_hour(review, treasurer)

    text = client_of(treasurer).page(PERIOD).text

    assert "LT-2025-01" in text
    assert "€ \N{MINUS SIGN}162,50" in text


@pytest.mark.parametrize("query", ["from=x", "until=31-2-2025", "from=1-1-2026&until=1-1-2025"])
def test_a_period_that_cannot_be_is_pointed_out(client_of, treasurer, query):
    page = client_of(treasurer).page(f"/finance?{query}")

    assert 'aria-invalid="true"' in page.html


def test_the_days_stay_in_the_address_and_on_the_page(client_of, treasurer):
    page = client_of(treasurer).page(PERIOD)

    assert 'value="01-01-2025"' in page.html
    assert 'value="30-06-2026"' in page.html


def test_a_spending_is_written_down(client_of, treasurer):
    response = client_of(treasurer).submit("/quality-system/new", SPENT)

    assert response.location == "/quality-system"
    (row,) = rows()
    assert (row.amount, row.receipt) == (Money.euros("1234.50"), "2025-17")


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "0"}, {"amount": "veel"}, {"spent_on": "2-7-2026"}, {"category": ""}],
)
def test_a_spending_that_cannot_be_is_asked_back_with_what_was_typed(client_of, treasurer, wrong):
    response = client_of(treasurer).submit("/quality-system/new", SPENT | wrong)

    assert response.status_code == 422
    assert "Zaal voor 3 maart" in response.get_data(as_text=True)
    assert rows() == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD])
def test_only_the_treasurer_writes(client_of, role, spending):
    client = client_of(user_with(role))

    assert client.get("/quality-system/new").status_code == 403
    page = f"/quality-system/{spending.id}"
    assert "Zaal voor 3 maart" in client.page(page).text
    assert client.post_form(page, {"amount": "5"}).status_code == 403


def test_a_correction_leaves_the_row_and_books_the_difference(client_of, treasurer, spending):
    url = f"/quality-system/{spending.id}"

    response = client_of(treasurer).submit(url, {"amount": "80"})

    assert response.location == url
    assert [row.amount for row in rows()] == [Money.euros(100), Money.euros(-20)]
    assert "€ 80,00" in client_of(treasurer).page(url).text


def test_a_correction_that_changes_nothing_is_asked_back(client_of, treasurer, spending):
    response = client_of(treasurer).submit(f"/quality-system/{spending.id}", {"amount": "100"})

    assert response.status_code == 422
    assert len(rows()) == 1


def test_a_correction_says_what_it_corrects_and_is_not_corrected(client_of, treasurer, spending):
    client = client_of(treasurer)
    client.submit(f"/quality-system/{spending.id}", {"amount": "80"})

    page = client.page(f"/quality-system/{rows()[1].id}")

    assert f'href="/quality-system/{spending.id}"' in page.html
    assert 'name="amount"' not in page.html


def test_a_spending_that_is_not_there_is_not_found(client_of, treasurer):
    assert client_of(treasurer).get("/quality-system/99").status_code == 404


def test_the_account_shows_years_and_goes_out_as_a_file(client_of, board, spending):
    client = client_of(board)

    assert "2025" in client.page("/quality-system").text
    sheet = client.get("/quality-system?as=csv&category=outreach").get_data(as_text=True)
    assert "Zaal voor 3 maart;2025-11-03" in sheet


def test_contributions_stand_by_statement_line(client_of, treasurer, board, review):
    work.accepted_quote(review)
    paid_hour(review, treasurer)

    assert "€ 43,75" in client_of(board).page("/quality-system/contributions").text
    sheet = client_of(board).get("/quality-system/contributions?as=csv").get_data(as_text=True)
    assert "U2025-0001;2025-04-02" in sheet
