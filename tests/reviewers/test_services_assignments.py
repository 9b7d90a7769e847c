"""Asking, declaring, declining, ending: the places in a review."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from lt_admin.orientation.models.engagements import EngagementState, EngagementType
from lt_admin.reviewers.models.assignments import (
    AssignmentRole,
    AssignmentState,
    IndependenceRule,
    Verdict,
)
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.services.assignments import (
    accept_warning,
    ask,
    declare,
    decline,
    end_assignment,
)
from tests.reviewers.factories import assigned, declared, engagement, organisation, reviewer

LEAD, SECOND, SUPERVISOR = AssignmentRole.LEAD, AssignmentRole.SECOND, AssignmentRole.SUPERVISOR


def events(session):
    session.flush()
    found = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    return [event for event in found if event.startswith("assignment:")]


def test_asking_writes_a_mail_and_keeps_the_level_and_what_the_rules_said(session, coordinator):
    review, bram = engagement(), reviewer("Bram Fictema")

    asked = ask(review, bram, LEAD, by=coordinator)

    assert asked.state is AssignmentState.ASKED
    assert asked.level_at_start is ReviewerLevel.LEAD
    assert {f.rule: f.verdict for f in asked.findings} == dict.fromkeys(
        (IndependenceRule.IR1, IndependenceRule.IR5, IndependenceRule.IR6), Verdict.OK
    )
    assert session.scalars(select(QueuedMail.recipient)).all() == [bram.user.email]
    assert events(session) == ["assignment:asked"]


def test_an_employer_that_takes_part_is_in_the_way(coordinator):
    polder = organisation("Stichting Jeugdhulp De Proefpolder")
    review, tessa = engagement(polder), reviewer("Tessa Voorbeeld", employer=polder)

    with pytest.raises(Refused, match=r"IR1: .*De Proefpolder"):
        ask(review, tessa, LEAD, by=coordinator)
    with pytest.raises(Refused, match="IR1"):
        ask(review, tessa, LEAD, overrides={IndependenceRule.IR1: "toch"}, by=coordinator)


def test_a_reviewer_of_the_review_cannot_supervise_it_nor_the_reverse(coordinator):
    review = engagement()
    hugo = reviewer("Hugo Schijnveld", ReviewerLevel.SUPERVISOR)
    mirthe = reviewer("Mirthe Denkbeeld", ReviewerLevel.SUPERVISOR)
    assigned(review, hugo, LEAD)
    assigned(review, mirthe, SUPERVISOR)

    with pytest.raises(Refused, match="IR5"):
        ask(review, hugo, SUPERVISOR, by=coordinator)
    with pytest.raises(Refused, match="IR5"):
        ask(review, mirthe, SECOND, by=coordinator)


def test_one_employer_for_both_reviewers_asks_for_a_reason_that_is_kept(coordinator):
    review, employer = engagement(), organisation("GGZ Het Voorbeeldven")
    assigned(review, reviewer("Een", employer=employer), LEAD)
    second = reviewer("Twee", employer=employer)

    with pytest.raises(Refused, match="IR6"):
        ask(review, second, SECOND, by=coordinator)
    asked = ask(review, second, SECOND, overrides={IndependenceRule.IR6: " kan "}, by=coordinator)

    finding = asked.finding(IndependenceRule.IR6)
    assert (finding.verdict, finding.override_reason) == (Verdict.WARN, "kan")
    assert finding.overridden_by is coordinator
    assert finding.overridden_at is not None


def test_the_board_of_the_only_institution_may_agree_to_its_own_reviewer(coordinator):
    house = organisation()
    review = engagement(house)
    own = reviewer("Nadia Proefsma", ReviewerLevel.ACCREDITED, employer=house)
    why = {IndependenceRule.IR7: "12-03-2025: schriftelijk akkoord van de bestuurder"}

    with pytest.raises(Refused, match="IR1"):
        ask(review, own, SECOND, overrides=why, by=coordinator)  # no external lead yet
    assigned(review, reviewer("Bram Fictema"), LEAD)
    asked = ask(review, own, SECOND, overrides=why, by=coordinator)

    assert asked.finding(IndependenceRule.IR1).verdict is Verdict.BLOCK
    assert asked.finding(IndependenceRule.IR7).override_reason == why[IndependenceRule.IR7]
    assert declared(asked).state is AssignmentState.ACTIVE


NEITHER = ["requested", "orientation", "closed", "withdrawn", "rejected"]


@pytest.mark.parametrize("state", [EngagementState(name) for name in NEITHER])
def test_nobody_is_asked_before_the_quote_or_after_the_end(coordinator, state):
    with pytest.raises(WrongState):
        ask(engagement(state=state), reviewer(), LEAD, by=coordinator)


def test_a_follow_up_after_closing_can_still_get_a_reviewer(coordinator):
    review = engagement(state=EngagementState.CLOSED, follow_up_ceiling_minutes=600)

    assert ask(review, reviewer(), LEAD, by=coordinator).state is AssignmentState.ASKED


def test_a_place_is_taken_once(coordinator):
    review, bram = engagement(), reviewer("Bram Fictema")
    ask(review, bram, LEAD, by=coordinator)

    with pytest.raises(Refused, match="Bram Fictema"):
        ask(review, reviewer("Tessa"), LEAD, by=coordinator)
    with pytest.raises(Refused):
        ask(review, bram, SECOND, by=coordinator)


def test_who_left_is_not_asked(coordinator):
    gone = reviewer()
    gone.left_on = clock.today()

    with pytest.raises(Refused):
        ask(engagement(), gone, LEAD, by=coordinator)


def test_signing_starts_the_work(session, coordinator):
    asked = ask(engagement(), reviewer(), LEAD, by=coordinator)

    declared(asked)

    assert asked.state is AssignmentState.ACTIVE
    assert asked.started_on == clock.today()
    assert asked.finding(IndependenceRule.IR8).verdict is Verdict.OK
    assert events(session) == ["assignment:asked", "assignment:declared"]


@pytest.mark.parametrize("answer", ["is_involved", "has_private_relation"])
def test_who_is_involved_does_not_take_part_and_the_coordinator_hears_it(session, answer):
    review = engagement()
    asked = ask(review, reviewer(), LEAD, by=review.coordinator)

    declared(asked, **{answer: True})
    session.flush()

    assert asked.state is AssignmentState.DECLINED
    assert asked.started_on is None
    newest = session.scalars(select(QueuedMail).order_by(QueuedMail.id.desc())).first()
    assert newest.recipient == review.coordinator.email


def test_other_paid_work_waits_for_the_coordinator(session, coordinator):
    asked = declared(ask(engagement(), reviewer(), LEAD, by=coordinator), has_other_paid_work=True)
    assert asked.awaits_judgement

    with pytest.raises(Refused):
        accept_warning(asked, reason=" ", by=coordinator)
    accept_warning(asked, reason="een training in 2023", by=coordinator)

    assert asked.state is AssignmentState.ACTIVE
    assert asked.finding(IndependenceRule.IR4).overridden_by is coordinator
    assert events(session)[-1] == "assignment:warning_accepted"
    with pytest.raises(WrongState):
        accept_warning(asked, reason="nog eens", by=coordinator)


def test_other_paid_work_that_was_known_before_asking_does_not_wait(coordinator):
    known = {IndependenceRule.IR4: "een training in 2023"}
    asked = ask(engagement(), reviewer(), LEAD, overrides=known, by=coordinator)

    assert declared(asked, has_other_paid_work=True).state is AssignmentState.ACTIVE


def test_a_declaration_is_signed_once_and_only_by_the_reviewer(coordinator):
    asked = ask(engagement(), reviewer(), LEAD, by=coordinator)
    answers = dict.fromkeys(("is_involved", "has_private_relation", "has_other_paid_work"), False)

    with pytest.raises(Refused):
        declare(asked, **answers, by=coordinator)
    declare(asked, **answers, by=asked.reviewer.user)
    with pytest.raises(WrongState):
        declare(asked, **answers, by=asked.reviewer.user)


def test_a_reviewer_declines_without_a_reason(session, coordinator):
    asked = ask(engagement(), reviewer(), LEAD, by=coordinator)

    with pytest.raises(Refused):
        decline(asked, by=coordinator)
    decline(asked, by=asked.reviewer.user)

    assert asked.state is AssignmentState.DECLINED
    assert events(session) == ["assignment:asked", "assignment:declined"]


def test_a_replaced_reviewer_keeps_the_history_and_makes_room(session, coordinator):
    review = engagement()
    first = assigned(review, reviewer("Bram Fictema"), LEAD)

    end_assignment(first, by=coordinator)
    second = ask(review, reviewer("Tessa Voorbeeld"), LEAD, by=coordinator)

    assert (first.state, first.ended_on) == (AssignmentState.ENDED, clock.today())
    assert first.covers(clock.today())
    assert not first.covers(clock.today() + timedelta(days=1))
    assert second.state is AssignmentState.ASKED


def test_levels_decide_as_the_domain_says(coordinator):
    full, short = engagement(), engagement(type=EngagementType.SHORT_ONE_DAY)
    karel = reviewer("Karel Demostein", ReviewerLevel.ACCREDITED)
    yara = reviewer("Yara Oefenaar", ReviewerLevel.IN_TRAINING)

    with pytest.raises(Refused):
        ask(full, karel, LEAD, by=coordinator)
    ask(short, karel, LEAD, by=coordinator)
    with pytest.raises(Refused):
        ask(short, yara, SECOND, by=coordinator)
    assert ask(short, yara, SECOND, is_practice_review=True, by=coordinator).is_practice_review
