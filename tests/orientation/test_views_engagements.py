import pytest

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import (
    EndReason,
    EngagementState,
    Focus,
    PartyRole,
)
from lt_admin.orientation.models.requests import Outcome
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.services import engagements as verbs
from tests.counting import counted
from tests.orientation.factories import (
    HOURS,
    accepted,
    agree,
    engagement_in,
    on,
    oriented,
    planned,
    quoted,
    running,
    with_partners,
)

_S = EngagementState


def address(engagement, step=""):
    return f"/engagements/{engagement.id}" + (f"/{step}" if step else "")


@pytest.mark.parametrize("state", EngagementState)
def test_every_state_has_a_record_for_the_coordinator(coordinator, client_of, state):
    engagement = engagement_in(state, by=coordinator)
    page = client_of(coordinator).page(address(engagement))
    filled = [n for n in page.all("a", "button") if "btn-primary" in (n.get("class") or "")]
    assert (engagement.code or "Aanvraag van") in page.text
    assert len(filled) <= 1


@pytest.mark.parametrize("state", EngagementState)
def test_treasurer_and_board_read_the_record_and_change_nothing(
    coordinator, treasurer, board, client_of, state
):
    engagement = engagement_in(state, by=coordinator)
    for reader in (treasurer, board):
        page = client_of(reader).page(address(engagement))
        forms = [node for node in page.all("form") if node.get("action") != "/logout"]
        assert forms == []


def test_a_reviewer_learns_nothing_from_an_address(coordinator, reviewer_user, client_of):
    engagement = running(by=coordinator)
    reviewer = client_of(reviewer_user)
    assert reviewer.get(address(engagement)).status_code == 404
    assert reviewer.get("/engagements/999999").status_code == 404
    for step in ("end", "hold", "dates", "plan"):
        assert reviewer.get(address(engagement, step)).status_code == 403
        assert reviewer.get(f"/engagements/999999/{step}").status_code == 403


def test_somebody_who_is_not_signed_in_is_asked_to(coordinator, anyone):
    answer = anyone.get(address(running(by=coordinator)))
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


@pytest.mark.parametrize("step", ["start", "move-on", "resume"])
def test_who_only_reads_cannot_take_a_step(coordinator, treasurer, client_of, step):
    engagement = accepted(by=coordinator)
    answer = client_of(treasurer).post_form(address(engagement, step), page="/")
    assert answer.status_code == 403
    assert engagement.state is _S.ACCEPTED


def test_a_review_does_not_start_before_all_four_have_agreed(coordinator, client_of):
    engagement = quoted(by=coordinator)
    with_partners(engagement, "Wolkenveld", "Merelnest", "Oefenkade", by=coordinator)
    for party in engagement.parties[:3]:
        agree(party, by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    client = client_of(coordinator)
    assert address(engagement, "start") not in client.page(address(engagement)).html
    answer = client.post_form(address(engagement, "start"), page="/")
    assert answer.status_code == 409
    assert "Oefenkade" in answer.text
    assert engagement.state is _S.QUOTED


def test_a_review_does_not_start_before_the_quote_is_accepted(coordinator, client_of):
    engagement = quoted(by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    answer = client_of(coordinator).post_form(address(engagement, "start"), page="/")
    assert answer.status_code == 409
    assert "elke opdrachtgever" in answer.text
    assert engagement.state is _S.QUOTED


def test_a_second_click_on_a_step_is_refused(coordinator, client_of):
    engagement = running(by=coordinator)
    client = client_of(coordinator)
    assert client.post_form(address(engagement, "start"), page="/").status_code == 409
    assert client.post_form(address(engagement, "resume"), page="/").status_code == 409
    assert engagement.state is _S.EXPLORING


def test_one_refusal_offers_to_withdraw_with_that_reason(coordinator, client_of):
    engagement = quoted(by=coordinator)
    [partner] = with_partners(engagement, "Pleegzorg Merelnest", by=coordinator)
    verbs.record_refusal(partner, refused_on=clock.today(), by=coordinator)
    client = client_of(coordinator)
    page = client.page(address(engagement))
    assert "Beslis hoe het verder gaat zonder Pleegzorg Merelnest" in page.text
    [link] = [
        n.get("href") for n in page.all("a") if "participant_refused" in (n.get("href") or "")
    ]
    client.submit(link)
    assert engagement.state is _S.WITHDRAWN
    assert engagement.end_reason is EndReason.PARTICIPANT_REFUSED


def test_a_quote_that_fails_on_its_budget_is_rejected(coordinator, client_of):
    engagement = quoted(by=coordinator)
    client_of(coordinator).submit(address(engagement, "end"), {"reason": "budget"})
    assert engagement.state is _S.REJECTED


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.NOT_NOW, EndReason.TIMING), (Outcome.OTHER_METHOD_ADVISED, EndReason.OTHER_METHOD)],
)
def test_a_conversation_without_a_plan_leads_to_closing_off(
    coordinator, client_of, outcome, reason
):
    engagement = oriented(by=coordinator)
    engagement.meetings[0].outcome = outcome
    client = client_of(coordinator)
    page = client.page(address(engagement))
    [link] = [n.get("href") for n in page.all("a") if "/end?" in (n.get("href") or "")]
    client.submit(link)
    assert engagement.end_reason is reason


def test_ending_needs_a_reason_and_only_once(coordinator, client_of):
    engagement = quoted(by=coordinator)
    client = client_of(coordinator)
    assert client.submit(address(engagement, "end")).status_code == 422
    assert client.submit(address(engagement, "end"), {"reason": "timing"}).status_code == 302
    assert client.submit(address(engagement, "end"), {"reason": "timing"}).status_code == 409


@pytest.mark.parametrize("text", ["Het gaat om 111222333.", "geboren op 3-4-2012"])
def test_what_looks_like_a_person_is_asked_back(coordinator, client_of, text):
    engagement = running(by=coordinator)
    client = client_of(coordinator)
    answer = client.submit(address(engagement, "hold"), {"reason": text})
    assert answer.status_code == 422
    assert text in answer.text
    assert engagement.state is _S.EXPLORING
    ticked = {"reason": text, "reason-not-a-person": "1"}
    client.submit(address(engagement, "hold"), ticked)
    assert engagement.state is _S.ON_HOLD


def test_dates_are_kept_and_the_wrong_way_round_refused(coordinator, client_of):
    engagement = running(by=coordinator)
    client = client_of(coordinator)
    wrong = {"start_on": "1-3-2025", "end_on": "1 februari 2025"}
    answer = client.submit(address(engagement, "dates"), wrong)
    assert answer.status_code == 422
    assert "1 februari 2025" in answer.text
    client.submit(address(engagement, "dates"), {**wrong, "end_on": "27 juni 2025"})
    assert (engagement.planned_start_on.month, engagement.planned_end_on.month) == (3, 6)


def test_focus_points_come_from_a_fixed_list(coordinator, client_of):
    engagement = running(by=coordinator)
    client = client_of(coordinator)
    client.submit(address(engagement, "focus"), {"focus": ["privacy", "large_team"]})
    assert {point.focus for point in engagement.focus_points} == {Focus.PRIVACY, Focus.LARGE_TEAM}
    assert client.submit(address(engagement, "focus"), {"focus": ["x"]}).status_code == 422


def test_a_review_is_handed_over(coordinator, client_of, session):
    other = type(coordinator)(
        name="Jet Opvolger", email="jet@lt-demo.example", role="coordinator", session_key="jet"
    )
    session.add(other)
    session.flush()
    engagement = running(by=coordinator)
    client_of(coordinator).submit(address(engagement, "coordinator"), {"coordinator": other.id})
    assert engagement.coordinator.name == "Jet Opvolger"


def test_a_planned_end_that_has_passed_shows(coordinator, client_of):
    engagement = running(by=coordinator)
    with on("2025-01-02"):
        verbs.set_planned_dates(engagement, start_on=None, end_on=clock.today(), by=coordinator)
    assert "over het geplande einde" in client_of(coordinator).page(address(engagement)).text


def test_the_timeline_tells_who_did_what_and_when(coordinator, client_of):
    with on("2025-03-17"):
        engagement = accepted(by=coordinator, kind=EngagementType.MIDRANGE)
    text = client_of(coordinator).page(address(engagement)).text
    assert "17 maart 2025" in text
    assert "Alles is rond: de opdracht is bevestigd. Ilse Modelhof" in text
    assert "Plan berekend: middelgrote leerreview, 118:00 uur." in text


def test_the_list_finds_by_code_state_and_organisation(coordinator, client_of):
    first = running(by=coordinator)
    second = quoted(by=coordinator)
    with_partners(second, "Ziekenhuis Noorderzon", by=coordinator)
    client = client_of(coordinator)
    for query, found, lost in (
        (f"q={first.code}", first, second),
        ("q=noorderzon", second, first),
        ("state=quoted", second, first),
    ):
        text = client.page(f"/engagements?{query}").text
        assert found.code in text
        assert lost.code not in text


def test_what_has_no_code_stands_with_the_requests(coordinator, client_of):
    planned(by=coordinator)
    client = client_of(coordinator)
    assert "Er zijn nog geen leerreviews" in client.page("/engagements").text
    assert "Gemeente Duinermeer" in client.page("/requests").text


@pytest.mark.parametrize("path", ["/engagements", "/requests", "/organisations"])
@pytest.mark.parametrize("as_", ["csv", "xlsx"])
def test_lists_are_exported_as_shown(coordinator, client_of, path, as_):
    running(by=coordinator)
    answer = client_of(coordinator).get(f"{path}?as={as_}&q=Duinermeer")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'{as_}"')


@pytest.mark.parametrize("path", ["/engagements", "/requests", "/organisations"])
def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(
    coordinator, client_of, engine, path, session
):
    client = client_of(coordinator)
    running(by=coordinator)
    client.get(path)
    with counted(engine) as few:
        client.get(path)
    for _row in range(6):
        running(by=coordinator)
    session.commit()
    with counted(engine) as many:
        client.get(path)
    assert len(many) == len(few) <= 4


def test_the_record_takes_as_many_statements_for_many_parties(
    coordinator, client_of, engine, session
):
    client = client_of(coordinator)
    engagement = running(by=coordinator)
    record = address(engagement)
    client.get(record)
    with counted(engine) as few:
        client.get(record)
    with_partners(
        engagement, *(f"Partner {n}" for n in range(8)), by=coordinator, role=PartyRole.PARTNER
    )
    session.commit()
    with counted(engine) as many:
        client.get(record)
    assert len(many) == len(few) <= 26  # eight sections of four features, not all filled
