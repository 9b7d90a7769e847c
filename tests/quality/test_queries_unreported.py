"""The part of the closing gate that conduct has to open (DOMAIN.md 2h, and its negative case)."""

import pytest

from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.models.sessions import SessionState
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.quality.queries.unreported import unreported
from tests.billing import invoice_factories as billing
from tests.conduct import reporting


@pytest.fixture
def team(coordinator):
    """S3: four commissioners, a quarter each, in step 5."""
    return reporting.team(billing.review((1, 1, 1, 1), by=coordinator))


def boards(team):
    return [party.organisation for party in team.review.parties]


def endpoints(team):
    return [each.endpoint for each in unreported(team.review)]


def final(team):
    reporting.checked(team)
    return reporting.sent(team, ReportKind.FINAL)


def test_at_first_everything_is_missing_each_with_the_page_where_it_is_mended(app, team):
    expected = ["reports.report", *["sessions.sessions"] * 4, "reports.decide"]
    assert endpoints(team) == [*expected, "registers.documents"]
    with app.test_request_context():
        urls = [each.url for each in unreported(team.review)]
    assert all(url.startswith(f"/engagements/{team.review.id}/") for url in urls)


def test_a_final_report_that_is_there_but_not_sent_is_missing(team):
    reporting.checked(team)
    reporting.made(team, ReportKind.FINAL)

    assert endpoints(team)[0] == "reports.report"


def test_the_board_of_every_commissioner_is_at_a_presentation(team):
    final(team)
    first, *others = boards(team)
    reporting.presentation(team.review, others[:2])
    reporting.presentation(team.review, [first])

    missing = [each.words for each in unreported(team.review) if "session" in each.endpoint]

    assert len(missing) == 1
    assert others[2].name in missing[0]


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CANCELLED])
def test_a_presentation_counts_once_it_is_held(team, state):
    final(team)
    reporting.presentation(team.review, state=state)

    assert endpoints(team).count("sessions.sessions") == 4


def test_what_was_presented_before_the_final_report_was_another_paper(team):
    reporting.presentation(team.review, on=reporting.ago(1))
    final(team)

    assert endpoints(team).count("sessions.sessions") == 4


def test_postponing_counts_as_a_decision(team):
    until = clock.today().replace(year=clock.today().year + 1, day=1)
    reporting.decided(team, FollowUpChoice.POSTPONED, until=until)

    assert "reports.decide" not in endpoints(team)


def test_a_review_that_is_done_misses_nothing(coordinator):
    review = billing.review(by=coordinator)
    reporting.done(review)

    assert unreported(review) == []


def test_closing_before_certificate_and_follow_up_is_refused_through_the_page(
    client_of, coordinator, team
):
    final(team)
    reporting.presentation(team.review)
    client, url = client_of(coordinator), f"/engagements/{team.review.id}/close"

    page = client.page(url)
    assert f'href="/engagements/{team.review.id}/documents"' in page.html
    assert f'href="/engagements/{team.review.id}/report/follow-up"' in page.html
    answer = client.post_form(url, page="/account")

    assert answer.status_code == 422
    assert team.review.state is EngagementState.REPORTING
    reporting.decided(team)
    reporting.registered(team)
    reporting.certified(team)
    assert client.submit(url).status_code == 302
    assert team.review.state is EngagementState.CLOSED
