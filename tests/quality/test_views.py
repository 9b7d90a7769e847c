import re
from datetime import date

import pytest

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EndReason, EngagementState
from tests.factories import user_with
from tests.quality import records

READERS = [Role.BOARD, Role.COORDINATOR, Role.TREASURER]
OTHERS = [Role.REVIEWER, Role.SUPERVISOR]


@pytest.fixture(autouse=True)
def _summer(session):
    clock.stand_still(clock.noon(date(2026, 7, 1)))
    yield
    clock.stand_still(None)


@pytest.mark.parametrize("role", READERS)
def test_the_office_and_the_board_read_it(client_of, role):
    client_of(user_with(role)).page("/quality")


@pytest.mark.parametrize("role", OTHERS)
def test_reviewers_do_not(client_of, role):
    assert client_of(user_with(role)).get("/quality").status_code == 403


def test_somebody_not_signed_in_is_sent_to_the_door(anyone):
    assert anyone.get("/quality").location.startswith("/login")


def test_the_usual_period_is_this_year_and_the_last(client_of, board):
    page = client_of(board).page("/quality")

    assert 'value="01-01-2025"' in page.html
    assert 'value="01-07-2026"' in page.html


def test_a_norm_that_is_not_met_stands_on_top_with_its_cases(client_of, board):
    for day in (1, 2, 3):
        records.talk(records.request(date(2025, 3, day), code=f"LT-2025-0{day}"), date(2025, 3, 16))

    text = client_of(board).page("/quality").text

    assert "66,7%" in text
    assert "LT-2025-01: na 15 dagen" in text


def test_of_two_there_is_no_percentage(client_of, board):
    for day in (1, 2):
        records.talk(records.request(date(2025, 3, day)), date(2025, 3, 30))

    text = client_of(board).page("/quality").text

    assert "te weinig om te oordelen" in text
    assert not re.search(r"(?<!\d)0%", text)


def test_what_did_not_start_is_counted_by_reason(client_of, board):
    facts = {"ended_on": date(2025, 6, 20), "end_reason": EndReason.BUDGET}
    records.request(date(2025, 6, 2), state=EngagementState.REJECTED, **facts)

    text = client_of(board).page("/quality").text

    assert "offerte afgewezen: 1" in text
    assert "het budget: 1" in text


def test_a_period_that_cannot_be_is_pointed_out(client_of, board):
    assert 'aria-invalid="true"' in client_of(board).page("/quality?until=x").html


def test_in_english(client_of):
    text = client_of(user_with(Role.BOARD, language="en")).page("/quality").text

    assert "Five figures" in text


@pytest.mark.parametrize("url", ["/quality/I17", "/quality/report.pdf"])
@pytest.mark.parametrize("role", OTHERS)
def test_reviewers_read_neither_the_paper_nor_the_records(client_of, url, role):
    assert client_of(user_with(role)).get(url).status_code == 403


def test_each_figure_opens_its_records(client_of, board):
    review = records.closed("LT-2025-01")

    page = client_of(board).page("/quality/I9")

    assert "LT-2025-01" in page.text
    assert f"/engagements/{review.id}" in page.html


@pytest.mark.parametrize("url", ["/quality/I29", "/quality/xx"])
def test_a_figure_that_is_not_there_is_not_found(client_of, board, url):
    assert client_of(board).get(url).status_code == 404


def test_every_figure_has_its_page(client_of, board):
    client = client_of(board)
    keys = set(re.findall(r"/quality/(I[\w-]+)\?", client.page("/quality").html))

    assert len(keys) == 30
    for key in sorted(keys):
        client.page(f"/quality/{key}")


def test_behind_the_answers_are_counts_by_review_and_nobody(client_of, board):
    records.asked(records.closed("LT-2025-01"), "S", 8, [("ES1", 4)])

    text = client_of(board).page("/quality/I21").text

    assert "LT-2025-0181" in text.replace(" ", "")


def test_the_paper_is_named_after_its_period(client_of, board):
    response = client_of(board).get("/quality/report.pdf?from=2025-01-01&until=2025-12-31")

    assert response.mimetype == "application/pdf"
    assert "kwaliteitsrapportage-2025-01-01-2025-12-31.pdf" in str(response.headers)
