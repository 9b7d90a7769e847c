"""Asking, declaring and ending through the pages; by the right one, another and a stranger."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lt_admin.core.outbox import QueuedMail
from lt_admin.orientation.models.engagements import EngagementState
from lt_admin.reviewers.models.assignments import (
    Assignment,
    AssignmentRole,
    AssignmentState,
    IndependenceRule,
)
from lt_admin.reviewers.models.people import ReviewerLevel
from lt_admin.reviewers.services.assignments import ask
from tests.reviewers.factories import (
    assigned,
    declared,
    engagement,
    organisation,
    reviewer,
)

LEAD, SECOND, SUPERVISOR = AssignmentRole.LEAD, AssignmentRole.SECOND, AssignmentRole.SUPERVISOR
NO = {"is_involved": "no", "has_private_relation": "no", "has_other_paid_work": "no"}


@pytest.fixture
def polder(session):
    return organisation("Stichting Jeugdhulp De Proefpolder")


@pytest.fixture
def s3(polder, coordinator):
    """Scenario S3: four institutions, of which one employs R1."""
    names = ("'t Schelpenhuis", "Wolkenveld", "Merelnest")
    others = [organisation(name) for name in names]
    return engagement(others[0], polder, *others[1:], by=coordinator)


def ask_address(review, who, role="lead"):
    return f"/engagements/{review.id}/reviewers/{who.id}/{role}"


@pytest.mark.parametrize("state", [EngagementState.REJECTED, EngagementState.CLOSED])
def test_nobody_is_offered_once_a_review_is_over(client_of, polder, coordinator, state):
    review = engagement(polder, by=coordinator, state=state)
    reviewer("Bram Fictema")

    page = client_of(coordinator).page(f"/engagements/{review.id}/reviewers")

    assert "Bram Fictema" not in page.text
    assert "vanaf de offerte" in page.text


def places(session):
    return session.scalars(select(Assignment).order_by(Assignment.id)).all()


def test_every_candidate_is_shown_with_what_the_rules_say(client_of, coordinator, s3, polder):
    reviewer("Tessa Voorbeeld", employer=polder)
    reviewer("Bram Fictema")
    reviewer("Karel Demostein", ReviewerLevel.ACCREDITED)

    page = client_of(coordinator).page(f"/engagements/{s3.id}/reviewers?role=lead")

    order = [page.text.index(name) for name in ("Bram Fictema", "Karel", "Tessa Voorbeeld")]
    assert order == sorted(order)
    assert "IR1" in page.text
    assert "De Proefpolder" in page.text
    assert "niet mogelijk" in page.text
    assert page.html.count('/lead"') == 1  # only Bram can be asked


def test_r1_is_refused_for_s3_by_ir1(session, client_of, coordinator, s3, polder):
    tessa = reviewer("Tessa Voorbeeld", employer=polder)

    answer = client_of(coordinator).post_form(ask_address(s3, tessa))

    assert answer.status_code == 422
    assert "IR1" in answer.text
    assert places(session) == []


def test_r5_is_refused_for_s1_and_s2_by_ir1(session, client_of, coordinator):
    testerland = organisation("Jeugdbescherming Testerland")
    review = engagement(organisation("Gemeente Duinermeer"), testerland)
    yara = reviewer("Yara Oefenaar", ReviewerLevel.IN_TRAINING, employer=testerland)
    assigned(review, reviewer("Bram Fictema"))

    for role in ("second", "practice", "shadow"):
        answer = client_of(coordinator).post_form(ask_address(review, yara, role))
        assert answer.status_code == 422
        assert "IR1" in answer.text
    assert len(places(session)) == 1


def test_r6_is_refused_as_supervisor_of_s4_by_ir5(session, client_of, coordinator):
    review = engagement()
    hugo = reviewer("Hugo Schijnveld", ReviewerLevel.SUPERVISOR)
    assigned(review, hugo, LEAD)

    answer = client_of(coordinator).post_form(ask_address(review, hugo, "supervisor"))

    assert answer.status_code == 422
    assert "IR5" in answer.text
    assert len(places(session)) == 1


def test_the_coordinator_sees_the_mail_before_it_goes(session, client_of, coordinator, s3):
    bram = reviewer("Bram Fictema")
    client = client_of(coordinator)

    page = client.page(ask_address(s3, bram))
    assert bram.user.email in page.text
    assert places(session) == []

    answer = client.post_form(ask_address(s3, bram))
    assert answer.status_code == 302
    assert [place.state for place in places(session)] == [AssignmentState.ASKED]
    text = session.scalars(select(QueuedMail.text)).one()
    assert f"/assignments/{places(session)[0].id}" in text


def test_a_warning_asks_for_a_reason_beside_the_field(session, client_of, coordinator):
    employer, review = organisation(), engagement()
    assigned(review, reviewer("Een", employer=employer))
    other = reviewer("Twee", employer=employer)
    client = client_of(coordinator)

    refused = client.post_form(ask_address(review, other, "second"))
    assert refused.status_code == 422
    assert "IR6" in refused.text

    reason = {"same_employer": "verschillende vestigingen"}
    assert client.post_form(ask_address(review, other, "second"), reason).status_code == 302
    finding = places(session)[-1].finding(IndependenceRule.IR6)
    assert finding.override_reason == "verschillende vestigingen"
    listed = client.page("/independence")
    assert "verschillende vestigingen" in listed.text


def test_the_exception_of_ir7_needs_date_and_agreement(session, client_of, coordinator):
    house = organisation()
    review = engagement(house)
    assigned(review, reviewer("Bram Fictema"))
    own = reviewer("Nadia Proefsma", ReviewerLevel.ACCREDITED, employer=house)
    client, address = client_of(coordinator), ask_address(review, own, "second")

    assert client.post_form(address, {"agreement": "brief van de bestuurder"}).status_code == 422
    assert client.post_form(address, {"agreed_on": "2-5-2025"}).status_code == 422
    both = {"agreement": "brief van de bestuurder", "agreed_on": "2-5-2025"}
    assert client.post_form(address, both).status_code == 302

    finding = places(session)[-1].finding(IndependenceRule.IR7)
    assert finding.override_reason == "02-05-2025: brief van de bestuurder"


def test_a_reviewer_signs_and_can_begin(session, client_of, coordinator, s3):
    asked = ask(s3, reviewer("Bram Fictema"), LEAD, by=coordinator)
    client = client_of(asked.reviewer.user)

    answer = client.post_form(f"/assignments/{asked.id}", NO)

    assert answer.status_code == 302
    assert asked.state is AssignmentState.ACTIVE
    assert "/hours" in client.page(f"/assignments/{asked.id}").html


def test_a_declaration_with_an_open_question_stays_on_the_page(client_of, coordinator, s3):
    asked = ask(s3, reviewer("Bram Fictema"), LEAD, by=coordinator)

    answer = client_of(asked.reviewer.user).post_form(
        f"/assignments/{asked.id}", {"is_involved": "no"}
    )

    assert answer.status_code == 422
    assert asked.state is AssignmentState.ASKED


def test_who_is_involved_is_thanked_and_does_not_take_part(client_of, coordinator, s3):
    asked = ask(s3, reviewer("Bram Fictema"), LEAD, by=coordinator)
    client = client_of(asked.reviewer.user)

    client.post_form(f"/assignments/{asked.id}", NO | {"is_involved": "yes"})

    assert asked.state is AssignmentState.DECLINED


def test_a_reviewer_declines(client_of, coordinator, s3):
    asked = ask(s3, reviewer("Bram Fictema"), LEAD, by=coordinator)
    client = client_of(asked.reviewer.user)

    client.post_form(f"/assignments/{asked.id}/decline", page=f"/assignments/{asked.id}")

    assert asked.state is AssignmentState.DECLINED


def test_the_coordinator_judges_other_paid_work_with_a_reason(client_of, coordinator, s3):
    asked = ask(s3, reviewer("Bram Fictema"), LEAD, by=coordinator)
    declared(asked, has_other_paid_work=True)
    client, page = client_of(coordinator), f"/assignments/{asked.id}"

    assert client.post_form(f"{page}/accept", {"reason": ""}, page=page).status_code == 422
    assert client.post_form(f"{page}/accept", {"reason": "training"}, page=page).status_code == 302

    assert asked.state is AssignmentState.ACTIVE


def test_the_coordinator_ends_a_place(client_of, coordinator, s3):
    place = assigned(s3, reviewer("Bram Fictema"))

    client_of(coordinator).post_form(
        f"/assignments/{place.id}/end", page=f"/engagements/{s3.id}/reviewers"
    )

    assert place.state is AssignmentState.ENDED


def test_my_reviews_show_with_whom_in_which_step_and_how_many_hours(client_of, s3):
    place = assigned(s3, reviewer("Bram Fictema"))
    assigned(s3, reviewer("Nadia Proefsma", ReviewerLevel.ACCREDITED), SECOND)

    page = client_of(place.reviewer.user).page("/my-reviews")

    assert s3.code in page.text
    assert "Nadia Proefsma" in page.text
    assert "0:00" in page.text


def test_a_stranger_and_a_missing_assignment_answer_alike(client_of, stranger, s3):
    place = assigned(s3, reviewer("Bram Fictema"))
    reviewer("Wim Vreemd", user=stranger)
    client = client_of(stranger)

    there = client.page(f"/assignments/{place.id}", status=404)
    missing = client.page("/assignments/999999", status=404)

    assert there.text == missing.text
    assert client.page("/my-reviews").text.count(s3.code) == 0


@pytest.mark.parametrize("path", ["/reviewers", "/reviewers/1", "/independence"])
def test_reviewers_do_not_read_about_each_other(client_of, stranger, path):
    assert client_of(stranger).get(path).status_code == 403


def test_only_the_coordinator_asks(client_of, board, treasurer, stranger, s3):
    for user in (board, treasurer, stranger):
        assert client_of(user).get(f"/engagements/{s3.id}/reviewers").status_code == 403


def test_nobody_is_asked_for_a_closed_review(session, client_of, coordinator, s3):
    s3.state = EngagementState.CLOSED
    answer = client_of(coordinator).post_form(ask_address(s3, reviewer("Bram Fictema")))

    assert answer.status_code == 409
    assert places(session) == []
