import pytest

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.sessions import SessionKind
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.requests import InspectorateTerm
from tests.conduct.factories import both_groups, held, member, review
from tests.orientation.factories import accepted

_S = EngagementState


def record_of(found):
    return f"/engagements/{found.id}"


def test_a_review_goes_from_step_to_step_by_buttons(coordinator, client_of):
    found = accepted(by=coordinator)
    client, record = client_of(coordinator), record_of(found)
    client.submit(record, action=f"{record}/start")
    both_groups(found, by=coordinator)
    client.submit(record, action=f"{record}/move-on")
    held(found, SessionKind.JOINT_DIALOGUE, by=coordinator)
    client.submit(record, action=f"{record}/move-on")
    assert found.state is _S.DRAFTING
    client.submit(f"{record}/hold", {"reason": "Een zitting gaat voor."})
    client.submit(record, action=f"{record}/resume")
    assert found.state is _S.DRAFTING


@pytest.mark.parametrize(
    ("state", "words", "page"),
    [
        (_S.EXPLORING, "De casegroep heeft nog geen leden.", "groups"),
        (_S.DIALOGUE, "nog geen leerbijeenkomst met de casegroep", "sessions"),
        (_S.DRAFTING, "nog geen conceptverslag verstuurd", "report"),
    ],
)
def test_what_stands_in_the_way_is_said_and_no_page_goes_round_it(
    coordinator, client_of, state, words, page
):
    found = review(by=coordinator, state=state)
    client, record = client_of(coordinator), record_of(found)
    shown = client.page(record)
    assert words in shown.text
    assert f"{record}/{page}" in [n.get("href") for n in shown.all("a")]
    assert f"{record}/move-on" not in shown.html
    answer = client.post_form(f"{record}/move-on", page="/")
    assert answer.status_code == 409
    assert words in answer.text
    assert found.state is state


def test_step_3_without_a_case_group_is_refused(coordinator, client_of):
    found = review(by=coordinator)
    member(found, Group.REVIEW_TEAM, by=coordinator)
    answer = client_of(coordinator).post_form(f"{record_of(found)}/move-on", page="/")
    assert "De casegroep heeft nog geen leden." in answer.text
    assert found.state is _S.EXPLORING


def test_starting_before_the_date_of_the_inspectorate_asks_a_tick(coordinator, client_of):
    found = accepted(by=coordinator, inspectorate_term=InspectorateTerm.SIX_WEEKS)
    client, record = client_of(coordinator), record_of(found)
    assert "weinig ruimte om te leren" in client.page(record).text
    assert client.submit(f"{record}/start").status_code == 422
    assert found.state is _S.ACCEPTED
    client.submit(f"{record}/start", {"despite_inspectorate": "y"})
    assert found.state is _S.EXPLORING


def test_nobody_is_warned_of_an_inspectorate_that_does_not_wait(coordinator, client_of):
    found = accepted(by=coordinator)
    assert "weinig ruimte om te leren" not in client_of(coordinator).page(record_of(found)).text


@pytest.mark.parametrize("step", ["start", "move-on", "resume"])
def test_only_the_coordinator_takes_steps(coordinator, board, reviewer_user, client_of, step):
    found = review(by=coordinator)
    for other in (board, reviewer_user):
        answer = client_of(other).post_form(f"{record_of(found)}/{step}", page="/")
        assert answer.status_code == 403
