"""The follow-up of a review: what the coordinator, the lead, others and strangers see and do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import current_app

from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.core import clock
from lt_admin.followup.models.bookings import BookingState
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.followup.queries.access import guides_of
from lt_admin.followup.queries.duties import duties
from lt_admin.followup.queries.offers import offers_of
from lt_admin.followup.queries.outcomes import followed
from lt_admin.followup.services.outcomes import record_outcome
from tests.followup.factories import (
    TUESDAY,
    agreed,
    at,
    booked,
    contact_of,
    decided,
    free,
    held,
    mails_to,
    offered,
    recommendation,
)
from tests.reviewers.factories import assigned, engagement, reviewer
from tests.strangers import answers_alike

DAY = timedelta(days=1)
SEARCH = "?from=13-04-2026&minutes=2:00"


@pytest.fixture
def ilse(coordinator, client_of):
    return client_of(coordinator)


def page_of(review):
    return f"/engagements/{review.id}/follow-up"


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (None, "Zodra die is afgesproken"),
        (FollowUpChoice.DECLINED, "geen follow-up komt"),
        (FollowUpChoice.AGREED, "Bied momenten aan"),
    ],
)
def test_the_page_says_where_it_stands(coordinator, ilse, choice, told):
    assert told in ilse.page(page_of(agreed(by=coordinator, choice=choice))).text


def test_a_postponed_decision_says_until_when(coordinator, ilse):
    review = agreed(by=coordinator, choice=None)
    decided(review, FollowUpChoice.POSTPONED, until=TUESDAY)

    assert "uiterlijk 14 april 2026" in ilse.page(page_of(review)).text


def test_a_search_that_nobody_made_yet_shows_no_mistakes(coordinator, ilse):
    address = f"{page_of(agreed(by=coordinator))}/offer"

    assert "field-error" not in ilse.page(address).html
    assert "field-error" in ilse.page(f"{address}?minutes=lang&from=ooit").html


def test_times_are_offered_from_the_page(coordinator, ilse):
    review = agreed(by=coordinator)
    free(review, TUESDAY)
    address = f"{page_of(review)}/offer{SEARCH}"
    start = at(TUESDAY, 10).isoformat()

    answer = ilse.submit(address, {"starts": [start], "notice_days": "5"})

    assert answer.location == page_of(review)
    [offer] = offers_of(review.id)
    assert [slot.starts_at for slot in offer.slots] == [at(TUESDAY, 10)]
    assert (offer.minutes, offer.notice_days, offer.is_joint) == (120, 5, True)
    assert len(offer.invitees) == 2


@pytest.mark.parametrize(
    "wrong", [{}, {"starts": ["yesterday"]}, {"starts": ["2026-04-14T03:00:00+00:00"]}]
)
def test_an_offer_without_a_good_time_is_asked_back(coordinator, ilse, wrong):
    review = agreed(by=coordinator)
    free(review, TUESDAY)

    answer = ilse.submit(f"{page_of(review)}/offer{SEARCH}", wrong)

    assert answer.status_code == 422
    assert offers_of(review.id) == []


@pytest.mark.parametrize("search", ["?from=gisteren", "?minutes=x&from=1-1-1990", "?from=1-1-2099"])
def test_a_search_that_makes_no_sense_shows_the_usual(coordinator, ilse, search):
    review = agreed(by=coordinator)

    assert "Geen vrije momenten" in ilse.page(f"{page_of(review)}/offer{search}").text


def test_more_times_are_added_taken_back_and_the_offer_closed(coordinator, ilse):
    offer = offered(agreed(by=coordinator))
    here = page_of(offer.engagement)

    ilse.submit(f"{here}/offer{SEARCH}", {"starts": [at(TUESDAY, 15).isoformat()]})
    assert at(TUESDAY, 15) in {slot.starts_at for slot in offers_of(offer.engagement_id)[0].slots}
    ilse.post_form(f"{here}/times/{offer.slots[0].id}/withdraw", page=here)
    assert offer.slots[0].withdrawn_at is not None
    ilse.post_form(f"{here}/close", page=here)
    assert not offer.is_open
    assert ilse.post_form(f"{here}/close", page=here).status_code == 404


def test_a_link_is_sent_again_to_a_colleague(coordinator, ilse):
    offer = offered(agreed(by=coordinator))
    invitee = offer.invitees[0]
    colleague, here = contact_of(invitee.organisation), page_of(offer.engagement)
    send = f"{here}/invitees/{invitee.id}/send"

    answer = ilse.submit(here, {f"send-{invitee.id}-contact": str(colleague.id)}, action=send)

    assert answer.status_code == 302
    assert len(mails_to(colleague)) == 1


def test_staff_moves_and_cancels_whatever_the_term(coordinator, ilse):
    booking = booked(offered(agreed(by=coordinator)))
    here = page_of(booking.offer.engagement)
    step, other = f"{here}/bookings/{booking.id}", booking.offer.slots[2]

    with clock.at(clock.noon(TUESDAY - DAY)):
        ilse.submit(here, {f"move-{booking.id}-slot": str(other.id)}, action=f"{step}/move")
        assert booking.starts_at == other.starts_at
        ilse.submit(here, {f"cancel-{booking.id}-reason": "Ziek."}, action=f"{step}/cancel")
    assert booking.state is BookingState.CANCELLED
    assert "Ziek." in mails_to(booking.contact)[-1].text


def test_a_move_without_a_time_is_asked_back(coordinator, ilse):
    booking = booked(offered(agreed(by=coordinator)))
    here = page_of(booking.offer.engagement)

    answer = ilse.submit(here, action=f"{here}/bookings/{booking.id}/move")

    assert answer.status_code == 422


def test_after_it_was_held_the_outcomes_are_recorded(coordinator, ilse):
    booking = booked(offered(agreed(by=coordinator)))
    review = booking.offer.engagement
    it, here = recommendation(review), page_of(review)

    with clock.at(booking.ends_at):
        ilse.post_form(f"{here}/bookings/{booking.id}/hold", page=here)
        said = {f"outcome-{it.id}-outcome": "done", f"outcome-{it.id}-evidence": "Een afspraak."}
        answer = ilse.submit(here, said, action=f"{here}/recommendations/{it.id}")
        page = ilse.page(here)

    assert answer.status_code == 302
    assert "Een afspraak." in page.text
    assert "vastgelegd door Ilse Modelhof op 14 april 2026" in page.text
    assert f"{here}/recommendations/{it.id}" not in page.html


def test_an_outcome_without_a_choice_is_asked_back_with_what_was_typed(coordinator, ilse):
    booking = held(booked(offered(agreed(by=coordinator))))
    it = recommendation(booking.offer.engagement)
    here = page_of(booking.offer.engagement)

    with clock.at(booking.ends_at):
        typed = {f"outcome-{it.id}-evidence": "Getypt."}
        answer = ilse.submit(here, typed, action=f"{here}/recommendations/{it.id}")

    assert answer.status_code == 422
    assert "Getypt." in answer.text


def test_before_its_time_it_cannot_be_held(coordinator, ilse):
    booking = booked(offered(agreed(by=coordinator)))
    here = page_of(booking.offer.engagement)

    assert ilse.post_form(f"{here}/bookings/{booking.id}/hold", page=here).status_code == 422


def test_the_lead_arranges_it_and_the_second_reviewer_looks(session, client_of):
    review = agreed()
    free(review, TUESDAY)
    lead, second = (client_of(guide.user) for guide in guides_of(review.id))

    assert lead.get(f"{page_of(review)}/offer").status_code == 200
    assert second.get(page_of(review)).status_code == 200
    assert second.get(f"{page_of(review)}/offer").status_code == 403


def test_a_stranger_learns_nothing(session, client_of):
    review = agreed()
    assigned(engagement(), other := reviewer("Wim Vreemd"))

    client = client_of(other.user)

    assert answers_alike(client, "/engagements/{}/follow-up", review.id) == 404
    assert answers_alike(client, "/engagements/{}/follow-up/offer", review.id) == 404
    assert answers_alike(client, "/engagements/{}/follow-up/close", review.id, posts=True) == 404


def test_the_board_reads_and_changes_nothing(board, client_of):
    booking = booked()
    here = page_of(booking.offer.engagement)

    page = client_of(board).page(here)

    assert f"{here}/" not in page.html.replace(f"{here}?", "")
    assert client_of(board).get(f"{here}/offer").status_code == 403


def test_the_record_of_the_review_shows_it(coordinator, ilse):
    booking = held(booked(offered(agreed(by=coordinator))))
    it = recommendation(booking.offer.engagement)
    facts = {"evidence": "", "said_on": TUESDAY, "by": coordinator}
    with clock.at(booking.ends_at):
        record_outcome(it, outcome=Outcome.IN_PROGRESS, **facts)

    page = ilse.page(f"/engagements/{booking.offer.engagement_id}")

    assert "dinsdag 14 april 2026, 10:00" in page.text
    assert "1 loopt" in page.text


def told(user):
    with current_app.test_request_context():
        return [duty.sentence for duty in duties(user)]


def test_an_agreed_follow_up_without_times_is_a_duty(coordinator, session):
    review = agreed(by=coordinator)
    lead, second = guides_of(review.id)

    assert len(told(coordinator)) == len(told(lead.user)) == 1
    assert told(second.user) == []
    offered(review)
    assert told(coordinator) == []


def test_silence_of_two_weeks_is_a_duty(coordinator, session):
    offer = offered(agreed(by=coordinator))

    with clock.at(clock.now() + 13 * DAY):
        assert told(coordinator) == []
    with clock.at(clock.now() + 14 * DAY):
        assert len(told(coordinator)) == 1
    booked(offer)
    with clock.at(clock.now() + 14 * DAY):
        assert told(coordinator) == []


def test_a_time_that_is_past_and_outcomes_that_are_missing_are_duties(coordinator, session):
    booking = booked(offered(agreed(by=coordinator)))
    it = recommendation(booking.offer.engagement)

    with clock.at(booking.ends_at):
        assert len(told(coordinator)) == 1
        held(booking)
        assert "nog niet vastgelegd" in told(coordinator)[0]
        facts = {"outcome": Outcome.DONE, "said_on": TUESDAY, "by": coordinator}
        record_outcome(it, **facts)
        assert told(coordinator) == []
    assert followed(booking.offer.engagement_id)[0].outcome is not None


def test_a_role_that_arranges_nothing_has_no_duties(treasurer, session):
    agreed()

    assert duties(treasurer) == []
