"""Reviewers and payees through the services."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.reviewers.models.people import PayeeKind, ReviewerLevel
from lt_admin.reviewers.services import people
from tests.factories import user_with
from tests.reviewers.factories import organisation, reviewer

JUNE = date(2025, 6, 1)


def last_event(session):
    session.flush()
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


@pytest.mark.parametrize("role", Role)
def test_only_reviewers_and_supervisors_become_reviewers(coordinator, role):
    user = user_with(role)

    if role in (Role.REVIEWER, Role.SUPERVISOR):
        assert people.add_reviewer(user, by=coordinator).name == user.name
    else:
        with pytest.raises(Refused):
            people.add_reviewer(user, by=coordinator)


def test_an_account_has_one_reviewer_record(coordinator, reviewer_user):
    people.add_reviewer(reviewer_user, by=coordinator)

    with pytest.raises(Refused):
        people.add_reviewer(reviewer_user, by=coordinator)


def test_a_level_is_kept_with_its_day_and_reason(session, coordinator):
    who = reviewer(level=ReviewerLevel.IN_TRAINING)

    people.set_level(
        who, ReviewerLevel.ACCREDITED, valid_from=JUNE, reason="assessment", by=coordinator
    )

    assert [period.level for period in who.levels] == ["in_training", "accredited"]
    assert last_event(session).facts == {
        "level": "accredited",
        "valid_from": "2025-06-01",
        "valid_until": "",
    }


def test_an_employer_takes_its_facts_from_the_organisation(coordinator):
    house = organisation("De Proefpolder", city="Schelphoek", kvk="90000009")

    payee = people.employer_payee(house, by=coordinator)

    assert (payee.name, payee.city, payee.kvk) == ("De Proefpolder", "Schelphoek", "90000009")
    assert payee.kind is PayeeKind.EMPLOYER
    assert people.employer_payee(house, by=coordinator) is payee
    with pytest.raises(Refused):
        people.add_payee(kind=PayeeKind.EMPLOYER, organisation=house, by=coordinator)


@pytest.mark.parametrize(
    "facts", [{"kind": PayeeKind.EMPLOYER, "organisation": None}, {"kind": PayeeKind.FREELANCER}]
)
def test_a_payee_is_somebody(coordinator, facts):
    with pytest.raises(Refused):
        people.add_payee(**facts, by=coordinator)


def test_who_was_a_freelancer_before_is_the_same_payee_again(coordinator):
    who = reviewer("Bram Fictema")
    first = who.payee_on(JUNE)
    people.set_payee(
        who, people.employer_payee(organisation(), by=coordinator), valid_from=JUNE, by=coordinator
    )

    again = people.freelance_payee(who, name="Bram Fictema", city="Testerland", by=coordinator)

    assert again is first
    assert first.city == "Testerland"
    fresh = reviewer("Nadia", employer=organisation())
    assert people.freelance_payee(fresh, name="Nadia", by=coordinator).kind == "freelancer"


def test_a_changed_payee_says_what_changed(session, coordinator):
    payee = people.add_payee(kind=PayeeKind.FREELANCER, name="Bram", by=coordinator)

    people.change_payee(payee, name="Bram Fictema", city="", by=coordinator)

    assert last_event(session).facts == {"fields": "name"}
    with pytest.raises(Refused):
        people.change_payee(payee, name="", by=coordinator)


def test_a_rate_is_audited_in_cents(session, coordinator):
    people.set_rate(reviewer(), Money.euros("97.20"), valid_from=JUNE, by=coordinator)

    assert last_event(session).facts == {"rate_cents": "9720", "valid_from": "2025-06-01"}


def test_the_day_of_leaving_is_kept(session, coordinator):
    who = reviewer()

    people.change_reviewer(who, phone="06", left_on=JUNE, by=coordinator)

    assert (who.phone, who.left_on) == ("06", JUNE)
    assert last_event(session).facts == {"left_on": "2025-06-01"}


def test_going_back_to_freelance_keeps_the_account_that_is_known(coordinator):
    who = reviewer("Bram Fictema")
    first = who.payee_on(JUNE)
    people.change_payee(first, iban="NL91ABNA0417164300", by=coordinator)

    people.freelance_payee(who, name="Bram Fictema", iban="", holder="", by=coordinator)

    assert first.iban == "NL91ABNA0417164300"
