"""The pages of payment batches: each press of each person, and what a stranger learns: nothing."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from lt_admin.accounts.policy import Role
from lt_admin.core.money import Money
from lt_admin.payouts.models.batches import BatchState, LineState, PaymentBatch
from lt_admin.payouts.queries import batches as queries
from lt_admin.payouts.services import batches
from tests.counting import counted
from tests.factories import user_with
from tests.payouts import factories as f
from tests.payouts.pain_files import status
from tests.strangers import MISSING

NEW = "/payouts/batches/new"


def url_of(batch, verb=""):
    return f"/payouts/batches/{batch.id}{verb and '/' + verb}"


def press(client, batch, verb, data=None):
    """Press a button of a batch, whether the page offers it or not."""
    return client.post_form(url_of(batch, verb), data or {}, page="/account")


def test_a_batch_from_page_to_file(client_of, two):
    f.foundation()
    f.payable("José & Zn.", 100, vat=Money.euros(21))
    one, other = client_of(two[0]), client_of(two[1])

    url = one.submit(NEW).location
    batch = queries.find_batch(int(url.rsplit("/", 1)[1]))
    assert press(other, batch, "approve", {"seen": batch.digest}).location == url
    press(one, batch, "export", {"form": "pain.001.001.03"})
    page = one.page(url).text
    content = one.get(f"{url}/file")

    assert "bij de bank" in page
    assert "Jose + Zn." in page
    assert (content.mimetype, content.data) == ("application/xml", queries.content_of(batch))


def test_only_what_is_ticked_is_paid(client_of, two):
    first, second = f.payable("Ada", 10), f.payable("Bram", 20)

    client_of(two[0]).submit(NEW, {"chosen": str(second.id)})

    assert [each.amount for each in queries.open_batches()] == [Money.euros(20)]
    assert first.id != second.id


@pytest.mark.parametrize(
    "data",
    [
        {"chosen": ""},
        {"chosen": "x"},
        {"chosen": "999999"},
        {"execute_on": "gisteren"},
        {"execute_on": "1-1-2026"},
        {"execute_on": ""},
    ],
)
def test_nonsense_makes_no_batch(session, client_of, two, data):
    found = f.payable()

    answer = client_of(two[0]).post_form(
        NEW, {"chosen": str(found.id), "execute_on": "20-11-2026"} | data
    )

    assert answer.status_code in {409, 422}
    assert session.scalar(select(func.count(PaymentBatch.id))) == 0


def test_the_page_names_what_cannot_be_paid_yet(client_of, two):
    found = f.statement(payee := f.work.payee("Zonder factuur"), "U2026-0900", 95)
    f.account(payee)

    page = client_of(two[0]).page(NEW).text

    assert f"Zonder factuur {found.number} wacht op een factuur die klopt" in page


def test_pressed_twice_it_is_one_batch(session, client_of, two):
    found = f.payable()
    client = client_of(two[0])
    data = {"chosen": str(found.id), "execute_on": "20-11-2026"}
    data["csrf_token"] = client.page(NEW).token()

    answers = [client.post(NEW, data=data).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert session.scalar(select(func.count(PaymentBatch.id))) == 1


VERBS = ("approve", "decline", "withdraw", "export")


def test_neither_does_it_alone_by_page_in_any_order(client_of, two):
    """The maker presses everything, twice and in every order: no file and no payment."""
    f.foundation()
    batch = f.made(f.payable(), by=two[0])
    data = {"seen": batch.digest, "reason": "", "form": "pain.001.001.09"}
    client = client_of(two[0])

    for first in VERBS:
        for verb in (first, *VERBS, first):
            assert press(client, batch, verb, data).status_code in {409, 422}

    assert (batch.state, batch.exported_at) == (BatchState.PROPOSED, None)
    assert client.get(url_of(batch, "file")).status_code == 404


def test_the_second_person_alone_cannot_make_it(client_of, board):
    f.payable()

    assert client_of(board).post_form(NEW, page="/account").status_code == 403


def test_an_old_page_approves_nothing_new(client_of, two):
    batch = f.made(f.payable(), by=two[0])

    for seen in ("", "0" * 64):
        assert press(client_of(two[1]), batch, "approve", {"seen": seen}).status_code == 409
    assert batch.state is BatchState.PROPOSED


def test_a_request_repeated_changes_nothing(client_of, two):
    f.foundation()
    batch = f.made(f.payable(), by=two[0])
    seen = {"seen": batch.digest}

    assert [press(client_of(two[1]), batch, "approve", seen).status_code for _ in range(2)] == [
        302,
        409,
    ]
    answers = [press(client_of(two[0]), batch, "export").status_code for _ in range(2)]
    assert answers == [302, 302]
    assert batch.state is BatchState.EXPORTED


def test_exported_again_the_page_says_so(client_of, two):
    batch = f.exported(f.payable(), by=two[0], second=two[1])
    before = queries.content_of(batch)
    client = client_of(two[1])

    press(client, batch, "export")

    assert "byte voor byte" in client.page(url_of(batch)).text
    assert queries.content_of(batch) == before


def test_turning_down_needs_a_reason_and_keeps_what_was_typed(client_of, two):
    batch = f.made(f.payable(), by=two[0])

    assert press(client_of(two[1]), batch, "decline").status_code == 422
    press(client_of(two[1]), batch, "decline", {"reason": "Te vroeg"})

    assert (batch.state, batch.reason) == (BatchState.DECLINED, "Te vroeg")


def test_the_maker_takes_it_back(client_of, two):
    batch = f.approved(f.payable(), by=two[0], second=two[1])

    press(client_of(two[0]), batch, "withdraw", {"reason": "Verkeerde dag"})

    assert batch.state is BatchState.WITHDRAWN


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REVIEWER, Role.SUPERVISOR])
@pytest.mark.parametrize("verb", [*VERBS, "file"])
def test_others_press_nothing(client_of, two, role, verb):
    batch = f.made(f.payable(), by=two[0])
    client = client_of(user_with(role))

    answer = client.get(url_of(batch, verb)) if verb == "file" else press(client, batch, verb)

    assert answer.status_code == 403
    assert batch.state is BatchState.PROPOSED


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR])
def test_a_reviewer_reads_nothing_of_it(client_of, two, role):
    batch = f.made(f.payable(), by=two[0])
    client = client_of(user_with(role))

    for url in ("/payouts/batches", url_of(batch), f"/payouts/batches/{MISSING}"):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("role", [Role.TREASURER, Role.COORDINATOR, Role.BOARD])
def test_the_office_reads_all_of_it(client_of, two, role):
    batch = f.made(f.payable(), by=two[0])
    client = client_of(user_with(role))

    assert batch.number in client.page("/payouts/batches").text
    assert "Bram Fictema" in client.page(url_of(batch)).text
    assert client.get(f"/payouts/batches/{MISSING}").status_code == 404


def test_somebody_not_signed_in_is_sent_to_the_door(anyone):
    for url in ("/payouts/batches", NEW, "/payouts/batches/1", "/payouts/status", "/payouts/limit"):
        assert anyone.get(url).location.startswith("/login")


def test_the_page_tells_its_history(client_of, two):
    batch = f.paid(f.payable(), by=two[0], second=two[1])

    page = client_of(two[0]).page(url_of(batch)).text

    for words in ("gemaakt: 1 betalingen", "goedgekeurd", "door de bank betaald", "Tine Tweede"):
        assert re.search(words, page), words


def test_what_the_bank_says_is_read_by_upload(client_of, two):
    batch = f.exported(f.payable(), by=two[0], second=two[1])
    content = status(batch.number, group="RJCT")

    answer = client_of(two[0]).post_form(
        "/payouts/status", {"file": (BytesIO(content), "status.xml")}
    )

    assert answer.location == url_of(batch)
    assert batch.lines[0].state is LineState.REFUSED


@pytest.mark.parametrize("content", [b"", b"hallo", status("B2026-0099", group="RJCT")])
def test_no_status_file_is_asked_back(client_of, two, content):
    f.exported(f.payable(), by=two[0], second=two[1])

    answer = client_of(two[0]).post_form("/payouts/status", {"file": (BytesIO(content), "x.xml")})

    assert answer.status_code == 422


def test_the_board_sets_the_limit_and_nobody_else(client_of, two, board):
    data = {"amount": "50", "valid_from": "20-11-2026"}

    assert client_of(two[0]).post_form("/payouts/limit", data, page="/account").status_code == 403
    client_of(board).submit("/payouts/limit", data)

    assert queries.limit_on(f.TODAY) == Money.euros(50)
    assert queries.limit_on(f.TODAY - timedelta(days=1)) == Money.euros(10_000)
    batch = f.made(f.payable(), by=two[0])
    assert press(client_of(two[1]), batch, "approve", {"seen": batch.digest}).status_code == 422


def test_those_whose_turn_it_is_are_told(client_of, two, board):
    f.payable()
    home = [client_of(each).page("/").text for each in two]
    assert all("€ 95,00" in text for text in home)

    batch = f.made(queries.candidates()[0].statement, by=two[0])
    told = [batch.number in client_of(each).page("/").text for each in (*two, board)]
    assert told == [False, True, True]

    batches.approve(batch, seen=batch.digest, by=board)
    assert [batch.number in client_of(each).page("/").text for each in (*two, board)] == [
        True,
        True,
        False,
    ]


def test_more_batches_cost_no_more_statements(engine, client_of, two):
    client = client_of(two[0])
    f.made(f.payable("A"), f.payable("B"), by=two[0])
    client.page("/payouts/batches")
    with counted(engine) as few:
        client.page("/payouts/batches")
        client.page(NEW)
    for number in range(3):
        f.made(f.payable(f"C{number}"), by=two[0])
        f.payable(f"D{number}")

    with counted(engine) as many:
        client.page("/payouts/batches")
        client.page(NEW)

    assert len(few) >= len(many) - 3
