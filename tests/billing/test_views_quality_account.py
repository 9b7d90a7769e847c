from datetime import date

import pytest

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.statements import QualityCategory
from lt_admin.billing.queries import quality_account as queries
from lt_admin.billing.services.spending import record_spending
from lt_admin.core import clock
from lt_admin.core.db import session as db_session
from lt_admin.core.money import Money
from tests.factories import user_with
from tests.strangers import answers_alike

YEAR = "/quality-system/year/2026"
BUDGET = {
    "supervision": "5.000",
    "outreach": "1.500,50",
    "method_development": "0",
    "uk_cooperation": "0",
    "coordination": "0",
}
PARTS = BUDGET | {"supervision": "12,5", "outreach": "87,5", "valid_from": "1-4-2026"}


@pytest.fixture(autouse=True)
def _in_spring(session):
    with clock.at(clock.noon(date(2026, 3, 4))):
        yield


@pytest.fixture
def spending(treasurer):
    made = record_spending(
        category=QualityCategory.OUTREACH,
        spent_on=date(2026, 2, 3),
        amount=Money.euros(100),
        description="Zaal voor 3 maart",
        by=treasurer,
    )
    db_session.flush()
    return made


def test_the_board_approves_what_the_treasurer_spent(client_of, treasurer, board, spending):
    page = f"/quality-system/{spending.id}"
    client = client_of(board)
    assert "/quality-system?approval=waits" in client.page("/").html
    assert "Zaal voor 3 maart" in client.page("/quality-system?approval=waits").text

    client.submit(page, action=f"{page}/approve")

    assert spending.approved_by_id == board.id
    assert "Vera Bestuur" in client.page(page).text
    assert "approval=waits" not in client.page("/").html
    assert "Zaal voor 3 maart" not in client.page("/quality-system?approval=waits").text


def test_the_treasurer_alone_finds_no_way_to_approve(client_of, treasurer, spending):
    page, client = f"/quality-system/{spending.id}", client_of(treasurer)

    assert f"{page}/approve" not in client.page(page).html
    assert "approval=waits" not in client.page("/").html
    facts = {"cents": "10000"}
    assert client.post_form(f"{page}/approve", facts, page="/account").status_code == 422
    assert spending.is_waiting


def test_an_approval_of_another_amount_or_of_none_changes_nothing(client_of, board, spending):
    page, client = f"/quality-system/{spending.id}/approve", client_of(board)

    assert client.post_form(page, {"cents": "9000"}, page="/account").status_code == 409
    assert client.post_form(page, {"cents": "veel"}, page="/account").status_code == 400
    assert spending.is_waiting


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REVIEWER])
def test_others_do_not_approve(client_of, spending, role):
    client = client_of(user_with(role))

    url = "/quality-system/{}/approve"
    assert answers_alike(client, url, spending.id, posts=True) == 403


def test_the_board_sets_a_budget_and_sees_what_is_left(client_of, board, treasurer, spending):
    client_of(board).submit(f"{YEAR}/budget", BUDGET)

    text = client_of(treasurer).page(YEAR).text
    assert "€ 1.400,50" in text
    assert "€ 6.500,50" in text
    assert f"{YEAR}/budget" not in client_of(treasurer).page(YEAR).html
    assert client_of(treasurer).get(f"{YEAR}/budget").status_code == 403


def test_what_is_spent_beyond_the_budget_is_said(client_of, board, spending):
    client_of(board).submit(f"{YEAR}/budget", BUDGET | {"outreach": "70"})

    assert "€ 30,00 boven de begroting" in client_of(board).page(YEAR).text


def test_a_budget_of_a_year_that_is_over_is_not_set(client_of, board):
    response = client_of(board).submit("/quality-system/year/2025/budget", BUDGET)

    assert response.status_code == 422
    assert queries.budgets(2025) == {}


def test_the_board_divides_contributions_otherwise(client_of, board, treasurer):
    client_of(board).submit("/quality-system/division", PARTS)

    day, shares = queries.divisions()[0]
    assert (day, shares[QualityCategory.OUTREACH]) == (date(2026, 4, 1), 875)
    assert "87,5%" in client_of(treasurer).page("/quality-system").text
    assert client_of(treasurer).get("/quality-system/division").status_code == 403


def test_parts_that_are_not_the_whole_come_back(client_of, board):
    response = client_of(board).submit("/quality-system/division", PARTS | {"outreach": "80"})

    assert response.status_code == 422
    assert len(queries.divisions()) == 1
