"""One's own account."""

from __future__ import annotations

import pytest

from lt_admin.core import passwords
from lt_admin.core.web import limiter
from tests.accounts.factories import PASSWORD, events, user_with_password

NEXT = "gele olifant zwemt"


@pytest.fixture(autouse=True)
def _no_limits_yet():
    limiter.reset()


@pytest.fixture
def bram(session):
    return user_with_password(name="Bram Fictema")


def test_the_page_shows_who_one_is(client_of, bram):
    text = client_of(bram).page("/account").text

    assert bram.email in text
    assert "Coördinator" in text


def test_the_page_is_for_who_signed_in(anyone):
    for url in ("/account", "/account/password"):
        assert anyone.get(url).location.startswith("/login?next=")


def test_a_name_and_a_language_can_be_changed(client_of, bram):
    client = client_of(bram)

    client.submit("/account", {"name": "Bram de Vries", "language": "en"})

    assert (bram.name, bram.language) == ("Bram de Vries", "en")
    assert "Your account" in client.page("/account").text
    assert events() == ["user:changed"]


def test_saving_what_stands_there_writes_nothing(client_of, bram):
    client_of(bram).submit("/account")

    assert events() == []


@pytest.mark.parametrize("wrong", [{"name": " "}, {"language": "fr"}, {"name": "x" * 201}])
def test_what_does_not_fit_is_told_and_kept(client_of, bram, wrong):
    answer = client_of(bram).submit("/account", wrong)

    assert answer.status_code == 422
    assert (bram.name, bram.language) == ("Bram Fictema", "nl")


def test_another_password_signs_out_everywhere_but_here(client_of, bram):
    here, elsewhere = client_of(bram), client_of(bram)

    answer = here.post_form("/account/password", {"present": PASSWORD, "password": NEXT})

    assert answer.location == "/account"
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert passwords.fits(bram.password_hash, NEXT)


@pytest.mark.parametrize(
    ("present", "password", "words"),
    [
        ("a wrong password", NEXT, "niet het huidige wachtwoord"),
        (PASSWORD, "kort", "minstens 12 tekens"),
        (PASSWORD, "Welkom-202612!", "anderen zouden proberen"),
        ("", NEXT, "leeg"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client_of, bram, present, password, words):
    client = client_of(bram)

    answer = client.post_form("/account/password", {"present": present, "password": password})

    assert answer.status_code == 422
    assert words in answer.text
    assert passwords.fits(bram.password_hash, PASSWORD)
    assert client.get("/account").status_code == 200


def test_signing_out_everywhere_takes_every_browser(client_of, bram):
    here, elsewhere = client_of(bram), client_of(bram)

    answer = here.post_form("/account/sign-out", page="/account")

    assert answer.location == "/login"
    assert elsewhere.get("/account").status_code == 302
    assert events() == ["user:signed_out_everywhere"]
