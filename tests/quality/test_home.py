"""What the board sees when it signs in, and what others do not."""

from datetime import date

import pytest

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.db import session
from tests.counting import counted
from tests.factories import user_with
from tests.quality import records
from tests.quality.test_report import answers, whole_review

MOST_STATEMENTS = 29  # the duties of every feature


@pytest.fixture(autouse=True)
def _summer(session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    yield
    clock.stand_still(None)


def test_the_board_sees_five_figures_and_where_it_pinches(client_of, board):
    for number in (1, 2, 3):
        answers(whole_review(number, destroyed_on=date(2025, 8, 1)), 4, 5, 3)

    text = client_of(board).page("/").text

    assert "Besluiten die op u wachten" in text
    assert "Vijf cijfers" in text
    assert "3 van 3" in text
    assert "66,7%" in text
    assert "50% van de aanbevelingen gaat over bewustzijn" in text


def test_what_pinches_says_why_and_leads_to_its_records(client_of, board):
    for number in (1, 2, 3):
        review = records.closed(f"LT-2025-0{number}")
        records.presented(review, date(2025, 7, 1))
        records.destroyed(review, date(2025, 8, 9))

    page = client_of(board).page("/")

    assert "LT-2025-01: na 39 dagen, de grens is 30" in page.text
    assert "/quality/I17?from=2025-01-01&amp;until=2026-07-01" in page.html


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD])
def test_others_see_what_they_have_to_do(client_of, role):
    text = client_of(user_with(role)).page("/").text

    assert "Wat er te doen is" in text
    assert "Vijf cijfers" not in text


def test_the_home_costs_a_bounded_number_of_statements(client_of, board, engine):
    for number in (1, 2, 3):
        answers(whole_review(number), 4, 5, 3)
    session.commit()

    with counted(engine) as sent:
        client_of(board).page("/")

    assert len(sent) <= MOST_STATEMENTS
