"""Coming in and going out, as people do it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from lt_admin.accounts import services
from lt_admin.accounts.models import SignInFailure
from lt_admin.accounts.policy import Role
from lt_admin.app import create_app
from lt_admin.core import clock, passwords
from lt_admin.core.db import session as db_session
from tests.accounts.factories import PASSWORD, events, user_with_password
from tests.factories import user_with
from tests.migrated import migrated_file

EMAIL = "bram@lt-demo.example"
UNKNOWN = "nobody@lt-demo.example"
NOT_TOGETHER = "horen niet bij elkaar"
LATER = "kwartier"


@pytest.fixture
def bram(session):
    return user_with_password(email=EMAIL, name="Bram Fictema")


def try_in(client, email=EMAIL, password=PASSWORD, url="/login", **kw):
    return client.post_form(url, {"email": email, "password": password}, **kw)


def is_in(client):
    return client.get("/account").status_code == 200


def fail(client, times, email=EMAIL, **kw):
    for _ in range(times):
        answer = try_in(client, email, "a wrong password", **kw)
    return answer


def test_the_right_password_opens_the_front_page(anyone, bram):
    answer = try_in(anyone, "  BRAM@lt-demo.example ")

    assert answer.location == "/"
    assert is_in(anyone)
    assert events() == ["user:signed_in"]


def test_one_goes_on_to_where_one_was_going(anyone, bram):
    assert try_in(anyone, url="/login?next=/account?a%3D1").location == "/account?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://bad.example",
        "//bad.example",
        "/\\bad.example",
        "\\\\bad.example",
        "javascript:alert(1)",
        "/%0d%0aX: y",
        "account",
        "//[",
    ],
)
def test_the_way_on_never_leads_out_of_the_house(anyone, bram, elsewhere):
    assert try_in(anyone, url=f"/login?next={elsewhere}").location == "/"


def test_a_wrong_password_is_counted_and_keeps_the_address(anyone, bram, session):
    answer = try_in(anyone, password="a wrong password")

    assert NOT_TOGETHER in answer.text
    assert EMAIL in answer.text
    assert "a wrong password" not in answer.text
    assert session.scalars(select(SignInFailure.email)).all() == [EMAIL]
    assert not is_in(anyone)


def closed():
    return user_with_password(email=UNKNOWN, deactivated_at=clock.now())


def invited():
    return user_with(Role.REVIEWER, email=UNKNOWN)


@pytest.mark.parametrize("who", [lambda: None, closed, invited])
def test_no_answer_tells_whether_there_is_an_account(anyone, bram, session, who):
    who()

    unlike = try_in(anyone, UNKNOWN).text.replace(UNKNOWN, EMAIL)
    like = try_in(anyone, password="a wrong password").text

    assert without_token(unlike) == without_token(like)


def without_token(html):
    return [line for line in html.splitlines() if "csrf_token" not in line]


def test_an_unknown_account_costs_the_same_work(anyone, bram, monkeypatch):
    compared = []
    monkeypatch.setattr(passwords, "fits", lambda kept, _: bool(compared.append(kept)))

    try_in(anyone, UNKNOWN)
    try_in(anyone)

    assert len(compared) == 2


@pytest.mark.parametrize("email", [EMAIL, UNKNOWN])
def test_after_five_failures_the_account_waits_whoever_it_is(anyone, bram, email):
    fail(anyone, 5, email)

    answer = try_in(anyone, email)

    assert answer.status_code == 422
    assert LATER in answer.text
    assert not is_in(anyone)


def test_a_lock_out_is_written_down_once_and_seen_by_who_administers(anyone, bram):
    fail(anyone, 7)

    assert events() == ["user:locked"]
    assert bram.locked_until > clock.now()


def test_a_lock_out_ends_after_a_quarter_of_an_hour(anyone, bram):
    fail(anyone, 5)

    with clock.at(clock.now() + timedelta(minutes=16)):
        assert try_in(anyone).status_code == 302
        assert bram.locked_until is None


def test_trying_during_a_lock_out_does_not_lengthen_it(anyone, bram, session):
    fail(anyone, 9)

    assert session.scalars(select(func.count(SignInFailure.id))).one() == 5


def test_failures_long_apart_lock_nobody_out(anyone, bram):
    start = clock.now()
    for hour in range(6):
        with clock.at(start + timedelta(hours=hour)):
            fail(anyone, 1)

    with clock.at(start + timedelta(hours=5, minutes=1)):
        assert try_in(anyone).status_code == 302


def test_a_sign_in_forgets_the_failures_before_it(anyone, bram, session):
    fail(anyone, 4)
    try_in(anyone)
    anyone.post_form("/logout", page="/account")

    assert LATER not in fail(anyone, 4).text


def test_one_address_that_tries_many_accounts_waits_too(anyone, bram):
    for number in range(20):
        fail(anyone, 1, f"p{number}@lt-demo.example")

    assert LATER in try_in(anyone).text
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert try_in(anyone, environ_overrides=elsewhere).status_code == 302


def test_failures_of_more_than_a_month_ago_are_forgotten(anyone, bram, session):
    with clock.at(clock.now() - timedelta(days=32)):
        fail(anyone, 2)
    fail(anyone, 1)

    assert services.forget_failures() == 2


def test_a_password_kept_at_an_older_cost_is_kept_anew(anyone, session):
    dear = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    user = user_with(Role.BOARD, email=EMAIL, password_hash=dear)

    try_in(anyone)

    assert not passwords.is_outdated(user.password_hash)
    assert passwords.fits(user.password_hash, PASSWORD)


def test_a_cookie_from_before_the_sign_in_does_not_become_signed_in(anyone, bram):
    anyone.get("/login")
    with anyone.session_transaction() as cookie:
        cookie["planted"] = "by somebody"

    try_in(anyone)

    with anyone.session_transaction() as cookie:
        assert "planted" not in cookie


def test_who_is_in_is_not_asked_again(anyone, bram):
    try_in(anyone)

    assert anyone.get("/login?next=/account").location == "/account"


def test_signing_out_needs_a_button_and_a_token(anyone, bram):
    try_in(anyone)

    assert anyone.get("/logout").status_code == 405
    assert anyone.post("/logout").status_code == 400
    assert is_in(anyone)
    anyone.post_form("/logout", page="/account")
    assert not is_in(anyone)


@pytest.mark.parametrize("step", [timedelta(hours=2), timedelta(hours=3)])
def test_a_session_ends_when_it_stands_idle_for_two_hours(anyone, bram, step):
    try_in(anyone)

    with clock.at(clock.now() + step):
        assert not is_in(anyone)


def test_a_session_ends_twelve_hours_after_the_sign_in_however_busy(anyone, bram):
    try_in(anyone)
    start = clock.now()

    for hour in range(12):
        with clock.at(start + timedelta(hours=hour, minutes=-1)):
            assert is_in(anyone)
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert not is_in(anyone)


def test_a_closed_account_is_out_at_once(anyone, bram, session):
    try_in(anyone)

    bram.close()

    assert not is_in(anyone)


def test_the_sign_in_page_speaks_english_too(anyone):
    assert "Sign in" in anyone.page("/login?lang=en").text


@pytest.fixture
def outside(settings, tmp_path):
    """An installation that people reach over https through one proxy."""
    url = migrated_file(tmp_path / "own.sqlite")
    facts = {"database_url": url, "base_url": "https://lt.example", "trusted_proxies": 1}
    app = create_app(dataclasses.replace(settings, **facts))
    yield app
    app.extensions["engine"].dispose()


def test_over_https_the_cookie_is_for_that_alone_and_no_script_reads_it(outside):
    answer = outside.test_client().get("/login", base_url="https://lt.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lt=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


def test_behind_a_proxy_each_address_is_counted_by_itself(outside):
    outside.config["WTF_CSRF_ENABLED"] = False
    client, facts = outside.test_client(), {"email": "nobody@x.example", "password": "wrong"}

    for number in (7, 7, 8):
        came_from = {"X-Forwarded-For": f"192.0.2.{number}"}
        client.post("/login", data=facts, headers=came_from, base_url="https://lt.example")

    with outside.app_context():
        addresses = db_session.scalars(select(SignInFailure.address)).all()
    assert addresses == ["192.0.2.7", "192.0.2.7", "192.0.2.8"]
