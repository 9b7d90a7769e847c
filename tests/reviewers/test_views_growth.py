"""The pages of growth: the year, one's own growth, meetings among peers, assessments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import Assignment, AssignmentRole
from lt_admin.reviewers.models.growth import Assessment, PeerKind, PeerMeeting
from lt_admin.reviewers.models.people import ReviewerLevel as Level
from lt_admin.reviewers.queries import duties
from lt_admin.reviewers.queries.told import TOLD
from lt_admin.reviewers.rules.growth import months_after
from lt_admin.reviewers.services import growth, people
from lt_admin.reviewers.services.supervision import record_supervision
from tests.reviewers.factories import LONG_AGO, assigned, engagement, reviewer
from tests.reviewers.test_views_supervision import address, facts

SECOND, SUPERVISOR = AssignmentRole.SECOND, AssignmentRole.SUPERVISOR
NEAR_THE_END = date(clock.today().year, 11, 1)


@pytest.fixture
def team(session):
    """A practice review in step 5: Tessa leads, Yara learns, Mirthe supervises."""
    review = engagement()
    tessa = assigned(review, reviewer("Tessa Voorbeeld")).reviewer
    yara = assigned(
        review, reviewer("Yara Oefenaar", Level.IN_TRAINING), SECOND, is_practice_review=True
    )
    mirthe = assigned(review, reviewer("Mirthe", Level.SUPERVISOR), SUPERVISOR).reviewer
    review.state = EngagementState.REPORTING
    session.flush()
    return {"review": review, "bram": tessa, "yara": yara, "hugo": mirthe, "nadia": yara.reviewer}


def page_of(team):
    return f"/assignments/{team['yara'].id}/assessment"


def judgement(team, **more):
    today = f"{clock.today():%d-%m-%Y}"
    return {"assessor": team["hugo"].id, "assessed_on": today, "found": "positive"} | more


@pytest.mark.parametrize("who", ["coordinator", "supervisor"])
def test_an_assessment_raises_the_level(session, client_of, coordinator, team, who):
    client = client_of(coordinator if who == "coordinator" else team["hugo"].user)

    answer = client.post_form(page_of(team), judgement(team))

    assert answer.status_code == 302
    assert team["nadia"].level_on(clock.today()) is Level.ACCREDITED
    assert "klaar" in client.page(address(team)).text
    assert "Mirthe" in client.page(page_of(team)).text


@pytest.mark.parametrize(
    "wrong", [{"found": ""}, {"assessor": "999"}, {"assessed_on": "1-1-2099"}, {"found": "x"}]
)
def test_an_assessment_that_cannot_be_is_refused(session, client_of, coordinator, team, wrong):
    answer = client_of(coordinator).post_form(page_of(team), judgement(team, **wrong))

    assert answer.status_code == 422
    assert session.scalars(select(Assessment)).all() == []


def test_the_page_of_an_assessment_says_what_it_waits_for(client_of, coordinator, team):
    team["review"].state = EngagementState.DRAFTING

    assert "stap 5" in client_of(coordinator).page(page_of(team)).text


def test_without_a_supervisor_there_is_nobody_to_assess(session, client_of, coordinator):
    review = engagement()
    assigned(review, reviewer("Tessa"))
    yara = reviewer("Yara", Level.IN_TRAINING)
    place = assigned(review, yara, SECOND, is_practice_review=True)
    review.state = EngagementState.REPORTING
    session.flush()

    page = client_of(coordinator).page(f"/assignments/{place.id}/assessment")

    assert "nog geen supervisor" in page.text


def test_who_does_not_supervise_finds_no_assessment(client_of, team):
    other = reviewer("Hugo", Level.SUPERVISOR)

    there = client_of(other.user).page(page_of(team), status=404)
    missing = client_of(other.user).page("/assignments/999/assessment", status=404)

    assert there.text == missing.text
    assert client_of(team["bram"].user).get(page_of(team)).status_code == 403
    assert client_of(team["nadia"].user).get(page_of(team)).status_code == 403


def test_a_practice_review_to_assess_is_a_duty_of_its_supervisor(app, team, coordinator):
    other = reviewer("Hugo", Level.SUPERVISOR)

    def assessing(user):
        with app.test_request_context():
            return [duty for duty in duties.duties(user) if "assessment" in duty.url]

    assert len(assessing(team["hugo"].user)) == len(assessing(coordinator)) == 1
    assert assessing(other.user) == []
    growth.assess(
        team["yara"],
        assessor=team["hugo"],
        assessed_on=clock.today(),
        is_positive=False,
        by=coordinator,
    )
    assert assessing(coordinator) == []


def test_both_judgements_read_in_the_timeline():
    told = TOLD["assessment:recorded"]

    good = told({"is_positive": "True", "assessed_on": "2025-11-20"})
    bad = told({"is_positive": "False", "assessed_on": "2025-11-20"})

    assert "2025" in good
    assert good != bad


def test_a_session_that_is_too_short_is_shown_and_not_counted(client_of, coordinator, team):
    client_of(coordinator).post_form(address(team), facts(team, minutes="1:00"))

    page = client_of(coordinator).page(address(team))

    assert "0 van 5" in page.text
    assert "te kort" in page.text
    assert "groep" in page.text


def test_the_year_shows_who_misses_what(client_of, coordinator, board, team):
    page = client_of(coordinator).page("/supervision/years")
    assert "Tessa Voorbeeld" in page.text
    assert "0:00 van 8:00" in page.text
    last = clock.today().year - 2
    assert "Tessa" not in client_of(board).page(f"/supervision/years?year={last}").text


@pytest.mark.parametrize("year", ["1", "99999", "abc", "2999", "0000", "²⁰²⁵"])
def test_a_year_that_is_none_is_this_year(client_of, coordinator, session, year):
    page = client_of(coordinator).page(f"/supervision/years?year={year}")

    assert str(clock.today().year) in page.title


def test_reviewers_see_their_own_year_only(client_of, stranger, team):
    client = client_of(team["bram"].user)
    assert client.get("/supervision/years").status_code == 403
    assert client.get("/peers").status_code == 403

    assert "0:00 van 8:00" in client.page("/my-growth").text
    assert "lijst van reviewers" in client_of(stranger).page("/my-growth").text


def test_my_growth_shows_sessions_meetings_and_assessments(client_of, coordinator, team):
    today, both = clock.today(), [team["nadia"], team["hugo"]]
    moment = facts(team)["moment"]
    wanted = {"held_on": today, "minutes": 60, "attendees": both[:1], "by": coordinator}
    record_supervision(team["review"], team["hugo"], moment=moment, **wanted)
    kind = PeerKind.UK_EXCHANGE
    growth.record_peers(kind=kind, held_on=today, minutes=90, attendees=both, by=coordinator)
    client_of(coordinator).post_form(page_of(team), judgement(team))

    mine = client_of(team["nadia"].user).page("/my-growth").text

    assert "individueel" in mine
    assert "uitwisseling met het Verenigd Koninkrijk" in mine
    assert f"Proefreview {team['review'].code}" in mine
    assert "klaar" in client_of(coordinator).page(f"/reviewers/{team['nadia'].id}").text


def meeting(team, **more):
    people = [team["bram"].id, team["hugo"].id]
    day = f"{clock.today():%d-%m-%Y}"
    standard = {"kind": "peer_consultation", "held_on": day, "minutes": "2", "attendees": people}
    return standard | more


@pytest.mark.parametrize("who", ["coordinator", "supervisor"])
def test_a_meeting_is_recorded_listed_and_taken_back(session, client_of, coordinator, team, who):
    client = client_of(coordinator if who == "coordinator" else team["hugo"].user)
    listed = "/peers" if who == "coordinator" else "/my-growth"

    assert client.post_form("/peers/new", meeting(team)).location.endswith(listed)
    [met] = session.scalars(select(PeerMeeting)).all()
    assert "intervisie" in client.page(listed).text
    assert client.post_form(f"/peers/{met.id}/remove", page=listed).status_code == 302

    assert session.scalars(select(PeerMeeting)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"attendees": []},
        {"attendees": ["999"]},
        {"kind": "supervisor_peer_group"},
        {"kind": "party"},
        {"minutes": "0:50"},
        {"held_on": "1-1-2099"},
    ],
)
def test_a_meeting_that_cannot_be_is_refused(session, client_of, coordinator, team, wrong):
    answer = client_of(coordinator).post_form("/peers/new", meeting(team, **wrong))

    assert answer.status_code == 422
    assert session.scalars(select(PeerMeeting)).all() == []


def test_the_meetings_go_along_as_a_file(client_of, coordinator, board, team):
    client_of(coordinator).post_form("/peers/new", meeting(team))

    text = client_of(board).get("/peers?as=csv&kind=peer_consultation").text

    assert "Tessa Voorbeeld" in text
    assert "Terugnemen" not in client_of(board).page("/peers").text


def test_a_stranger_does_not_take_back_a_meeting(session, client_of, coordinator, team):
    client_of(coordinator).post_form("/peers/new", meeting(team))
    [met] = session.scalars(select(PeerMeeting)).all()
    other = client_of(reviewer("Hugo", Level.SUPERVISOR).user)

    for each in (met.id, 999):
        answer = other.post_form(f"/peers/{each}/remove", page="/peers/new")
        assert answer.status_code == 404
    reader = client_of(team["bram"].user)
    assert reader.post_form("/peers/new", meeting(team), page="/my-growth").status_code == 403


def ending(coordinator, days, name="Nadia Proefsma"):
    who = reviewer(name, None)
    until = clock.today() + timedelta(days=days)
    span = {"valid_from": LONG_AGO, "valid_until": until}
    people.set_level(who, Level.ACCREDITED, **span, by=coordinator)
    return who


@pytest.mark.parametrize(
    ("days", "filter_", "word"), [(30, "soon", "loopt bijna af"), (-1, "over", "verlopen")]
)
def test_a_level_that_ends_is_flagged(client_of, coordinator, days, filter_, word):
    who = ending(coordinator, days)
    reviewer("Bram Fictema")
    client = client_of(coordinator)

    found = client.page(f"/reviewers?ending={filter_}").text
    assert "Nadia" in found
    assert "Bram" not in found
    assert word in found
    assert word in client.page(f"/reviewers/{who.id}").text
    assert "Nadia" in client.page("/").text


def test_a_level_that_ran_out_counts_as_lapsed_in_the_list(client_of, coordinator):
    ending(coordinator, -1)

    assert "Nadia" in client_of(coordinator).page("/reviewers?level=lapsed").text
    assert "Nadia" not in client_of(coordinator).page("/reviewers?level=accredited").text


def test_one_reads_that_ones_level_has_run_out(client_of, coordinator):
    who = ending(coordinator, -1)

    assert "afmaken" in client_of(who.user).page("/my-growth").text


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ({"level": "in_training"}, date(2027, 2, 1)),
        ({"level": "lead"}, date(2028, 2, 1)),
        ({"level": "lead", "valid_until": "1-3-2026"}, date(2026, 3, 1)),
        ({"level": "lapsed", "valid_until": "1-3-2026"}, None),
    ],
)
def test_a_level_gets_its_usual_term_or_the_day_that_is_typed(client_of, coordinator, typed, until):
    who = reviewer()

    facts = {"valid_from": "1-2-2025"} | typed
    client_of(coordinator).post_form(f"/reviewers/{who.id}/level", facts)

    assert who.levels[-1].valid_until == until


def test_a_renewal_is_filled_in_beforehand(client_of, coordinator):
    who = ending(coordinator, 30)
    since = clock.today() + timedelta(days=31)

    page = client_of(coordinator).page(f"/reviewers/{who.id}/level")

    assert f'value="{since:%d-%m-%Y}"' in page.html
    assert f'value="{months_after(since, 36):%d-%m-%Y}"' in page.html


def test_near_the_end_of_the_year_the_gaps_are_duties(app, team, coordinator):
    with clock.at(clock.noon(NEAR_THE_END)), app.test_request_context():
        of_all = [duty.reason for duty in duties.duties(coordinator) if "years" in duty.url]
        own = [duty for duty in duties.duties(team["bram"].user) if "growth" in duty.url]
    with clock.at(clock.noon(NEAR_THE_END.replace(month=9))), app.test_request_context():
        early = [duty for duty in duties.duties(coordinator) if "years" in duty.url]

    assert "Tessa Voorbeeld" in of_all[0]
    assert "8:00" in own[0].reason
    assert early == []


def test_near_the_end_of_a_year_without_gaps_nothing_waits(session, coordinator):
    idle = reviewer("Wim")
    with clock.at(clock.noon(NEAR_THE_END)):
        assert duties.duties(coordinator) == []
        assert duties.duties(idle.user) == []


def test_a_supervisor_answers_about_the_reviewers_too(client_of, coordinator, session):
    review, hugo = engagement(), reviewer("Hugo", Level.SUPERVISOR)
    client_of(coordinator).post_form(f"/engagements/{review.id}/reviewers/{hugo.id}/supervisor", {})
    place = session.scalars(select(Assignment)).one()

    page = client_of(hugo.user).page(f"/assignments/{place.id}")

    assert "vriend van een van de reviewers" in page.text
