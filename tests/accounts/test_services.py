"""The verbs of accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lt_admin.accounts import queries, services
from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, clock
from lt_admin.core.steps import Refused
from tests.accounts.factories import (
    PASSWORD,
    events,
    mails_to,
    password_token,
    path_in,
    user_with_password,
)
from tests.factories import user_with

SET_PASSWORD, READ_INVOICE = LinkPurpose.SET_PASSWORD, LinkPurpose.READ_INVOICE


def add(by, **facts):
    standard = {"name": "Bram Fictema", "email": "Bram@LT-demo.example", "role": Role.REVIEWER}
    return services.add_user(**standard | facts, by=by)


def test_a_new_person_gets_a_mail_with_a_link_and_has_no_password(session, coordinator):
    user = add(coordinator)

    [mail] = mails_to(user)
    token = path_in(mail).removeprefix("/password/")
    link = queries.find_link(token, SET_PASSWORD)
    assert (user.email, user.password_hash) == ("bram@lt-demo.example", None)
    assert link.holder == link.subject == f"user:{user.id}"
    assert link.expires_at - link.created_at == timedelta(days=7)
    assert events() == ["user:added"]


def test_the_mail_speaks_the_language_of_its_reader(session, coordinator):
    user = add(coordinator, language="en")

    [mail] = mails_to(user)
    assert mail.subject == "Your account at Learning Together NL"
    assert "{link}" in mail.text


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"email": "bram"}, {"email": "a b@c.example"}])
def test_a_person_needs_a_name_and_an_address(session, coordinator, wrong):
    with pytest.raises(Refused):
        add(coordinator, **wrong)


def test_an_address_belongs_to_one_account_however_it_is_written(session, coordinator):
    add(coordinator)

    with pytest.raises(Refused):
        add(coordinator, email=" BRAM@lt-demo.example ")


def test_the_token_itself_is_kept_nowhere(session, coordinator):
    token = password_token(coordinator)

    link = queries.find_link(token, SET_PASSWORD)
    assert len(token) == 43
    assert token not in {link.token_hash, link.subject, link.holder}


def test_a_link_is_not_found_under_another_purpose(session, coordinator):
    token = password_token(coordinator)

    assert queries.find_link(token, READ_INVOICE) is None


def test_a_link_ends_at_its_instant(session, coordinator):
    link = queries.find_link(password_token(coordinator, days=2), SET_PASSWORD)

    assert link.is_open(link.expires_at - timedelta(seconds=1))
    assert not link.is_open(link.expires_at)


def test_withdrawing_stops_the_open_links_of_that_thing_alone(session, coordinator):
    other = user_with(Role.BOARD)
    tokens = [password_token(coordinator), password_token(other)]

    services.withdraw_links(coordinator, by=audit.SYSTEM)

    links = [queries.find_link(token, SET_PASSWORD) for token in tokens]
    assert [link.is_open(clock.now()) for link in links] == [False, True]
    assert events() == ["link:withdrawn"]


def test_a_next_password_link_withdraws_the_one_before(session, coordinator):
    first = services.send_password_link(coordinator, by=coordinator)
    second = services.send_password_link(coordinator, by=coordinator)

    links = [queries.find_link(token, SET_PASSWORD) for token in (first, second)]
    assert [link.is_open(clock.now()) for link in links] == [False, True]


def test_who_has_a_password_gets_one_day_for_a_new_one(session):
    user = user_with_password()

    link = queries.find_link(services.send_password_link(user, by=user), SET_PASSWORD)

    assert link.expires_at - link.created_at == timedelta(days=1)


def test_a_new_password_signs_out_everywhere_and_closes_open_links(session, coordinator):
    token, key = password_token(coordinator), coordinator.session_key

    services.set_password(coordinator, PASSWORD, by=coordinator)

    assert coordinator.session_key != key
    assert not queries.find_link(token, SET_PASSWORD).is_open(clock.now())
    assert events() == ["link:withdrawn", "user:password_set"]
