from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.models.requests import Outcome, Readiness
from lt_admin.orientation.rules.requests import InspectorateTerm
from lt_admin.orientation.services import engagements, requests
from tests.orientation.factories import on, organisation_named, requested


def meet(engagement, *, by, held_on=None, **facts):
    standard = {"organisations": [engagement.request.organisation], "hosts": [by]}
    day = held_on or engagement.request.received_on
    return requests.record_meeting(engagement, by=by, held_on=day, **standard | facts)


def test_a_request_opens_an_engagement_and_is_acknowledged(session, coordinator):
    engagement = requested(by=coordinator, received_on=date(2025, 1, 13))
    session.flush()
    [mail] = session.scalars(select(QueuedMail)).all()
    assert engagement.state is EngagementState.REQUESTED
    assert [party.organisation for party in engagement.parties] == [engagement.request.organisation]
    assert mail.recipient == "anna@duinermeer.example"
    assert "13\xa0januari\xa02025" in mail.text
    assert "27\xa0januari\xa02025" in mail.text
    assert mail.about == f"engagement:{engagement.id}"


def test_an_english_organisation_gets_an_english_acknowledgement(session, coordinator):
    organisation = organisation_named("Children First (demo)", by=coordinator, language="en")
    requested(by=coordinator, organisation=organisation)
    session.flush()
    assert session.scalars(select(QueuedMail.text)).one().startswith("Dear Anna")


def test_a_request_is_acknowledged_once(coordinator):
    engagement = requested(by=coordinator)
    with pytest.raises(WrongState):
        requests.acknowledge_request(engagement, by=coordinator)


def test_the_page_may_show_the_acknowledgement_first(session, coordinator):
    engagement = requested(by=coordinator, acknowledge=False)
    assert session.scalars(select(QueuedMail)).all() == []
    assert engagement.request.acknowledged_at is None


def test_a_request_of_tomorrow_is_refused(coordinator):
    with pytest.raises(Refused):
        requested(by=coordinator, received_on=date(2099, 1, 1))


def test_six_weeks_count_from_the_incident_and_else_from_the_request(coordinator):
    facts = {"received_on": date(2025, 1, 13), "inspectorate_term": InspectorateTerm.SIX_WEEKS}
    known = requested(by=coordinator, incident_on=date(2025, 1, 6), **facts)
    unknown = requested(by=coordinator, **facts)
    assert known.request.busy_until == date(2025, 2, 17)
    assert unknown.request.busy_until == date(2025, 2, 24)


def test_an_extension_moves_the_date_and_keeps_its_reason(coordinator):
    engagement = requested(by=coordinator, inspectorate_term=InspectorateTerm.SIX_WEEKS)
    due_on = engagement.request.inspectorate_due_on
    requests.plan_around_inspectorate(
        engagement,
        by=coordinator,
        inspectorate_term=InspectorateTerm.FREE,
        inspectorate_due_on=due_on,
        inspectorate_extended_to=date(2099, 1, 1),
        extension_reason="meer partijen in de keten",
    )
    assert engagement.request.busy_until == date(2099, 1, 1)
    assert engagement.request.extension_reason == "meer partijen in de keten"


def test_a_conversation_brings_the_request_into_orientation(coordinator):
    engagement = requested(by=coordinator)
    meeting = meet(engagement, by=coordinator, outcome=Outcome.PLAN_AND_QUOTE)
    assert engagement.state is EngagementState.ORIENTATION
    assert meeting in engagement.meetings
    assert meeting.hosts == [coordinator]


def test_there_can_be_a_second_conversation(coordinator):
    engagement = requested(by=coordinator)
    for _meeting in range(2):
        meet(engagement, by=coordinator)
    assert len(engagement.meetings) == 2


@pytest.mark.parametrize(
    "facts", [{"held_on": date(2020, 1, 1)}, {"organisations": []}, {"hosts": []}]
)
def test_a_conversation_follows_the_request_and_has_people_at_the_table(coordinator, facts):
    with pytest.raises(Refused):
        meet(requested(by=coordinator), by=coordinator, **facts)


def test_a_conversation_still_to_be_held_has_no_outcome_yet(coordinator):
    engagement = requested(by=coordinator)
    meeting = meet(engagement, by=coordinator, held_on=date(2099, 1, 1))
    with pytest.raises(Refused):
        requests.conclude_meeting(engagement, meeting, outcome=Outcome.NOT_NOW, by=coordinator)


def test_an_outcome_can_be_given_afterwards(coordinator):
    with on("2025-01-13"):
        engagement = requested(by=coordinator)
        meeting = meet(engagement, by=coordinator, held_on=date(2025, 1, 22))
    with on("2025-01-23"):
        requests.conclude_meeting(engagement, meeting, outcome=Outcome.NOT_NOW, by=coordinator)
    assert meeting.outcome is Outcome.NOT_NOW


def test_no_conversation_is_added_once_the_quote_is_accepted(coordinator):
    engagement = requested(by=coordinator)
    engagements.withdraw(engagement, reason="other", by=coordinator)
    with pytest.raises(WrongState):
        meet(engagement, by=coordinator)


def test_an_answer_of_the_checklist_can_be_changed(session, coordinator):
    engagement = requested(by=coordinator)
    for is_met in (False, True, True):
        requests.answer_readiness(
            engagement, Readiness.TIME_AVAILABLE, is_met=is_met, by=coordinator
        )
    session.expire(engagement)
    [answer] = engagement.readiness
    assert answer.is_met
    assert answer.answered_on == clock.today()
