import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from lt_admin.conduct.models.sessions import (
    SESSION_STEPS,
    Relation,
    ReviewSession,
    SessionKind,
    SessionState,
    Voice,
)
from lt_admin.conduct.queries import sessions as queries
from lt_admin.conduct.rules.sessions import check_attended
from lt_admin.conduct.services import sessions
from lt_admin.core import clock
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.reviewers.models.assignments import AssignmentRole
from tests.conduct.factories import at, guided, held, on, planned, review
from tests.reviewers.factories import organisation, reviewer

_K = SessionKind
STEPS = ("move", "hold", "cancel")


def invitations(session):
    mails = session.scalars(select(QueuedMail).order_by(QueuedMail.id)).all()
    return [
        (m.subject, Calendar.from_ical(file.content).events[0], file.content_type)
        for m in mails
        for file in m.attachments
    ]


def test_a_planned_session_goes_to_the_calendars_of_its_reviewers(session, coordinator):
    found, guide = guided(by=coordinator)
    made = planned(found, _K.INTERVIEW, by=coordinator, reviewers=[guide], place="Raadhuisplein 1")
    [(subject, event, kind)] = invitations(session)
    assert subject == f"Leerreview {found.code}: interview" == event["SUMMARY"]
    assert (event.uid, event.sequence, event["LOCATION"]) == (made.uid, 0, "Raadhuisplein 1")
    assert "method=REQUEST" in kind


def test_moving_and_cancelling_raise_the_sequence_of_the_same_appointment(session, coordinator):
    found, guide = guided(by=coordinator)
    made = planned(found, by=coordinator, reviewers=[guide])
    sessions.move_session(
        made, starts_at=at(5), minutes=90, is_online=True, place="", by=coordinator
    )
    sessions.cancel_session(made, by=coordinator)
    sent = invitations(session)
    assert {event.uid for _subject, event, _kind in sent} == {made.uid}
    assert [event.sequence for _subject, event, _kind in sent] == [0, 1, 2]
    assert sent[1][0].startswith("Verzet: ")
    assert "method=CANCEL" in sent[2][2]


def test_what_is_past_invites_nobody(session, coordinator):
    found, guide = guided(by=coordinator)
    held(found, by=coordinator, reviewers=[guide])
    assert invitations(session) == []


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_that_is_not_in_the_table_is_refused(state, step):
    if (state, step) in SESSION_STEPS.table:
        return
    with pytest.raises(WrongState):
        SESSION_STEPS.after(state, step)


def test_a_session_is_recorded_with_numbers(coordinator):
    found, guide = guided(by=coordinator)
    held(found, by=coordinator)
    talk = planned(found, _K.GROUP_INTERVIEW, by=coordinator, starts_at=at(-1))
    sessions.hold_session(
        talk, attended=22, subgroups=[6, 6, 5, 5], reviewers=[guide], by=coordinator
    )
    assert (talk.state, talk.attended, talk.reviewers) == (SessionState.HELD, 22, [guide])
    assert [part.attended for part in talk.subgroups] == [6, 6, 5, 5]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_subgroups_are_together_who_came(app, parts, attended):
    if sum(parts) == attended:
        check_attended(attended, parts)
        return
    with pytest.raises(Refused):
        check_attended(attended, parts)


@pytest.mark.parametrize("attended", [0, -1, 501])
def test_a_session_without_people_is_cancelled_instead(coordinator, attended):
    with pytest.raises(Refused, match="gekomen"):
        held(review(by=coordinator), by=coordinator, attended=attended)


def test_only_large_sessions_have_subgroups(coordinator):
    with pytest.raises(Refused, match="subgroepen"):
        held(review(by=coordinator), by=coordinator, attended=6, subgroups=[3, 3])


@pytest.mark.parametrize("kind", [_K.INTERVIEW, _K.GROUP_INTERVIEW])
def test_no_interview_before_an_introduction(coordinator, kind):
    found = review(by=coordinator)
    talk = planned(found, kind, by=coordinator, starts_at=at(-2))
    with pytest.raises(Refused, match="introductie"):
        sessions.hold_session(talk, attended=1, by=coordinator)
    held(found, by=coordinator, starts_at=at(-1))
    with pytest.raises(Refused, match="introductie"):
        sessions.hold_session(talk, attended=1, by=coordinator)
    held(found, by=coordinator, starts_at=at(-2, hour=14))
    sessions.hold_session(talk, attended=1, by=coordinator)


def test_a_short_review_knows_no_introduction(coordinator):
    found = review(by=coordinator, type=EngagementType.SHORT_ONE_DAY)
    assert held(found, _K.INTERVIEW, by=coordinator, attended=1).attended == 1


def test_nothing_is_recorded_before_its_day_or_before_the_start(coordinator):
    with pytest.raises(Refused, match="nog komen"):
        held(review(by=coordinator), by=coordinator, starts_at=at(1))
    accepted = review(by=coordinator, state=EngagementState.ACCEPTED)
    with pytest.raises(WrongState, match="Begin eerst"):
        held(accepted, by=coordinator)


def test_a_presentation_names_the_boards(coordinator):
    found = review(by=coordinator)
    with pytest.raises(Refused, match="bestuurders"):
        planned(found, _K.PRESENTATION, by=coordinator)
    with pytest.raises(Refused, match="geen partij"):
        planned(found, _K.PRESENTATION, by=coordinator, organisations=[organisation()])
    board = found.parties[0].organisation
    assert planned(found, _K.PRESENTATION, by=coordinator, organisations=[board]).id


def test_only_declared_reviewers_are_at_a_session(coordinator):
    found, supervisor = guided(by=coordinator, role=AssignmentRole.LEAD)
    for other in (reviewer(by=coordinator), supervisor):
        facts = {"reviewers": [other], "starts_at": at(-60)}
        with pytest.raises(Refused, match="op die dag"):
            planned(found, by=coordinator, **facts)


@pytest.mark.parametrize("minutes", [0, -15, 20, 615])
def test_a_session_takes_whole_quarters(coordinator, minutes):
    with pytest.raises(Refused, match="kwartier"):
        planned(review(by=coordinator), by=coordinator, minutes=minutes)


@pytest.mark.parametrize("state", [EngagementState.QUOTED, EngagementState.WITHDRAWN])
def test_sessions_belong_to_a_review_that_is_accepted(coordinator, state):
    with pytest.raises(WrongState):
        planned(review(by=coordinator, state=state), by=coordinator)


def test_the_last_presentation_counts_by_its_day_in_amsterdam(coordinator):
    found = review(by=coordinator)
    board = found.parties[0].organisation
    for day in ("2025-11-18", "2025-11-20"):
        late = on(day, hour=0)
        held(found, _K.PRESENTATION, by=coordinator, organisations=[board], starts_at=late)
    planned(found, _K.PRESENTATION, by=coordinator, organisations=[board])
    assert queries.last_presentations([found.id]) == {found.id: clock.day_of(on("2025-11-20"))}


@pytest.mark.parametrize("voice", [Voice.DECLINED, Voice.NOT_INVITED])
def test_who_did_not_take_part_has_a_reason(coordinator, voice):
    found = review(by=coordinator)
    with pytest.raises(Refused, match="waarom niet"):
        sessions.record_voice(found, relation=Relation.MOTHER, voice=voice, by=coordinator)
    assert queries.voices_of(found.id) == []


def test_an_invitation_gets_its_answer(coordinator):
    found = review(by=coordinator)
    girl = sessions.record_voice(
        found, relation=Relation.YOUNG_PERSON, voice=Voice.INVITED, by=coordinator
    )
    sessions.change_voice(girl, found, voice=Voice.TOOK_PART, own_consent=True, by=coordinator)
    assert [(v.voice, v.own_consent) for v in queries.voices_of(found.id)] == [
        (Voice.TOOK_PART, True)
    ]


def test_a_session_has_no_place_for_what_was_said():
    columns = set(ReviewSession.__table__.columns.keys())
    assert not {name for name in columns if "note" in name or "text" in name or "file" in name}
