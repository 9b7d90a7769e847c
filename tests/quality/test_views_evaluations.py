"""The pages of the evaluation, each tried by who may, by another role and by a stranger."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import telling
from lt_admin.core.db import session as db
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import QueuedMail
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.quality.models.evaluations import Asked, Moment, OpenAnswer, OpenQuestion
from lt_admin.quality.queries import questionnaires as queries
from lt_admin.quality.queries.told import TOLD
from tests.billing import work
from tests.factories import user_with
from tests.quality.evaluation import B, C, S, answered, asked, closed, entered, sheets
from tests.strangers import answers_alike

PERIOD = "?from=1-1-2025&until=31-12-2025"


@pytest.fixture
def review():
    return closed("LT-2025-01")


@pytest.fixture
def url(review):
    return f"/engagements/{review.id}/evaluation"


def test_the_page_shows_what_may_be_shown_and_says_what_not(client_of, review, coordinator, url):
    answered(review, S, 4, 5, 3, by=coordinator)
    answered(review, B, 2, 1, by=coordinator)
    answered(review, C, 5, 5, 5, 5, 5, by=coordinator)

    page = client_of(user_with(Role.BOARD)).page(f"{url}?lang=en")

    assert "Staff and managers involved 3 0 3 of 3 (100%) 4.00" in page.text
    assert "Boards 2 0 2 of 2 (100%) not shown: fewer than three answers" in page.text
    assert "shown only over several reviews together" in page.text
    assert "I felt safe to speak openly." in page.text
    assert "I was really listened to." not in page.text
    assert "Hand out" not in page.text


def test_before_step_5_the_page_says_when_questionnaires_go_out(client_of, coordinator):
    early = work.engagement(state=EngagementState.DIALOGUE)

    page = client_of(coordinator).page(f"/engagements/{early.id}/evaluation?lang=en")

    assert "Questionnaires go out in step 5" in page.text
    assert "/evaluation/links" not in page.html


def test_t1_has_a_table_of_its_own_once_somebody_was_asked(client_of, review, coordinator, url):
    asked(review, S, 2, by=coordinator, moment=Moment.T1)

    assert 'id="at-T1"' in client_of(coordinator).page(url).html


def test_forms_are_counted_through_the_page(client_of, coordinator, url):
    data = {"respondents": "S", "moment": "T0", "count": "12"}

    response = client_of(coordinator).submit(f"{url}/paper", data)

    assert response.location == url
    assert db.scalars(select(Asked.on_paper)).all() == [12]


def test_a_count_that_is_none_is_asked_back(client_of, coordinator, url):
    response = client_of(coordinator).submit(f"{url}/paper", {"respondents": "S", "count": "veel"})

    assert response.status_code == 422
    assert 'value="veel"' in response.get_data(as_text=True)


def test_links_are_mailed_through_the_page(client_of, coordinator, url):
    typed = "a@mail.example, b@mail.example\nc@mail.example"
    data = {"respondents": "B", "moment": "T0", "addresses": typed, "language": "en"}

    response = client_of(coordinator).submit(f"{url}/links", data)

    assert response.location == url
    mails = db.scalars(select(QueuedMail)).all()
    assert len(mails) == 3
    assert {mail.language for mail in mails} == {"en"}


def test_a_wrong_address_stays_on_the_page(client_of, coordinator, url):
    data = {"respondents": "B", "addresses": "a@mail.example\ngeen"}

    response = client_of(coordinator).submit(f"{url}/links", data)

    assert response.status_code == 422
    assert "geen is " in response.get_data(as_text=True)
    assert db.scalars(select(QueuedMail)).all() == []


def test_a_form_from_paper_is_entered_and_the_next_one_waits(client_of, review, coordinator, url):
    asked(review, S, 2, by=coordinator)
    data = {"ES1": "4", "ES3": "na", "helped": "De rust"}

    response = client_of(coordinator).submit(f"{url}/T0/S/form", data)

    assert response.location == f"{url}/T0/S/form"
    (sheet,) = sheets()
    assert {each.item: each.score for each in sheet.answers} == {"ES1": 4, "ES3": None}


def test_one_form_too_many_is_refused_in_words(client_of, review, coordinator, url):
    answered(review, S, 4, by=coordinator)

    response = client_of(coordinator).submit(f"{url}/T0/S/form?lang=en", {"ES1": "4"})

    assert response.status_code == 422
    assert "entered already" in response.get_data(as_text=True)


def test_a_count_is_put_right_through_the_page(client_of, review, coordinator, url):
    answered(review, S, 4, 4, by=coordinator)
    client = client_of(coordinator)

    assert client.submit(f"{url}/T0/S/correct", {"on_paper": "1"}).status_code == 422
    assert client.submit(f"{url}/T0/S/correct", {"on_paper": "5"}).location == url

    assert db.scalars(select(Asked.on_paper)).all() == [5]


@pytest.mark.parametrize("group", ["T0/B", "T0/X", "T9/S"])
def test_of_a_group_that_was_not_asked_there_is_nothing_to_enter(
    client_of, coordinator, url, group
):
    client = client_of(coordinator)

    assert client.get(f"{url}/{group}/form").status_code == 404
    assert client.get(f"{url}/{group}/correct").status_code == 404


def test_over_a_period_everything_stands_together(client_of, review, coordinator):
    answered(review, S, 4, 5, 3, by=coordinator)
    answered(closed("LT-2025-02"), B, 2, by=coordinator)

    page = client_of(coordinator).page(f"/evaluations{PERIOD}&lang=en")

    assert "Staff and managers involved 3 of 3 (100%) meets the norm 4.00" in page.text
    assert "Felt safe to speak openly: 2 of 3" in page.text
    assert "not shown: too few answers" in page.text
    assert "LT-2025-01" in page.text
    assert "LT-2025-02" in page.text


def test_a_period_without_reviews_says_so(client_of, coordinator):
    page = client_of(coordinator).page("/evaluations?from=1-1-1999&until=2-1-1999&lang=en")

    assert "No review closed in this period" in page.text


def test_words_are_read_one_at_a_time_and_then_shown(client_of, review, coordinator):
    answered(review, S, 4, 4, by=coordinator)
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "Dat Piet er was"})
    client = client_of(coordinator)
    assert "Piet" not in client.page(f"/evaluations{PERIOD}").text
    (written,) = queries.unread()

    client.submit("/evaluations/words", {"text": "Dat iemand er was"})

    assert client.page("/evaluations/words?lang=en").text.count("Everything is read.") == 1
    assert "Dat iemand er was" in client.page(f"/evaluations{PERIOD}").text
    response = client.post_form(f"/evaluations/words/{written.id}", page="/account")
    assert response.status_code == 404


def test_words_are_let_go_and_too_many_letters_are_asked_back(client_of, review, coordinator):
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "Piet"})
    client = client_of(coordinator)

    too_long = client.submit("/evaluations/words", {"text": "x" * 2001})
    client.submit("/evaluations/words", {"forget": "1"})

    assert too_long.status_code == 422
    assert db.scalars(select(OpenAnswer)).all() == []


@pytest.mark.parametrize("role", [Role.BOARD, Role.TREASURER, Role.REVIEWER, Role.SUPERVISOR])
def test_only_the_coordinator_asks_enters_and_reads_words(
    client_of, review, coordinator, role, url
):
    asked(review, S, 1, by=coordinator)
    client = client_of(user_with(role))

    for page in (f"{url}/paper", f"{url}/links", f"{url}/T0/S/form", f"{url}/T0/S/correct"):
        assert client.get(page).status_code == 403
        assert client.post_form(page, page="/account").status_code == 403
    assert client.get("/evaluations/words").status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR])
def test_reviewers_do_not_read_what_was_said_of_them(client_of, review, role, url):
    client = client_of(user_with(role))

    assert client.get("/evaluations").status_code == 403
    assert answers_alike(client, "/engagements/{}/evaluation", review.id) == 403


def test_a_review_that_is_not_there_is_not_found(client_of, coordinator):
    assert client_of(coordinator).get("/engagements/99999/evaluation").status_code == 404


def test_the_page_is_one_of_the_tabs_of_a_review(client_of, coordinator, url):
    page = client_of(coordinator).page(url)

    assert f'<a href="{url}" aria-current="page">' in page.html


def test_words_to_read_are_a_duty_of_the_coordinator(client_of, review, coordinator, board):
    assert "/evaluations/words" not in client_of(coordinator).page("/").html
    asked(review, S, 1, by=coordinator)
    entered(review, S, 4, by=coordinator, words={OpenQuestion.HELPED: "De rust"})

    assert "/evaluations/words" in client_of(coordinator).page("/").html
    assert "/evaluations/words" not in client_of(board).page("/").html


@pytest.mark.parametrize("event", TOLD)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_event_of_an_evaluation_reads_as_a_sentence(event, language):
    facts = {"respondents": "S", "moment": "T0", "by_link": "1", "on_paper": "2"}
    with speaking(language):
        told = telling.sentence(event, facts)

    assert told.endswith(".")
    assert "T0" in told
    assert event not in told
