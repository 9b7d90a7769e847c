"""People from the command line."""

from __future__ import annotations

import pytest

from lt_admin.accounts import queries
from lt_admin.accounts.policy import Role
from lt_admin.app import cli
from tests.accounts.factories import events, mails_to


@pytest.fixture
def add(app):
    runner = app.test_cli_runner()
    facts = ("--name", "Ilse Modelhof", "--role", "coordinator")
    return lambda *words: runner.invoke(cli, ("user", "add", *words, *facts))


def test_an_account_is_made_and_its_link_is_printed_alone(add, session, anyone):
    result = add("Ilse@lt-demo.example")

    user = queries.find_user_by_email("ilse@lt-demo.example")
    address, end = result.stdout.split("\n")
    assert (result.exit_code, result.stderr, end) == (0, "", "")
    assert (user.name, user.role, user.language) == ("Ilse Modelhof", Role.COORDINATOR, "nl")
    assert anyone.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert events() == ["user:added"]


def test_the_owner_gets_the_same_link_by_mail(add, session):
    result = add("ilse@lt-demo.example", "--language", "en")

    [mail] = mails_to(queries.find_user_by_email("ilse@lt-demo.example"))
    assert mail.link == result.stdout.strip()
    assert mail.language == "en"


def test_what_is_no_address_is_refused(add, session):
    assert add("ilse").exit_code == 1
    assert queries.find_user_by_email("ilse") is None
