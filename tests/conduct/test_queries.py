"""What conduct says elsewhere: on the record, on the home page, and in the timeline."""

import pytest

from lt_admin.conduct.models.groups import Group, Side
from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.models.sessions import Relation, SessionKind, Voice
from lt_admin.conduct.queries.duties import duties
from lt_admin.conduct.queries.told import TOLD
from lt_admin.conduct.services import groups, proceedings, sessions
from lt_admin.core import clock, telling
from lt_admin.core.events import EVENTS
from tests.conduct.factories import at, both_groups, guided, held, member, planned, review
from tests.orientation.factories import contact_of


@pytest.fixture(autouse=True)
def in_a_request(app, session):
    with app.test_request_context():
        yield


def test_a_session_of_the_past_is_a_duty_of_its_reviewers_and_the_coordinator(
    coordinator, reviewer_user, stranger, treasurer
):
    found, guide = guided(by=coordinator, user=reviewer_user)
    made = planned(found, by=coordinator, starts_at=at(-1), reviewers=[guide])
    planned(found, by=coordinator, starts_at=at(0), reviewers=[guide])
    for person in (coordinator, reviewer_user):
        [duty] = duties(person)
        assert duty.url == f"/engagements/{found.id}/sessions/{made.id}"
        assert duty.since == clock.day_of(made.starts_at)
    assert duties(stranger) == duties(treasurer) == []


def test_a_group_is_to_be_confirmed_before_the_first_dialogue(coordinator):
    found = review(by=coordinator)
    both_groups(found, by=coordinator)
    assert duties(coordinator) == []
    planned(found, SessionKind.DIALOGUE, by=coordinator)
    assert len(duties(coordinator)) == 2
    contact = contact_of(found.parties[0].organisation, by=coordinator)
    group = Group.CASE_GROUP
    groups.confirm_group(found, group, side=Side.COMMISSIONERS, contact=contact, by=coordinator)
    groups.confirm_group(found, group, side=Side.REVIEWERS, by=coordinator)
    assert ["reviewteam" in duty.sentence for duty in duties(coordinator)] == [True]
    held(found, SessionKind.JOINT_DIALOGUE, by=coordinator)
    assert duties(coordinator) == []


def test_the_record_tells_the_work_in_short(coordinator, client_of):
    found = review(by=coordinator)
    member(found, by=coordinator)
    held(found, by=coordinator, attended=12)
    planned(found, by=coordinator, starts_at=at(-1))
    sessions.record_voice(found, relation=Relation.MOTHER, voice=Voice.TOOK_PART, by=coordinator)
    text = client_of(coordinator).page(f"/engagements/{found.id}").text
    for words in (
        "1 persoon, nog niet door beide",
        "1 \N{MULTIPLICATION SIGN} introductie",
        "1 van 1 deden mee",
    ):
        assert words in text
    assert "Eén bijeenkomst die voorbij is, is nog niet vastgelegd" in text


def test_a_reviewer_finds_the_pages_from_my_reviews(coordinator, reviewer_user, client_of):
    found, _guide = guided(by=coordinator, user=reviewer_user)
    client = client_of(reviewer_user)
    place = client.page("/my-reviews")
    assert f"/engagements/{found.id}/sessions" in [n.get("href") for n in place.all("a")]
    [url] = {n.get("href") for n in place.all("a") if "/assignments/" in (n.get("href") or "")}
    assert f"/engagements/{found.id}/groups" in client.page(url).html


FACTS = {
    "group": "case_group",
    "side": "reviewers",
    "organisation": "Jeugdbescherming Testerland",
    "overridden": "yes",
    "kind": "interview",
    "on": "2025-04-15",
    "attended": "2",
    "relation": "mother",
    "voice": "took_part",
    "decision": "wait",
    "decided_on": "2025-05-12",
    "from_on": "2025-09-30",
    "to_on": "2025-11-28",
    "count": "2",
}


@pytest.mark.parametrize("event", sorted(TOLD))
def test_every_event_reads_as_a_sentence_without_a_name(event):
    facts = {key: FACTS[key] for key in EVENTS[event]}
    if event == "proceedings:checked":
        facts["kind"] = Proceeding.CRIMINAL
    told = telling.sentence(event, facts)
    assert told.endswith(".")
    assert "%" not in told
    assert "_" not in told


def test_the_timeline_tells_of_sessions_and_decisions(coordinator, client_of):
    found = review(by=coordinator)
    held(found, by=coordinator, attended=6)
    proceedings.record_check(
        found,
        kind=Proceeding.NONE,
        decision=Decision.PROCEED,
        decided_on=clock.today(),
        by=coordinator,
    )
    text = client_of(coordinator).page(f"/engagements/{found.id}").text
    assert "introductie, met 6 deelnemers." in text
    assert "geen andere procedures, de leerreview gaat door." in text
