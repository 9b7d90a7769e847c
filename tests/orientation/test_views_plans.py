import pytest

from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.queries.plans import find_plan
from lt_admin.orientation.rules.plans import Component, PlannedPart
from lt_admin.orientation.services.plans import change_plan
from tests.orientation.factories import engagement_in, oriented, planned

COUNTS = {"type": "midrange", "interviews": "6", "introductions": "2", "dialogue_sessions": "2"}


def address(engagement, step=""):
    return f"/engagements/{engagement.id}/plan{step}"


def hours(client, engagement, facts, **kw):
    return client.submit(address(engagement), facts, action=address(engagement, "/hours"), **kw)


def counts(client, engagement, facts):
    return client.submit(address(engagement), facts, action=address(engagement))


def test_the_type_fills_in_the_usual_numbers_and_these_the_hours(coordinator, client_of):
    engagement = oriented(by=coordinator)
    client = client_of(coordinator)
    [usual] = [
        node.get("href")
        for node in client.page(address(engagement)).all("a")
        if "type=midrange" in (node.get("href") or "")
    ]
    client.submit(usual, action=address(engagement))
    assert find_plan(engagement).minutes == 118 * 60
    assert "118:00" in client.page(address(engagement)).text


def test_numbers_without_a_type_are_asked_back(coordinator, client_of):
    engagement = oriented(by=coordinator)
    client = client_of(coordinator)
    answer = client.post_form(address(engagement), {"interviews": "6"})
    assert answer.status_code == 422
    assert find_plan(engagement) is None


@pytest.mark.parametrize("typed", ["-1", "201", "zes", "1,5"])
def test_a_number_of_sessions_is_a_whole_number(coordinator, client_of, typed):
    engagement = planned(by=coordinator)
    answer = counts(client_of(coordinator), engagement, {**COUNTS, "interviews": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text


def test_every_number_is_editable_in_any_way_of_writing(coordinator, client_of):
    engagement = planned(by=coordinator)
    answer = hours(client_of(coordinator), engagement, {"files_lead": "7u15", "files_second": ""})
    plan = find_plan(engagement)
    assert answer.status_code == 302
    assert PlannedPart(2, Component.FILES, 435, 0) in plan.parts


@pytest.mark.parametrize("typed", ["7:10", "-1", "veel", "500"])
def test_hours_that_are_no_quarters_are_asked_back_and_nothing_is_lost(
    coordinator, client_of, typed
):
    engagement = planned(by=coordinator)
    before = find_plan(engagement).minutes
    facts = {"files_lead": typed, "draft_lead": "20:00"}
    answer = hours(client_of(coordinator), engagement, facts)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'value="20:00"' in answer.text
    assert find_plan(engagement).minutes == before


def test_a_plan_without_hours_is_refused(coordinator, client_of):
    engagement = planned(by=coordinator)
    client = client_of(coordinator)
    answer = client.post_form(address(engagement, "/hours"), {}, page=address(engagement))
    assert answer.status_code == 422
    assert "Een plan zonder uren" in answer.text


def test_adding_up_shows_the_sums_and_saves_nothing(coordinator, client_of):
    engagement = planned(by=coordinator)
    before = find_plan(engagement).minutes
    answer = hours(client_of(coordinator), engagement, {"files_lead": "106:00", "sum": "1"})
    assert answer.status_code == 200
    assert "266:00" in answer.text
    assert find_plan(engagement).minutes == before


def test_hours_outside_the_usual_are_a_warning_not_a_refusal(coordinator, client_of):
    engagement = planned(by=coordinator)
    client = client_of(coordinator)
    hours(client, engagement, {"files_lead": "106:00"})
    text = client.page(address(engagement)).text
    assert "gebruikelijk is 70:00 tot 115:00" in text


def test_calculating_again_asks_before_it_overwrites_work_by_hand(coordinator, client_of):
    engagement = planned(by=coordinator)
    client = client_of(coordinator)
    hours(client, engagement, {"files_lead": "7:15"})
    answer = counts(client, engagement, COUNTS)
    assert answer.status_code == 422
    assert "Vink dit aan" in answer.text
    counts(client, engagement, {**COUNTS, "again": "y"})
    assert Component.FILES in [part.component for part in find_plan(engagement).parts]
    assert PlannedPart(2, Component.FILES, 435, 240) not in find_plan(engagement).parts


def test_calculating_again_overwrites_a_calculated_plan_at_once(coordinator, client_of):
    engagement = planned(by=coordinator)
    assert counts(client_of(coordinator), engagement, COUNTS).status_code == 302
    assert engagement.type == "midrange"


def test_an_accepted_plan_is_shown_and_not_changed(coordinator, client_of):
    engagement = engagement_in(EngagementState.EXPLORING, by=coordinator)
    client = client_of(coordinator)
    page = client.page(address(engagement))
    assert "Het plan staat vast" in page.text
    assert page.all("input") == [n for n in page.all("input") if n.get("name") == "csrf_token"]
    answer = client.post_form(address(engagement, "/hours"), {"files_lead": "1:00"}, page="/")
    assert answer.status_code == 409


def test_without_a_plan_there_are_no_hours_to_change(coordinator, client_of):
    engagement = oriented(by=coordinator)
    answer = client_of(coordinator).post_form(address(engagement, "/hours"), page="/")
    assert answer.status_code == 404


def test_a_plan_before_the_conversation_is_refused(coordinator, client_of):
    engagement = engagement_in(EngagementState.REQUESTED, by=coordinator)
    answer = client_of(coordinator).post_form(address(engagement), COUNTS, page="/")
    assert answer.status_code == 422 or answer.status_code == 409
    assert find_plan(engagement) is None


def test_only_the_coordinator_plans(coordinator, board, client_of):
    engagement = planned(by=coordinator)
    change_plan(find_plan(engagement), find_plan(engagement).parts, by=coordinator)
    assert client_of(board).get(address(engagement)).status_code == 403
