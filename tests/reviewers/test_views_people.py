"""The pages about reviewers and payees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lt_admin.accounts.policy import Role
from lt_admin.core import clock
from lt_admin.core.money import Money
from lt_admin.reviewers.models.hours import Activity, EntryState, TimeEntry
from lt_admin.reviewers.models.people import PayeeKind, Reviewer, ReviewerLevel
from tests.factories import user_with
from tests.reviewers.factories import LONG_AGO, assigned, engagement, organisation, reviewer

SETTLED = date(2025, 3, 31)


def locked_hour(who, day=SETTLED):
    """An hour that an invoice or a statement holds."""
    work = assigned(engagement(), who, on=date(2025, 3, 1))
    entry = TimeEntry(
        reviewer=who,
        engagement=work.engagement,
        worked_on=day,
        step=2,
        activity=Activity.INTERVIEW,
        minutes=60,
        state=EntryState.APPROVED,
        locked_at=clock.now(),
    )
    work.findings[0].assignment = work
    return entry


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def test_the_pool_shows_level_payee_and_rate_and_exports(client, session):
    reviewer("Tessa Voorbeeld", employer=organisation("De Proefpolder"))
    reviewer("Karel Demostein", ReviewerLevel.ACCREDITED)

    page = client.page("/reviewers")
    assert "De Proefpolder" in page.text
    assert "€ 95,00" in page.text
    freelance = client.page("/reviewers?payee=freelancer")
    assert "Karel Demostein" in freelance.text
    assert "Tessa" not in freelance.text
    assert "Tessa" not in client.page("/reviewers?level=accredited").text
    assert "Tessa Voorbeeld" in client.get("/reviewers?as=csv").text


def test_a_reviewer_is_added_to_an_account_and_gets_a_level(client, session):
    user = user_with(Role.REVIEWER, name="Nadia Proefsma")

    client.post_form("/reviewers/new", {"user": user.id, "phone": "06 1234"})
    made = session.scalars(select(Reviewer)).one()
    assert (made.user_id, made.phone) == (user.id, "06 1234")

    level = {"level": "accredited", "valid_from": "1-2-2025", "reason": "assessment"}
    client.post_form(f"/reviewers/{made.id}/level", level)
    assert made.level_on(date(2025, 2, 1)) is ReviewerLevel.ACCREDITED
    assert made.level_on(date(2025, 1, 31)) is None


def test_a_level_from_before_the_newest_is_refused_beside_the_date(client):
    who = reviewer(level=ReviewerLevel.LEAD)

    facts = {"level": "lapsed", "valid_from": "1-1-2019"}
    answer = client.post_form(f"/reviewers/{who.id}/level", facts)

    assert answer.status_code == 422
    assert len(who.levels) == 1


@pytest.mark.parametrize("rate", ["95,01", "-95", "abc"])
def test_a_rate_that_is_not_exact_is_refused(client, rate):
    who = reviewer()

    answer = client.post_form(f"/reviewers/{who.id}/rate", {"rate": rate, "valid_from": "1-6-2025"})

    assert answer.status_code == 422
    assert [each.rate for each in who.rates] == [Money.euros(95)]


def test_a_new_rate_leaves_the_hours_before_as_they_are(client):
    who = reviewer()

    client.post_form(f"/reviewers/{who.id}/rate", {"rate": "100", "valid_from": "1-6-2025"})

    assert who.rate_on(date(2025, 5, 31)) == Money.euros(95)
    assert who.rate_on(date(2025, 6, 1)) == Money.euros(100)


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("rate", {"rate": "100"}),
        ("payee", {"kind": "freelancer", "name": "Bram Fictema"}),
    ],
)
def test_nothing_that_is_settled_changes(session, client, page, facts):
    who = reviewer()
    session.add(locked_hour(who))
    address = f"/reviewers/{who.id}/{page}"

    refused = client.post_form(address, facts | {"valid_from": "31-3-2025"})
    assert refused.status_code == 422
    assert "31-03-2025" in refused.text
    assert client.post_form(address, facts | {"valid_from": "1-4-2025"}).status_code == 302


def test_a_freelancer_goes_into_service_from_a_date_on(client, session):
    who, employer = reviewer("Bram Fictema"), organisation("De Proefpolder")
    facts = {"kind": "employer", "organisation": employer.id, "valid_from": "1-6-2025"}

    assert client.post_form(f"/reviewers/{who.id}/payee", facts).status_code == 302

    assert who.payee_on(date(2025, 5, 31)).kind is PayeeKind.FREELANCER
    assert who.payee_on(date(2025, 6, 1)).name == "De Proefpolder"
    assert "De Proefpolder" in client.page(f"/reviewers/{who.id}").text


def test_an_employer_has_to_be_chosen_and_a_freelancer_named(client):
    who = reviewer()
    address = f"/reviewers/{who.id}/payee"

    for facts in ({"kind": "employer"}, {"kind": "freelancer", "name": ""}, {}):
        answer = client.post_form(address, facts | {"valid_from": "1-6-2025"})
        assert answer.status_code == 422
    assert len(who.payee_periods) == 1


def test_numbers_of_a_payee_are_checked(client):
    who = reviewer()
    payee = who.payee_on(clock.today())
    address = f"/payees/{payee.id}/change"

    for facts in ({"iban": "NL00BANK0"}, {"kvk": "123"}, {"vat_id": "NL1"}, {"name": ""}):
        assert client.post_form(address, {"name": "Bram"} | facts).status_code == 422
    good = {"name": "Bram", "iban": "NL91 ABNA 0417 1643 00", "kvk": "12345678"}
    assert client.post_form(address, good).status_code == 302

    assert (payee.iban, payee.kvk) == ("NL91ABNA0417164300", "12345678")


def test_who_left_is_kept(client):
    who = reviewer()

    client.post_form(f"/reviewers/{who.id}/change", {"phone": "", "left_on": "1-6-2025"})

    assert who.left_on == date(2025, 6, 1)
    assert "Bram Fictema" in client.page("/reviewers").text


def test_board_and_treasurer_read_but_do_not_change(client_of, board, treasurer):
    who = reviewer()
    for user in (board, treasurer):
        assert client_of(user).get(f"/reviewers/{who.id}").status_code == 200
        for page in ("new", f"{who.id}/level", f"{who.id}/rate", f"{who.id}/payee"):
            assert client_of(user).get(f"/reviewers/{page}").status_code == 403


@pytest.mark.parametrize("path", ["/reviewers/999", "/reviewers/999/level", "/payees/999"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_period_on_the_same_day_corrects_the_last_one(client):
    who = reviewer()
    day = f"{LONG_AGO:%d-%m-%Y}"

    client.post_form(f"/reviewers/{who.id}/rate", {"rate": "90", "valid_from": day})

    assert [each.rate for each in who.rates] == [Money.euros(90)]
    assert timedelta(0) == who.rates[0].valid_from - LONG_AGO
