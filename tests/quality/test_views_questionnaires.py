"""The questionnaire behind a link: once, kindly, in both languages, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lt_admin.core import clock
from lt_admin.core.db import session as db
from lt_admin.core.foundation import the_foundation
from lt_admin.quality.models.evaluations import AnswerSheet, Invitation
from lt_admin.quality.services.evaluations import LINK_DAYS
from tests.quality.evaluation import B, C, closed, sheets, token_for


@pytest.fixture
def review():
    return closed("LT-2025-01")


@pytest.fixture
def url(review, coordinator):
    return f"/evaluation/{token_for(review, by=coordinator)}"


def test_it_reads_in_both_languages(anyone, url):
    dutch, english = anyone.page(f"{url}?lang=nl"), anyone.page(f"{url}?lang=en")

    assert "Ik voelde mij veilig om open te spreken." in dutch.text
    assert "I felt safe to speak openly." in english.text
    assert "Wat heeft u geholpen?" in dutch.text
    assert "I work differently" not in english.text
    assert "LT-2025-01" not in dutch.html


def test_each_statement_is_a_group_of_six_choices(anyone, url):
    page = anyone.page(url)

    groups = page.all("fieldset")
    assert len(groups) == 7
    for group in groups:
        assert len([node for node in group.iter("input") if node.get("type") == "radio"]) == 6
        assert group.find("legend") is not None


def test_under_the_burden_of_the_interview_stands_whom_to_call(anyone, url):
    the_foundation().phone = "030 123 45 67"

    page = anyone.page(f"{url}?lang=en")

    hard = page.text.index("The interview was hard on me.")
    assert hard < page.text.index("You can always call us") < page.text.index("Talking brought")
    assert "030 123 45 67" in page.text


def test_others_are_asked_their_own_questions(anyone, review, coordinator):
    client = anyone.page(f"/evaluation/{token_for(review, C, by=coordinator)}?lang=en")
    board = anyone.page(f"/evaluation/{token_for(review, B, by=coordinator)}?lang=en")

    assert "I was really listened to." in client.text
    assert "Relations with the other institutions" in board.text
    assert "You can always call us" not in client.text + board.text


def test_reading_changes_nothing(anyone, url):
    for _ in range(3):
        anyone.page(url)

    assert db.scalars(select(Invitation.is_used)).all() == [False]
    assert sheets() == []


def test_an_answer_is_kept_and_thanked_for_in_the_same_language(anyone, url):
    data = {"ES1": "5", "ES2": "na", "helped": "De tijd die er was."}

    response = anyone.submit(f"{url}?lang=en", data)

    assert response.location == "/evaluation/thanks?lang=en"
    assert "Thank you" in anyone.page(response.location).text
    (sheet,) = sheets()
    assert {each.item: each.score for each in sheet.answers} == {"ES1": 5, "ES2": None}
    assert [each.text for each in sheet.open_answers] == ["De tijd die er was."]


def test_a_second_time_the_link_says_kindly_that_it_was_used(anyone, url):
    token = anyone.page(url).token()
    anyone.submit(url, {"ES1": "5"})

    page = anyone.page(f"{url}?lang=en", status=410)
    again = anyone.post(url, data={"csrf_token": token, "ES1": "1"})

    assert "sent in already" in page.text
    assert again.status_code == 410
    assert db.scalar(select(func.count(AnswerSheet.id))) == 1


def test_an_expired_link_says_so_and_whom_to_call(anyone, url):
    with clock.at(clock.now() + timedelta(days=LINK_DAYS + 1)):
        page = anyone.page(f"{url}?lang=en", status=410)

    assert "closed" in page.text
    assert "you are welcome to call" in page.text


def test_nothing_filled_in_is_asked_back_and_the_link_still_works(anyone, url):
    response = anyone.submit(f"{url}?lang=en", {})

    assert response.status_code == 422
    assert "Nothing is filled in yet" in response.get_data(as_text=True)
    assert anyone.submit(url, {"ES1": "5"}).status_code == 302


def test_an_answer_that_is_none_is_asked_back_with_all_that_was_typed(anyone, url):
    response = anyone.submit(url, {"ES1": "9", "ES2": "4", "helped": "De rust"})

    text = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "De rust" in text
    assert sheets() == []


def test_a_link_that_never_was_leads_nowhere(anyone):
    assert anyone.get(f"/evaluation/{'x' * 43}").status_code == 404


def test_without_a_token_of_the_page_nothing_is_kept(anyone, url):
    assert anyone.post(url, data={"ES1": "5"}).status_code == 400
    assert sheets() == []
