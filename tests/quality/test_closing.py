import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.billing.models.invoices import Round
from lt_admin.billing.models.quotes import QuoteKind
from lt_admin.billing.services.credits import credit_invoice
from lt_admin.billing.services.invoices import draft_round
from lt_admin.core.audit import AuditEntry
from lt_admin.core.db import session
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.quality.queries.closing import missing_for_closing
from lt_admin.quality.services.closing import close_engagement
from lt_admin.reviewers.models.hours import EntryState
from tests.billing import invoice_factories as billing
from tests.factories import user_with


@pytest.fixture
def review(coordinator):
    return billing.review((60, 40), by=coordinator)


def words(review):
    return [each.words for each in missing_for_closing(review)]


def payers(review):
    return [party.organisation.name for party in review.parties]


def test_a_review_whose_hours_are_approved_and_invoiced_is_closed(review, coordinator):
    billing.worked(review, 10)
    billing.issued(review, by=coordinator)

    close_engagement(review, by=coordinator)

    assert review.state is EngagementState.CLOSED
    events = select(AuditEntry.event).where(AuditEntry.subject == f"engagement:{review.id}")
    assert session.scalars(events).all() == ["engagement:closed"]


def test_hours_that_nobody_approved_are_missing_also_those_not_billed(review, coordinator):
    billing.worked(review, 2, state=EntryState.SUBMITTED, billable=False)

    (missing,) = missing_for_closing(review)

    assert "2:00" in missing.words
    assert (missing.endpoint, missing.facts) == ("entries.to_approve", {"review": review.id})
    with pytest.raises(Refused, match="2:00"):
        close_engagement(review, by=coordinator)
    assert review.state is EngagementState.REPORTING


def test_hours_not_invoiced_are_missing_by_commissioner(review):
    billing.worked(review, 3)

    found = missing_for_closing(review)

    assert len(found) == 2
    for missing, name in zip(found, sorted(payers(review)), strict=True):
        assert name in missing.words
        assert "3:00" in missing.words
        assert missing.facts == {"engagement_id": review.id, "name": "final"}


def test_a_draft_is_missing_until_it_is_sent(review, coordinator):
    billing.worked(review, 3)
    drafts = draft_round(review, Round.FINAL, by=coordinator)

    found = missing_for_closing(review)[2:]

    assert [each.facts for each in found] == [{"invoice_id": draft.id} for draft in drafts]


def test_hours_of_a_credited_invoice_are_missing_again(review, coordinator):
    billing.worked(review, 3)
    first, _second = billing.issued(review, by=coordinator)
    credit_invoice(first, reason="verkeerd deel", by=coordinator)

    (missing,) = missing_for_closing(review)

    assert first.organisation.name in missing.words


def test_hours_of_a_follow_up_are_for_those_who_asked_for_it(review):
    first = review.parties[0].organisation
    billing.agreed_quote(review, [first], [1], kind=QuoteKind.FOLLOW_UP, hours=12)
    billing.worked(review, 4, step=6)

    (missing,) = missing_for_closing(review)

    assert first.name in missing.words
    assert missing.facts["name"] == "follow_up"


def test_statements_need_not_be_made(review, coordinator):
    billing.worked(review, 1)
    billing.issued(review, by=coordinator)

    assert words(review) == []


@pytest.mark.parametrize("state", [EngagementState.DRAFTING, EngagementState.CLOSED])
def test_only_a_review_in_step_5_is_closed(review, coordinator, state):
    review.state = state

    with pytest.raises(WrongState):
        close_engagement(review, by=coordinator)


def test_the_page_says_what_is_missing_and_has_no_button(client_of, review, coordinator):
    billing.worked(review, 3)

    page = client_of(coordinator).page(f"/engagements/{review.id}/close")

    for name in payers(review):
        assert name in page.text
    assert f'href="/engagements/{review.id}/invoices/final"' in page.html
    assert "btn-primary" not in page.html


def test_before_step_5_the_page_has_no_button(client_of, review, coordinator):
    review.state = EngagementState.DIALOGUE

    page = client_of(coordinator).page(f"/engagements/{review.id}/close")

    assert "vanuit stap 5" in page.text
    assert "btn-primary" not in page.html


def test_the_button_closes(client_of, review, coordinator):
    url = f"/engagements/{review.id}/close"

    response = client_of(coordinator).submit(url)

    assert response.location == f"/engagements/{review.id}"
    assert review.state is EngagementState.CLOSED


def test_what_came_up_meanwhile_is_refused_in_words(client_of, review, coordinator):
    client = client_of(coordinator)
    url = f"/engagements/{review.id}/close"
    token = client.page(url).token()
    billing.worked(review, 3)

    response = client.post(url, data={"csrf_token": token})

    assert response.status_code == 422
    assert "3:00" in response.get_data(as_text=True)
    assert review.state is EngagementState.REPORTING


@pytest.mark.parametrize("role", [Role.TREASURER, Role.BOARD, Role.REVIEWER, Role.SUPERVISOR])
def test_only_the_coordinator_closes(client_of, review, role):
    client = client_of(user_with(role))

    for engagement_id in (review.id, 999_999):
        assert client.get(f"/engagements/{engagement_id}/close").status_code == 403


def test_a_review_that_is_not_there_is_not_found(client_of, coordinator):
    assert client_of(coordinator).get("/engagements/99/close").status_code == 404


def test_the_record_offers_closing_once_it_is_possible(client_of, review, coordinator):
    url, close = f"/engagements/{review.id}", f"/engagements/{review.id}/close"
    assert close in client_of(coordinator).page(url).html

    billing.worked(review, 3)

    page = client_of(coordinator).page(url)
    assert close not in page.html
    assert "3:00" in page.text
