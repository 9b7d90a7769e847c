from datetime import timedelta

import pytest

from lt_admin.conduct.queries import proceedings as queries
from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState, Focus
from tests.conduct.factories import guided, review
from tests.strangers import answers_alike

REASON = "Een zitting gaat voor."


def address(of, rest=""):
    return f"/engagements/{of.id}/proceedings{rest}"


def typed(of, **facts):
    decided = {"decision": "wait", "consulted": [str(of.parties[0].organisation_id)]}
    return {"kind": "criminal", "reason": REASON, **decided, **facts}


def test_a_decision_to_wait_holds_the_review(coordinator, client_of):
    found = review(by=coordinator)
    client = client_of(coordinator)
    client.submit(address(found, "/new"), typed(found))
    assert found.state is EngagementState.ON_HOLD
    assert [point.focus for point in found.focus_points] == [Focus.PARALLEL_PROCEEDINGS]
    text = client.page(address(found)).text
    assert "strafrechtelijke procedure" in text
    assert REASON in text


@pytest.mark.parametrize("facts", [{"reason": ""}, {"consulted": []}, {"decision": ""}])
def test_an_incomplete_decision_is_asked_back(coordinator, client_of, facts):
    found = review(by=coordinator)
    answer = client_of(coordinator).submit(address(found, "/new"), typed(found, **facts))
    assert answer.status_code == 422
    assert (found.state, queries.checks_of(found.id)) == (EngagementState.EXPLORING, [])


def test_resuming_after_a_decision_to_wait_is_warned_of(coordinator, client_of):
    found = review(by=coordinator)
    client = client_of(coordinator)
    client.submit(address(found, "/new"), typed(found))
    record, words = f"/engagements/{found.id}", "Leg eerst het nieuwe besluit vast"
    assert words in client.page(record).text
    client.submit(address(found, "/new"), typed(found, decision="proceed"))
    assert words not in client.page(record).text
    client.submit(record, action=f"{record}/resume")
    assert found.state is EngagementState.EXPLORING


def test_a_new_end_is_planned_here_and_not_with_the_dates(coordinator, client_of):
    end = clock.today() + timedelta(days=30)
    found = review(by=coordinator, planned_end_on=end)
    client, later = client_of(coordinator), f"{end + timedelta(days=30):%d-%m-%Y}"
    refused = client.submit(f"/engagements/{found.id}/dates", {"end_on": later})
    assert refused.status_code == 422
    assert "Plan die onder Procedures" in refused.text
    client.submit(f"/engagements/{found.id}/replan", {"end_on": later, "reason": REASON})
    assert found.planned_end_on == end + timedelta(days=30)
    assert REASON in client.page(address(found)).text


def test_reviewers_read_the_log_of_their_review_and_decide_nothing(
    coordinator, reviewer_user, client_of
):
    found, _guide = guided(by=coordinator, user=reviewer_user)
    client = client_of(reviewer_user)
    assert "Besluit vastleggen" not in client.page(address(found)).text
    assert client.get(address(found, "/new")).status_code == 403
    assert client.get(f"/engagements/{found.id}/replan").status_code == 403


def test_a_stranger_learns_nothing(coordinator, reviewer_user, client_of):
    found = review(by=coordinator)
    assert answers_alike(client_of(reviewer_user), "/engagements/{}/proceedings", found.id) == 404
