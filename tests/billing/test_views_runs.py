import pytest
from sqlalchemy import func, select

from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.models.runs import InvoiceRun, InvoiceRunItem
from lt_admin.core.db import session as db_session
from lt_admin.core.outbox import QueuedMail
from tests.billing.invoice_factories import review, worked
from tests.billing.run_factories import drafts_in_bulk
from tests.strangers import answers_alike

NEW = "/invoices/new"


def ready(by, weights=(60, 40), **facts):
    engagement = review(weights, by=by, **facts)
    worked(engagement, 10)
    return engagement


def ticked(page):
    return [n.get("value") for n in boxes(page) if n.get("checked") is not None]


def boxes(page):
    return [node for node in page.all("input") if node.get("name") == "picked"]


def count(kind):
    return db_session.scalar(select(func.count(kind.id)))


def run_of(client, **data):
    """Start a run from the preview as it stands; its address."""
    answer = client.submit(NEW, data, action=NEW)
    assert answer.status_code == 302
    return answer.location


def test_from_preview_to_issued_and_mailed(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    assert "€ 780,00" in client.page(NEW).text
    assert count(Invoice) == 0

    url = run_of(client)
    assert (count(Invoice), count(QueuedMail)) == (2, 0)
    assert "0 van 2" in client.page(url).text
    client.submit(url, action=url)

    page = client.page(url)
    assert "0001" in page.text
    assert "0002" in page.text
    assert not [form for form in page.all("form") if form.get("action") == url]
    assert count(QueuedMail) == 2


def test_only_what_is_ticked_is_made(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    first, _second = ticked(client.page(NEW))

    run_of(client, picked=[first])

    assert db_session.scalars(select(Invoice.net)).one().cents == 78_000


def test_all_and_none_work_without_a_script(client_of, coordinator):
    engagement = ready(coordinator)
    engagement.parties[0].organisation.requires_reference = True
    client = client_of(coordinator)
    marks = {pick: len(ticked(client.page(f"{NEW}?pick={pick}"))) for pick in ("all", "none", "x")}
    assert marks == {"all": 2, "none": 0, "x": 1}  # what misses something is not ticked by itself


def test_mailing_can_wait(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    url = run_of(client, mails="later")
    client.submit(url, action=url)
    assert count(QueuedMail) == 0

    client.submit(url, action=f"{url}/mail")
    client.submit(url, action=url)

    assert count(QueuedMail) == 2
    assert client.post_form(f"{url}/mail", page=url).status_code == 409


def test_what_was_refused_says_why_and_is_tried_again(client_of, coordinator):
    engagement = ready(coordinator, (100,))
    engagement.parties[0].organisation.requires_reference = True
    client = client_of(coordinator)
    url = run_of(client, picked=[each.get("value") for each in boxes(client.page(NEW))])
    client.submit(url, action=url)
    assert engagement.parties[0].organisation.name in client.page(url).text
    db_session.scalars(select(Invoice)).one().reference = "VPL-1"

    client.submit(url, action=f"{url}/again")
    client.submit(url, action=url)

    assert db_session.scalars(select(Invoice.number)).one().endswith("-0001")
    assert client.post_form(f"{url}/again", page=url).status_code == 409


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"picked": []}, 422),
        ({"picked": ["1-final-1-99"]}, 409),
        ({"picked": ["x"]}, 409),
        ({"picked": ["'; drop table invoice --"]}, 409),
        ({"mails": "never"}, 422),
    ],
)
def test_bad_input_changes_nothing(client_of, coordinator, data, status):
    ready(coordinator)
    client = client_of(coordinator)
    whole = {"picked": ticked(client.page(NEW)), "mails": "now"} | data
    assert client.post_form(NEW, whole).status_code == status
    assert [count(kind) for kind in (Invoice, InvoiceRun, InvoiceRunItem)] == [0, 0, 0]


def test_the_same_preview_sent_twice_starts_one_run(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    data = {"picked": ticked(client.page(NEW)), "mails": "now"}

    answers = [client.post_form(NEW, data, page="/account").status_code for _ in range(2)]

    assert answers == [302, 409]
    assert [count(kind) for kind in (InvoiceRun, Invoice)] == [1, 2]


def test_hours_approved_meanwhile_make_it_another_preview(client_of, coordinator):
    engagement = ready(coordinator)
    client = client_of(coordinator)
    data = {"picked": ticked(client.page(NEW)), "mails": "now"}
    worked(engagement, 1)
    assert client.post_form(NEW, data).status_code == 409
    assert count(Invoice) == 0


def test_a_draft_in_a_run_stands_in_the_preview_but_cannot_be_picked(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    url = run_of(client)
    page = client.page(NEW)
    assert ticked(page) == []
    assert None not in {each.get("disabled") for each in boxes(page)}
    assert url in page.html


def test_going_on_twice_does_nothing_twice(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    url = run_of(client)
    assert [client.post_form(url, page="/account").status_code for _ in range(3)] == [302] * 3
    assert count(QueuedMail) == 2


def test_runs_of_the_past_are_listed(client_of, coordinator):
    ready(coordinator)
    client = client_of(coordinator)
    url = run_of(client)
    page = client.page("/invoices/runs")
    assert url in page.html
    assert client.get("/invoices/runs?as=csv").status_code == 200


def started(client, by):
    ready(by)
    return run_of(client)


@pytest.mark.parametrize("person", ["treasurer", "board"])
def test_who_may_read_invoices_sees_a_run_but_moves_nothing(
    request, client_of, coordinator, person
):
    url = started(client_of(coordinator), coordinator)
    client = client_of(request.getfixturevalue(person))
    assert [client.get(each).status_code for each in (url, "/invoices/runs", NEW)] == [
        *(200, 200, 403)
    ]
    posts = [client.post_form(url + tail, page="/account") for tail in ("", "/again", "/mail")]
    assert [each.status_code for each in posts] == [403] * 3
    assert count(QueuedMail) == 0


def test_a_stranger_learns_nothing_of_a_run(client_of, coordinator, stranger):
    url = started(client_of(coordinator), coordinator)
    number = int(url.rsplit("/", 1)[1])
    client = client_of(stranger)
    assert answers_alike(client, "/invoices/runs/{}", number) == 403
    for tail in ("", "/again", "/mail"):
        assert answers_alike(client, "/invoices/runs/{}" + tail, number, posts=True) == 403


def test_a_run_that_is_not_there_is_not_found(client_of, coordinator):
    client = client_of(coordinator)
    assert client.get("/invoices/runs/999").status_code == 404
    posts = [client.post_form(f"/invoices/runs/999{t}", page="/account") for t in ("", "/mail")]
    assert [each.status_code for each in posts] == [404, 404]


def test_the_page_of_a_run_takes_the_same_statements_for_any_number(
    client_of, coordinator, statements
):
    client, counts = client_of(coordinator), []
    for size in (2, 12):
        drafts_in_bulk(size, by=coordinator)
        url = run_of(client)
        statements.clear()
        client.get(url)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8
