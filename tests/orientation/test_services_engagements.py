from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.core.audit import AuditEntry
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import (
    EndReason,
    EngagementState,
    Focus,
    PartyRole,
)
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.services import engagements as verbs
from tests.orientation.factories import (
    HOURS,
    accepted,
    agree,
    engagement_in,
    on,
    organisation_named,
    quoted,
    requested,
    running,
    with_partners,
)

_S = EngagementState


def events(session, engagement):
    session.flush()
    wanted = select(AuditEntry.event).where(AuditEntry.about == f"engagement:{engagement.id}")
    return session.scalars(wanted.order_by(AuditEntry.id)).all()


def test_codes_of_a_year_are_consecutive_and_stay(coordinator):
    with on("2025-03-10"):
        first, second = (requested(by=coordinator) for _ in range(2))
        codes = [verbs.give_code(each, by=coordinator) for each in (first, second, first)]
    assert codes == ["LT-2025-01", "LT-2025-02", "LT-2025-01"]


def test_each_year_has_its_own_codes(coordinator):
    for day, code in (("2025-12-31", "LT-2025-01"), ("2026-01-01", "LT-2026-01")):
        with on(day):
            assert verbs.give_code(requested(by=coordinator), by=coordinator) == code


def test_the_last_agreement_after_the_quote_makes_the_review_accepted(coordinator):
    engagement = quoted(by=coordinator)
    [partner] = with_partners(engagement, "Pleegzorg Merelnest", by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    assert engagement.state is _S.QUOTED

    agree(partner, by=coordinator)

    assert engagement.state is _S.ACCEPTED
    assert engagement.ceiling_minutes == HOURS


def test_the_quote_after_the_last_agreement_makes_the_review_accepted(session, coordinator):
    engagement = quoted(by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    assert engagement.state is _S.QUOTED

    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)

    assert engagement.state is _S.ACCEPTED
    assert events(session, engagement).count("engagement:accepted") == 1


def test_a_review_is_accepted_once(session, coordinator):
    engagement = accepted(by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    with pytest.raises(WrongState):
        verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    with pytest.raises(WrongState):
        verbs.quote_sent(engagement, by=coordinator)
    assert events(session, engagement).count("engagement:accepted") == 1


def test_an_organisation_that_only_pays_need_not_agree(coordinator):
    engagement = quoted(by=coordinator)
    with_partners(engagement, "Gemeente X", by=coordinator, role=PartyRole.COMMISSIONING)
    with_partners(engagement, "Stichting Brugslag", by=coordinator, role=PartyRole.PARTNER)
    agree(engagement.parties[0], by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    assert engagement.state is _S.ACCEPTED


def test_a_review_that_waits_for_agreements_does_not_start_and_names_them(coordinator):
    engagement = quoted(by=coordinator)
    with_partners(engagement, "Wolkenveld", "Merelnest", by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    with pytest.raises(WrongState, match="Wolkenveld, Merelnest"):
        verbs.start(engagement, by=coordinator)


def test_a_review_that_waits_for_the_quote_does_not_start(coordinator):
    engagement = quoted(by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    with pytest.raises(WrongState):
        verbs.start(engagement, by=coordinator)


def test_who_refuses_after_the_acceptance_still_stops_the_start(coordinator):
    engagement = accepted(by=coordinator)
    verbs.record_refusal(engagement.parties[0], refused_on=date(2025, 1, 1), by=coordinator)
    with pytest.raises(WrongState):
        verbs.start(engagement, by=coordinator)


def test_a_review_goes_through_its_steps(session, coordinator):
    engagement = running(by=coordinator)
    seen = [engagement.state]
    for _step in range(3):
        verbs.move_on(engagement, by=coordinator)
        seen.append(engagement.state)
    verbs.close(engagement, by=coordinator)
    assert seen == [_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING, _S.REPORTING]
    assert engagement.state is _S.CLOSED
    assert engagement.closed_on


def test_a_short_review_has_no_step_4(coordinator):
    engagement = engagement_in(_S.DIALOGUE, by=coordinator, kind=EngagementType.SHORT_ONE_DAY)
    verbs.move_on(engagement, by=coordinator)
    assert engagement.state is _S.REPORTING


@pytest.mark.parametrize("state", [_S.REPORTING, _S.ACCEPTED, _S.CLOSED, _S.ON_HOLD])
def test_moving_on_is_refused_where_no_next_step_is(coordinator, state):
    with pytest.raises(WrongState):
        verbs.move_on(engagement_in(state, by=coordinator), by=coordinator)


@pytest.mark.parametrize("state", [_S.EXPLORING, _S.DIALOGUE, _S.DRAFTING, _S.REPORTING])
def test_a_review_on_hold_goes_on_where_it_stopped(coordinator, state):
    engagement = engagement_in(state, by=coordinator)
    with on("2025-05-12"):
        verbs.hold(engagement, reason="een zitting die voorgaat", by=coordinator)
    with on("2025-07-21"):
        verbs.resume(engagement, by=coordinator)
    [hold] = engagement.holds
    assert engagement.state is state
    assert (hold.starts_on, hold.ends_on) == (date(2025, 5, 12), date(2025, 7, 21))


def test_a_hold_needs_its_reason(coordinator):
    with pytest.raises(Refused):
        verbs.hold(running(by=coordinator), reason=" ", by=coordinator)


@pytest.mark.parametrize(
    "state", [_S.REQUESTED, _S.ORIENTATION, _S.QUOTED, _S.ACCEPTED, _S.DRAFTING, _S.ON_HOLD]
)
def test_a_review_can_be_withdrawn_at_any_time_and_keeps_what_is_known(coordinator, state):
    engagement = engagement_in(state, by=coordinator)
    verbs.withdraw(engagement, reason=EndReason.PARTICIPANT_REFUSED, by=coordinator)
    assert engagement.state is _S.WITHDRAWN
    assert engagement.end_reason is EndReason.PARTICIPANT_REFUSED
    assert engagement.open_hold is None
    assert engagement.parties


def test_a_quote_can_be_rejected(coordinator):
    engagement = quoted(by=coordinator)
    verbs.reject(engagement, reason=EndReason.BUDGET, by=coordinator)
    assert (engagement.state, engagement.end_reason) == (_S.REJECTED, EndReason.BUDGET)


@pytest.mark.parametrize("state", [_S.CLOSED, _S.WITHDRAWN, _S.REJECTED])
def test_nothing_changes_in_a_review_that_has_ended(coordinator, state):
    engagement = engagement_in(state, by=coordinator)
    other = organisation_named("Huisartsen Kustzicht", by=coordinator)
    with pytest.raises(WrongState):
        verbs.add_party(engagement, other, by=coordinator)
    with pytest.raises(WrongState):
        verbs.set_planned_dates(engagement, start_on=None, end_on=None, by=coordinator)
    with pytest.raises(WrongState):
        verbs.set_focus(engagement, [Focus.PRIVACY], by=coordinator)
    with pytest.raises(WrongState):
        verbs.withdraw(engagement, reason=EndReason.OTHER, by=coordinator)


def test_change_orders_raise_the_ceiling(coordinator):
    engagement = running(by=coordinator)
    verbs.raise_ceiling(engagement, minutes=600, by=coordinator)
    assert engagement.ceiling_minutes == HOURS + 600


def test_hours_are_not_added_before_there_is_a_ceiling(coordinator):
    with pytest.raises(WrongState):
        verbs.raise_ceiling(quoted(by=coordinator), minutes=600, by=coordinator)


@pytest.mark.parametrize("state", [_S.REPORTING, _S.CLOSED])
def test_a_follow_up_is_agreed_in_step_5_or_later(coordinator, state):
    engagement = engagement_in(state, by=coordinator)
    verbs.follow_up_agreed(engagement, minutes=660, by=coordinator)
    assert engagement.follow_up_ceiling_minutes == 660
    assert engagement.ceiling_minutes == HOURS


def test_a_follow_up_is_not_agreed_before_step_5(coordinator):
    with pytest.raises(WrongState):
        verbs.follow_up_agreed(running(by=coordinator), minutes=660, by=coordinator)


def test_an_organisation_takes_part_once(coordinator):
    engagement = requested(by=coordinator)
    with pytest.raises(Refused):
        verbs.add_party(engagement, engagement.parties[0].organisation, by=coordinator)


def test_parties_keep_the_order_in_which_they_came(coordinator):
    engagement = requested(by=coordinator)
    first, second = with_partners(engagement, "Wolkenveld", "Merelnest", by=coordinator)
    verbs.remove_party(first, by=coordinator)
    [third] = with_partners(engagement, "Oefenkade", by=coordinator)
    assert [party.position for party in engagement.parties] == [1, 3, 4]
    assert engagement.parties[1:] == [second, third]


def test_taking_out_the_last_one_to_agree_completes_the_review(coordinator):
    engagement = quoted(by=coordinator)
    [partner] = with_partners(engagement, "Merelnest", by=coordinator)
    agree(engagement.parties[0], by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    verbs.remove_party(partner, by=coordinator)
    assert engagement.state is _S.ACCEPTED


def test_who_only_pays_no_longer_holds_the_review_up(coordinator):
    engagement = quoted(by=coordinator)
    verbs.quote_accepted(engagement, minutes=HOURS, by=coordinator)
    verbs.change_party(engagement.parties[0], role=PartyRole.COMMISSIONING, by=coordinator)
    assert engagement.state is _S.ACCEPTED


def test_who_answered_stays_in_the_file(coordinator):
    engagement = requested(by=coordinator)
    [partner] = with_partners(engagement, "Merelnest", by=coordinator)
    verbs.record_refusal(partner, refused_on=date(2025, 1, 1), by=coordinator)
    with pytest.raises(Refused):
        verbs.remove_party(partner, by=coordinator)


def test_the_only_organisation_stays(coordinator):
    with pytest.raises(Refused):
        verbs.remove_party(requested(by=coordinator).parties[0], by=coordinator)


def test_participants_are_settled_once_the_review_runs(coordinator):
    party = running(by=coordinator).parties[0]
    with pytest.raises(WrongState):
        verbs.record_refusal(party, refused_on=date(2025, 1, 1), by=coordinator)
    with pytest.raises(WrongState):
        verbs.change_party(party, role=PartyRole.PARTNER, by=coordinator)


def test_an_agreement_is_written_by_somebody_on_a_day_that_was(coordinator):
    party = requested(by=coordinator).parties[0]
    with pytest.raises(Refused):
        agree(party, by=coordinator, on=date(2099, 1, 1))
    with pytest.raises(Refused):
        verbs.record_agreement(
            party, agreed_on=date(2025, 1, 1), name="", function="directeur", by=coordinator
        )


def test_a_refusal_takes_the_agreement_back_and_the_other_way_round(coordinator):
    party = requested(by=coordinator).parties[0]
    agree(party, by=coordinator)
    verbs.record_refusal(party, refused_on=date(2025, 1, 1), by=coordinator)
    assert (party.agreed_on, party.agreed_by_name) == (None, "")
    agree(party, by=coordinator)
    assert party.refused_on is None


def test_focus_points_are_replaced_not_piled_up(session, coordinator):
    engagement = requested(by=coordinator)
    verbs.set_focus(engagement, [Focus.PRIVACY, Focus.LARGE_TEAM], by=coordinator)
    verbs.set_focus(engagement, [Focus.PRIVACY, Focus.YOUNG_PERSON], by=coordinator)
    session.expire(engagement)
    assert {each.focus for each in engagement.focus_points} == {Focus.PRIVACY, Focus.YOUNG_PERSON}


def test_a_plan_does_not_end_before_it_starts(coordinator):
    engagement = requested(by=coordinator)
    with pytest.raises(Refused):
        verbs.set_planned_dates(
            engagement, start_on=date(2025, 3, 2), end_on=date(2025, 3, 1), by=coordinator
        )


def test_another_coordinator_can_take_over(coordinator, treasurer):
    engagement = requested(by=coordinator)
    verbs.hand_over(engagement, treasurer, by=coordinator)
    assert engagement.coordinator is treasurer
