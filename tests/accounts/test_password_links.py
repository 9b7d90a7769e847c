"""Links to set a password: once, in time, by a button; all others get the same kind page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lt_admin.accounts import queries, services
from lt_admin.accounts.models import LinkPurpose, MailLink
from lt_admin.core import audit, clock, passwords
from lt_admin.core.web import limiter
from tests.accounts.factories import (
    PASSWORD,
    events,
    mails_to,
    password_token,
    path_in,
    user_with_password,
)

NEXT = "gele olifant zwemt"
CLOSED = "Deze link werkt niet meer"


@pytest.fixture(autouse=True)
def _no_limits_yet():
    limiter.reset()


@pytest.fixture
def bram(session):
    return user_with_password(email="bram@lt-demo.example", name="Bram Fictema")


def test_opening_the_link_changes_nothing_however_often(anyone, bram, session):
    url = f"/password/{password_token(bram)}"
    before = bram.password_hash

    for _ in range(3):
        assert anyone.get(url).status_code == 200
        assert anyone.head(url).status_code == 200

    link = session.scalars(select(MailLink)).one()
    assert (link.used_at, link.withdrawn_at) == (None, None)
    assert bram.password_hash == before
    assert events() == []


def test_the_button_sets_the_password_and_uses_the_link_up(anyone, bram):
    url = f"/password/{password_token(bram)}"

    answer = anyone.post_form(url, {"password": NEXT})

    assert answer.location == "/login"
    assert passwords.fits(bram.password_hash, NEXT)
    assert CLOSED in anyone.page(url, 410).text
    assert events() == ["user:password_set"]


def test_a_weak_password_is_told_beside_the_field_and_the_link_stays(anyone, bram):
    url = f"/password/{password_token(bram)}"

    answer = anyone.post_form(url, {"password": "welkom"})

    assert answer.status_code == 422
    assert "minstens 12 tekens" in answer.text
    assert passwords.fits(bram.password_hash, PASSWORD)
    assert anyone.get(url).status_code == 200


def expired(bram):
    with clock.at(clock.now() - timedelta(days=2)):
        return password_token(bram, days=1)


def used(bram):
    token = password_token(bram)
    services.set_password_by_link(token, NEXT)
    return token


def withdrawn(bram):
    token = password_token(bram)
    services.withdraw_links(bram, by=audit.SYSTEM)
    return token


def for_something_else(bram):
    return services.new_link(LinkPurpose.READ_INVOICE, bram, bram, days=9, by=audit.SYSTEM)


def of_a_closed_account(bram):
    token = password_token(bram)
    bram.close()
    return token


def broken_off_by_a_mail_program(bram):
    return password_token(bram)[:30]


def never_issued(_bram):
    return "x" * 43


@pytest.mark.parametrize(
    "kind",
    [
        expired,
        used,
        withdrawn,
        for_something_else,
        of_a_closed_account,
        broken_off_by_a_mail_program,
        never_issued,
    ],
)
def test_a_link_that_is_not_open_is_answered_kindly_and_changes_nothing(
    anyone, bram, session, kind
):
    url = f"/password/{kind(bram)}"
    session.flush()
    before, log = bram.password_hash, events()

    page = anyone.page(url, 410)
    answer = anyone.post_form(url, {"password": NEXT + " hard"}, page="/password")

    assert CLOSED in page.text
    assert answer.status_code == 410
    assert without_address(answer.text) == without_address(page.html)
    assert (bram.password_hash, events()) == (before, log)


def without_address(html):
    """The page without the link to its other language, which repeats the address."""
    return [line for line in html.splitlines() if "hreflang" not in line]


def test_two_uses_of_one_link_set_one_password(session, bram):
    token = password_token(bram)
    services.set_password_by_link(token, NEXT)

    with pytest.raises(services.WrongState):
        services.set_password_by_link(token, "rode olifant slaapt")

    assert passwords.fits(bram.password_hash, NEXT)


def test_a_first_password_sends_no_mail_and_the_next_one_does(session, coordinator):
    services.set_password(coordinator, PASSWORD, by=coordinator)
    assert mails_to(coordinator) == []

    services.set_password(coordinator, NEXT, by=coordinator)
    assert [mail.subject for mail in mails_to(coordinator)] == ["Het wachtwoord is gewijzigd"]


def test_who_forgot_gets_a_link_by_mail(anyone, bram):
    answer = anyone.post_form("/password", {"email": "Bram@lt-demo.example"})

    assert answer.location == "/login"
    [mail] = mails_to(bram)
    assert anyone.get(path_in(mail)).status_code == 200


def test_the_answer_is_the_same_for_whoever_asks(anyone, bram, session):
    closed = user_with_password(email="closed@lt-demo.example", deactivated_at=clock.now())
    people = [bram.email, closed.email, "nobody@lt-demo.example", "no address at all"]

    pages = [
        anyone.post_form("/password", {"email": each}, follow_redirects=True) for each in people
    ]

    assert len({tuple(without_token(page.text)) for page in pages}) == 1
    assert "onderweg" in pages[0].text
    assert mails_to(closed) == []


def without_token(html):
    return [line for line in html.splitlines() if "csrf_token" not in line]


def test_nobody_is_buried_in_mail(anyone, bram):
    for _ in range(5):
        anyone.post_form("/password", {"email": bram.email})

    assert len(mails_to(bram)) == 3
    assert queries.find_link(token_in(mails_to(bram)[-1]), LinkPurpose.SET_PASSWORD)


def token_in(mail):
    return path_in(mail).removeprefix("/password/")


def test_one_address_may_not_ask_for_ever(anyone, bram):
    answers = [anyone.post_form("/password", {"email": f"p{n}@x.example"}) for n in range(21)]

    assert [answer.status_code for answer in answers[-2:]] == [302, 429]
