"""Assessments, meetings among peers and levels that end, through the services."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import Assessment, PeerKind, PeerMeeting
from lt_admin.reviewers.models.people import ReviewerLevel as Level
from lt_admin.reviewers.models.supervision import SupervisionMoment
from lt_admin.reviewers.queries import growth as queries
from lt_admin.reviewers.rules.growth import Aspect, months_after
from lt_admin.reviewers.services import assignments, growth, people
from lt_admin.reviewers.services.supervision import record_supervision
from tests.reviewers.factories import LONG_AGO, assigned, engagement, reviewer

SECOND, SUPERVISOR = AssignmentRole.SECOND, AssignmentRole.SUPERVISOR
PEERS = PeerKind.PEER_CONSULTATION


@pytest.fixture
def review(session):
    return engagement()


@pytest.fixture
def tessa(review):
    return assigned(review, reviewer("Tessa")).reviewer


@pytest.fixture
def yara(review, tessa):
    """The place of a reviewer in training, in a practice review that can be assessed."""
    who = reviewer("Yara", Level.IN_TRAINING)
    place = assigned(review, who, SECOND, is_practice_review=True)
    review.state = EngagementState.REPORTING
    return place


@pytest.fixture
def mirthe(review):
    return assigned(review, reviewer("Mirthe", Level.SUPERVISOR), SUPERVISOR).reviewer


def assess(place, assessor, *, is_positive=True, on=None, by=None):
    day = on or clock.today()
    by = by or assessor.user
    return growth.assess(place, assessor=assessor, assessed_on=day, is_positive=is_positive, by=by)


def test_a_good_practice_review_makes_accredited_for_three_years(session, mirthe, yara):
    today = clock.today()

    made = assess(yara, mirthe)

    who = yara.reviewer
    assert (who.level_on(today), who.level_on(today - timedelta(days=1))) == (
        Level.ACCREDITED,
        Level.IN_TRAINING,
    )
    assert who.levels[-1].valid_until == months_after(today, 36)
    [entry] = session.scalars(
        select(AuditEntry).where(AuditEntry.event == "assessment:recorded")
    ).all()
    assert entry.about == f"engagement:{yara.engagement_id}"
    assert made.is_positive


def test_a_practice_review_that_is_not_there_yet_keeps_the_level(mirthe, yara):
    assess(yara, mirthe, is_positive=False)

    assert yara.reviewer.level_on(clock.today()) is Level.IN_TRAINING


def test_a_term_that_ran_out_underway_does_not_stop_the_assessment(session, mirthe, yara):
    yara.reviewer.levels[-1].valid_until = clock.today() - timedelta(days=1)

    assess(yara, mirthe)

    assert yara.reviewer.level_on(clock.today()) is Level.ACCREDITED


def test_a_higher_level_is_never_lowered(coordinator, mirthe, yara):
    people.set_level(yara.reviewer, Level.LEAD, valid_from=clock.today(), by=coordinator)

    assess(yara, mirthe)

    assert yara.reviewer.level_on(clock.today()) is Level.LEAD


def test_only_the_supervisor_of_that_review_assesses(session, coordinator, mirthe, tessa, yara):
    hugo = reviewer("Hugo", Level.SUPERVISOR)

    for assessor, by in ((tessa, coordinator), (hugo, coordinator), (mirthe, hugo.user)):
        with pytest.raises(Refused):
            assess(yara, assessor, by=by)
    assert session.scalars(select(Assessment)).all() == []


@pytest.mark.parametrize("state", sorted(set(EngagementState) - set(growth.ASSESSED_IN)))
def test_an_assessment_waits_for_step_5(review, mirthe, yara, state):
    review.state = state

    with pytest.raises(WrongState):
        assess(yara, mirthe)


def test_a_practice_review_is_assessed_once(mirthe, yara):
    assess(yara, mirthe, is_positive=False)

    with pytest.raises(WrongState):
        assess(yara, mirthe)


def test_only_a_practice_review_is_assessed(session, review, mirthe, tessa):
    place = session.scalars(select(Assignment).where(Assignment.reviewer_id == tessa.id)).one()
    review.state = EngagementState.CLOSED

    with pytest.raises(Refused):
        assess(place, mirthe)


@pytest.mark.parametrize("days", [1, -31])
def test_a_day_that_cannot_be_is_refused(mirthe, yara, days):
    with pytest.raises(Refused):
        assess(yara, mirthe, on=clock.today() + timedelta(days=days))


def meet(by, *attendees, kind=PEERS, on=None, minutes=90):
    facts = {"held_on": on or clock.today(), "minutes": minutes, "attendees": attendees}
    return growth.record_peers(kind=kind, **facts, by=by)


def test_a_meeting_counts_each_person_once_and_is_taken_back(session, coordinator):
    bram, nadia = reviewer("Bram"), reviewer("Nadia")

    met = meet(coordinator, bram, nadia, bram)
    assert met.attendees == [bram, nadia]
    growth.remove_peers(met, by=coordinator)

    assert session.scalars(select(PeerMeeting)).all() == []
    events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events[-2:] == ["peers:met", "peers:removed"]


def test_the_peer_group_is_for_supervisors(coordinator):
    hugo, bram = reviewer("Hugo", Level.SUPERVISOR), reviewer("Bram")

    with pytest.raises(Refused):
        meet(coordinator, hugo, bram, kind=PeerKind.SUPERVISOR_PEER_GROUP)


def test_a_supervisor_records_only_meetings_one_attended(coordinator):
    hugo, bram, nadia = reviewer("Hugo", Level.SUPERVISOR), reviewer("Bram"), reviewer("Nadia")

    met = meet(hugo.user, hugo, bram)
    with pytest.raises(Refused):
        meet(hugo.user, bram, nadia)
    with pytest.raises(Refused):
        growth.remove_peers(met, by=nadia.user)


def test_the_year_counts_what_one_had_and_not_what_one_gave(review, coordinator, tessa, mirthe):
    facts = {"minutes": 60, "attendees": [tessa], "by": mirthe.user}
    moment = SupervisionMoment.EXTRA
    record_supervision(review, mirthe, held_on=clock.today(), moment=moment, **facts)
    meet(coordinator, tessa, mirthe)
    meet(coordinator, tessa, mirthe, on=date(clock.today().year - 1, 6, 1))

    had = {each.reviewer.name: each.kept.had for each in queries.years_kept(clock.today().year)}

    assert had["Tessa"][Aspect.SUPERVISION] == 60
    assert had["Tessa"][Aspect.PEER_CONSULTATION] == 1
    assert had["Mirthe"][Aspect.SUPERVISION] == 0


def test_the_peer_group_of_the_year_before_counts_too(coordinator, session):
    both = reviewer("Hugo", Level.SUPERVISOR), reviewer("Mirthe", Level.SUPERVISOR)
    for back in (0, 1, 2):
        year = clock.today().year - back
        meet(coordinator, *both, kind=PeerKind.SUPERVISOR_PEER_GROUP, on=date(year, 1, 1))

    found = queries.year_of(both[0], clock.today().year).kept

    assert found.had[Aspect.SUPERVISOR_PEER_GROUP] == 2
    assert (found.is_active, found.is_supervisor) == (False, True)


def test_who_had_no_place_in_a_year_is_not_asked(session, review, tessa):
    year = clock.today().year
    review.closed_on = clock.today()
    session.flush()

    assert queries.year_of(tessa, year).kept.is_active
    assert not queries.year_of(tessa, year + 1).kept.is_active
    assert not queries.year_of(tessa, year - 2).kept.is_active


def test_a_level_that_ran_out_is_lapsed_for_new_reviews(session, coordinator):
    nadia, today = reviewer("Nadia", None), clock.today()
    people.set_level(
        nadia, Level.ACCREDITED, valid_from=LONG_AGO, valid_until=today, by=coordinator
    )
    assert assignments.ask(engagement(), nadia, SECOND, by=coordinator)

    with clock.at(clock.noon(today + timedelta(days=1))), pytest.raises(Refused, match="verlopen"):
        assignments.ask(engagement(), nadia, SECOND, by=coordinator)


def test_a_renewal_is_a_new_period_of_the_same_level(coordinator):
    nadia, today = reviewer("Nadia", None), clock.today()
    until = today + timedelta(days=30)
    facts = {"valid_from": LONG_AGO, "valid_until": until, "by": coordinator}
    people.set_level(nadia, Level.LEAD, **facts)
    assert [who.name for who, _level in queries.levels_to_renew()] == ["Nadia"]

    people.set_level(nadia, **queries.renewal(nadia), by=coordinator)

    assert queries.levels_to_renew() == []
    assert [period.level for period in nadia.levels] == [Level.LEAD, Level.LEAD]
    assert nadia.levels[-1].valid_from == until + timedelta(days=1)
    assert nadia.level_on(until + timedelta(days=2)) is Level.LEAD


def test_a_level_without_end_asks_for_no_renewal(session):
    nadia = reviewer("Nadia")

    assert queries.renewal(nadia) == {}
    assert queries.renewal(reviewer("Wim", None)) == {}
    assert queries.levels_to_renew() == []
