from datetime import timedelta

import pytest

from lt_admin.billing.queries.quote_duties import quote_duties
from lt_admin.billing.queries.quote_sections import quote_not_yet, quote_step
from lt_admin.billing.services import quotes
from lt_admin.core import clock
from tests.billing.factories import (
    accept,
    accepted,
    ask,
    change_order,
    drafted,
    follow_up,
    refuse,
    running,
    sent,
)
from tests.orientation import factories as orientating


@pytest.fixture
def page(app):
    """As inside a page in English: links and words."""
    with app.test_request_context("/?lang=en"):
        yield


def sentences(user):
    return [duty.sentence for duty in quote_duties(user)]


def test_a_refusal_is_a_duty_of_the_coordinator(page, coordinator):
    quote = sent(by=coordinator)
    refuse(quote.shares[1])

    assert sentences(coordinator) == [f"Instelling B (demo) does not accept quote {quote.name}."]


def test_a_question_is_a_duty_until_it_is_answered(page, coordinator):
    quote = sent(by=coordinator)
    ask(quote.shares[0])
    asked = sentences(coordinator)
    accept(quote.shares[0])

    assert len(asked) == 1
    assert sentences(coordinator) == []


@pytest.mark.parametrize(("days", "count"), [(22, 0), (23, 1), (31, 1)])
def test_a_quote_that_expires_soon_or_has_expired_is_a_duty(page, coordinator, days, count):
    quote = sent(by=coordinator)
    accept(quote.shares[0])

    with clock.at(clock.noon(clock.today() + timedelta(days=days))):
        assert len(quote_duties(coordinator)) == count


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1), (22, 1)])
def test_a_quote_is_due_three_weeks_after_the_request(page, coordinator, days, count):
    orientating.planned(by=coordinator)

    with clock.at(clock.noon(clock.today() + timedelta(days=days))):
        found = quote_duties(coordinator)

    assert len(found) == count
    assert all(duty.since == clock.today() + timedelta(days=14) for duty in found)


def test_once_the_quote_is_sent_it_is_no_longer_due(page, coordinator):
    sent(by=coordinator)

    with clock.at(clock.noon(clock.today() + timedelta(days=15))):
        assert quote_duties(coordinator) == []


def test_others_have_no_duties_about_quotes(page, coordinator, treasurer, board, stranger):
    refuse(sent(by=coordinator).shares[0])

    assert [quote_duties(user) for user in (treasurer, board, stranger)] == [[], [], []]


def titles(engagement, user):
    step = quote_step(engagement, user)
    return step and step.title


def test_the_next_step_follows_the_quote(page, coordinator):
    quote = drafted(by=coordinator)
    engagement = quote.engagement
    found = [titles(engagement, coordinator)]
    quotes.send_quote(quote, by=coordinator)
    found.append(titles(engagement, coordinator))
    refuse(quote.shares[0])
    found.append(titles(engagement, coordinator))
    quotes.withdraw_quote(quote, reason="opnieuw", by=coordinator)
    found.append(titles(engagement, coordinator))

    assert found == [
        "Check the quote, and send it",
        None,
        "Call about the answer",
        "Make the quote",
    ]


def test_the_quote_is_not_the_next_step_before_the_plan_or_after_a_refusal(page, coordinator):
    early = orientating.oriented(by=coordinator)
    engagement = drafted(by=coordinator).engagement
    engagement.parties[0].refuse(on=clock.today())

    assert titles(early, coordinator) is titles(engagement, coordinator) is None
    assert len(quote_not_yet(early, coordinator)) == 1
    assert quote_not_yet(engagement, coordinator) == []


def test_the_engagement_shows_its_quotes_and_how_the_cost_is_shared(
    session, client_of, coordinator, treasurer
):
    quote = running(by=coordinator)
    url = f"/engagements/{quote.engagement_id}"

    ours, theirs = client_of(coordinator).page(url), client_of(treasurer).page(url)

    for page in (ours, theirs):
        assert quote.name in page.text
        assert "60%" in page.text
    assert f"{url}/change-order" in ours.html
    assert f"{url}/change-order" not in theirs.html


def test_the_engagement_offers_the_quote_that_can_be_made(session, client_of, coordinator):
    planned = orientating.planned(by=coordinator)
    followed = follow_up(by=coordinator)

    page = client_of(coordinator).page(f"/engagements/{planned.id}")
    later = client_of(coordinator).page(f"/engagements/{followed.engagement_id}")

    assert f"/engagements/{planned.id}/quotes" in page.html
    assert "follow-up-quote" not in later.html  # the draft is there already
    assert "/change-order" in later.html


def test_the_list_costs_the_same_statements_whatever_its_length(
    session, client_of, coordinator, statements
):
    counts = []
    for _round in range(2):
        sent(by=coordinator)
        accepted(by=coordinator)
        session.commit()
        statements.clear()
        client_of(coordinator).page("/quotes")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6


def test_the_record_costs_the_same_statements_whatever_its_shares(
    session, client_of, coordinator, statements
):
    counts = []
    for percents in ((100,), (40, 30, 20, 10)):
        quote = sent(by=coordinator, percents=percents)
        session.commit()
        statements.clear()
        client_of(coordinator).page(f"/quotes/{quote.id}")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_editor_costs_the_same_statements_whatever_its_shares(
    session, client_of, coordinator, statements
):
    counts = []
    for percents in ((100,), (40, 30, 20, 10)):
        quote = drafted(by=coordinator, percents=percents)
        session.commit()
        statements.clear()
        client_of(coordinator).page(f"/quotes/{quote.id}/edit")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_a_change_order_stands_beside_the_quote_it_adds_to(session, client_of, coordinator):
    order = change_order(by=coordinator)

    page = client_of(coordinator).page(f"/engagements/{order.engagement_id}")

    assert order.name in page.text


def test_a_review_tells_once_that_its_quote_was_sent(session, client_of, coordinator):
    quote = sent(by=coordinator)

    page = client_of(coordinator).page(f"/engagements/{quote.engagement_id}")

    assert page.text.count("Offerte verstuurd:") == 1
    assert "De offerte is naar de opdrachtgevers" not in page.text
