"""Offers of times: who may be asked, what is refused, and the mail with the link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.core import clock
from lt_admin.core.steps import Refused, WrongState
from lt_admin.followup.queries.offers import free_slots
from lt_admin.followup.services import links, offers
from lt_admin.orientation.models.engagements import EngagementState, PartyRole
from tests.followup.factories import (
    TUESDAY,
    agreed,
    at,
    booked,
    contact_of,
    decided,
    free,
    link_to,
    mails_to,
    offered,
    starts_on,
)
from tests.reviewers.factories import add_party, engagement, organisation


def test_each_commissioner_gets_a_mail_with_a_link_of_its_own(session):
    offer = offered()

    paths = {link_to(each) for each in offer.invitees}
    assert len(paths) == 2
    assert [each.holder for each in session.query(MailLink).order_by(MailLink.id)] == [
        f"contact:{each.contact_id}" for each in offer.invitees
    ]
    assert {each.purpose for each in session.query(MailLink)} == {LinkPurpose.BOOK_FOLLOW_UP}


def test_the_mail_names_the_other_organisation_and_nobody_there(session):
    offer = offered()
    one, other = offer.invitees

    [mail] = mails_to(one.contact)

    assert mail.subject == "Een moment voor de follow-up van LT-2025-05"
    assert other.organisation.name in mail.text
    assert other.contact.name not in mail.text
    assert other.contact.email not in mail.text


def test_three_of_four_join_when_the_coordinator_says_so(session):
    review = agreed("Een", "Twee", "Drie", "Vier")
    free(review, TUESDAY)
    three = [party.organisation_id for party in review.parties[:3]]

    offer = offered(review, starts=[at(TUESDAY, 10)], organisations=three)

    assert [each.organisation.name for each in offer.invitees] == ["Een", "Twee", "Drie"]


def test_a_partner_that_only_helps_is_not_invited(session):
    review = agreed()
    add_party(review, organisation("Helper"), PartyRole.PARTNER)

    assert "Helper" not in {each.organisation.name for each in offered(review).invitees}


def test_an_organisation_without_a_contact_is_named(session):
    review = agreed()
    add_party(review, organisation("Zonder Contact"))
    free(review, TUESDAY)

    with pytest.raises(Refused, match="Zonder Contact"):
        offered(review, starts=[at(TUESDAY, 10)])


@pytest.mark.parametrize("choice", [None, FollowUpChoice.DECLINED])
def test_nothing_is_offered_before_the_follow_up_is_agreed(session, choice):
    review = agreed(choice=choice)
    free(review, TUESDAY)

    with pytest.raises(Refused):
        offered(review, starts=[at(TUESDAY, 10)])


def test_the_last_decision_counts(session):
    review = agreed(choice=FollowUpChoice.DECLINED)
    decided(review)

    assert offered(review).is_open


def test_nothing_is_offered_while_the_review_is_under_way(session):
    review = agreed()
    review.state = EngagementState.DIALOGUE
    free(review, TUESDAY)

    with pytest.raises(Refused):
        offered(review, starts=[at(TUESDAY, 10)])


def test_there_is_one_open_offer_for_a_review(session):
    offer = offered()

    with pytest.raises(WrongState):
        offered(offer.engagement)
    offers.close_offer(offer, by=offer.engagement.coordinator)
    assert offered(offer.engagement).is_open


def test_a_time_that_does_not_suit_everybody_is_refused(session):
    review = agreed()
    free(review, TUESDAY)

    for start in (at(TUESDAY, 12), at(TUESDAY, 8), at(TUESDAY, 11)):
        with pytest.raises(Refused):
            offered(review, starts=[start])


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": 20}, {"minutes": 500}, {"notice_days": 61}, {"organisations": []}, {"starts": []}],
)
def test_terms_that_make_no_sense_are_refused(session, wrong):
    review = agreed()
    free(review, TUESDAY)

    with pytest.raises(Refused):
        offered(review, **{"starts": [at(TUESDAY, 10)]} | wrong)


def test_an_organisation_that_does_not_commission_is_refused(session):
    review = agreed()
    free(review, TUESDAY)

    with pytest.raises(Refused):
        offered(review, starts=[at(TUESDAY, 10)], organisations=[organisation().id])


def test_without_reviewers_there_is_nothing_to_offer(session):
    asked = organisation("Alleen")
    contact_of(asked)
    review = engagement(asked, state=EngagementState.REPORTING)
    decided(review)

    with pytest.raises(Refused):
        offered(review, starts=[at(TUESDAY, 10)])


def test_a_time_is_added_taken_back_and_offered_again(session):
    offer = offered()
    by, later = offer.engagement.coordinator, at(TUESDAY, 15)

    slot = offers.add_slot(offer, later, by=by)
    assert slot in free_slots(offer)
    offers.withdraw_slot(slot, by=by)
    assert slot not in free_slots(offer)
    assert offers.add_slot(offer, later, by=by) is slot
    with pytest.raises(Refused):
        offers.add_slot(offer, later, by=by)


def test_a_time_is_taken_back_once(session):
    offer = offered()
    offers.withdraw_slot(offer.slots[0], by=offer.engagement.coordinator)

    with pytest.raises(WrongState):
        offers.withdraw_slot(offer.slots[0], by=offer.engagement.coordinator)


def test_a_booked_time_is_not_taken_back(session):
    booking = booked()

    with pytest.raises(WrongState):
        offers.withdraw_slot(booking.slot, by=booking.offer.engagement.coordinator)


def test_a_closed_offer_takes_no_more_times_and_is_closed_once(session):
    offer = offered()
    by = offer.engagement.coordinator
    offers.close_offer(offer, by=by)

    with pytest.raises(WrongState):
        offers.close_offer(offer, by=by)
    with pytest.raises(WrongState):
        offers.add_slot(offer, at(TUESDAY, 15), by=by)
    assert free_slots(offer) == []


def test_a_new_link_ends_the_earlier_one_of_that_contact_only(session):
    offer = offered()
    before = {each: link_to(each) for each in offer.invitees}

    links.send_again(offer.invitees[0], by=offer.engagement.coordinator)

    assert link_to(offer.invitees[0]) != before[offer.invitees[0]]
    states = [link.withdrawn_at is None for link in session.query(MailLink).order_by(MailLink.id)]
    assert states == [False, True, True]


def test_somebody_else_at_the_organisation_can_get_the_link(session):
    offer = offered()
    invitee = offer.invitees[0]
    colleague = contact_of(invitee.organisation, for_quote=False)

    links.send_again_to(invitee, colleague, by=offer.engagement.coordinator)

    assert invitee.contact is colleague
    assert len(mails_to(colleague)) == 1
    with pytest.raises(Refused):
        links.send_again_to(offer.invitees[1], colleague, by=offer.engagement.coordinator)


def test_nobody_gets_two_links_in_a_row_by_asking(session):
    offer = offered()
    invitee = offer.invitees[0]

    links.ask_again(invitee)
    assert len(mails_to(invitee.contact)) == 1
    with clock.at(clock.now() + timedelta(hours=1)):
        links.ask_again(invitee)
    assert len(mails_to(invitee.contact)) == 2


def test_a_contact_who_left_gets_no_link(session):
    offer = offered()
    invitee = offer.invitees[0]
    invitee.contact.leave(on=clock.today())

    with pytest.raises(Refused):
        links.send_again(invitee, by=offer.engagement.coordinator)
    with clock.at(clock.now() + timedelta(hours=1)):
        links.ask_again(invitee)
    assert len(mails_to(invitee.contact)) == 1


def test_at_most_so_many_times_fit_in_an_offer(session):
    review = agreed()
    days = [TUESDAY + timedelta(days=n) for n in range(21)]
    free(review, *days)

    with pytest.raises(Refused):
        offered(review, starts=starts_on(*days))
