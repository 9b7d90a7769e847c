from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import sqlalchemy as sa
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from lt_admin.core import exports, paging
from lt_admin.core.audit import AuditEntry
from lt_admin.core.badges import Badge
from lt_admin.core.listing import Choice, Column, Days, Listing, Search, show
from lt_admin.core.outbox import QueuedMail
from tests.pages import Page, faults

BASE = sa.select().select_from(AuditEntry)
EVENTS = {"a": "Een", "b": "Twee"}
LOG = Listing(
    "log",
    key=AuditEntry.id,
    order="-at",
    columns=(
        Column("event", "Wat", AuditEntry.event, kind="badge", words={k: Badge(k) for k in "ab"}),
        Column("actor", "Wie", AuditEntry.actor, small="subject"),
        Column("about", "Waarover", AuditEntry.about),
        Column("subject", "", AuditEntry.subject, card="carried"),
        Column("at", "Wanneer", AuditEntry.at, kind="instant"),
        Column("twice", "Dubbel", AuditEntry.id * 2, kind="number", sort=False, total=True),
    ),
    filters=(
        Search("q", "Zoek", (AuditEntry.actor, AuditEntry.subject)),
        Choice("event", "Wat", EVENTS, lambda event: AuditEntry.event == event),
        Days("from", "Vanaf", lambda day: AuditEntry.at >= datetime(day.year, 1, 1, tzinfo=UTC)),
    ),
)
TEMPLATE = """{% extends "base.html" %}{% import "macros/list.html" as lists %}
{% block title %}Lijst{% endblock %}{% block content %}
{{ lists.filters(page) }}{{ lists.table(page) }}{% endblock %}"""


@pytest.fixture
def entries(session):
    """Twelve rows with equal instants and actors, a third without `about`."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(12):
        about = None if n % 3 == 0 else f"engagement:{n % 2}"
        facts = {"at": start + timedelta(days=n // 4), "actor": f"user:{n % 2}", "about": about}
        session.add(AuditEntry(event="ab"[n % 2], subject=f"thing:{n}", facts={}, **facts))
    session.flush()
    return session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.id)).all()


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 5)


def page_at(app, **args):
    with app.test_request_context("/"):
        return LOG.page(BASE, LOG.ask(MultiDict(args)))


def ids(page):
    return [row.id for row in page.rows]


ORDERS = [sign + key for sign in ("", "-") for key in ("at", "actor", "about", "event")]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_forward_hold_every_row_once(app, entries, small_pages, order):
    seen, page = [], page_at(app, sort=order)
    while page.after:
        seen += ids(page)
        page = page_at(app, sort=order, at=page.after)

    assert sorted(seen + ids(page)) == entries


@pytest.mark.parametrize("order", ORDERS)
def test_going_back_shows_the_same_pages(app, entries, small_pages, order):
    first = page_at(app, sort=order)
    second = page_at(app, sort=order, at=first.after)
    third = page_at(app, sort=order, at=second.after)

    assert ids(page_at(app, sort=order, at=third.before)) == ids(second)
    back = page_at(app, sort=order, at=second.before)
    assert ids(back) == ids(first)
    assert back.before is None
    assert third.after is None


@pytest.mark.parametrize("order", ORDERS)
def test_down_is_up_turned_round_but_rows_without_value_stay_last(app, entries, order):
    rows = page_at(app, sort=order).rows
    values = [getattr(row, order.lstrip("-")) for row in rows]

    present = [value for value in values if value is not None]
    assert values[: len(present)] == present == sorted(present, reverse=order.startswith("-"))


def test_filters_narrow_the_rows_and_the_totals(app, entries):
    page = page_at(app, q="USER:1", event="b")

    assert page.count == len(page.rows) == 6
    assert page.totals["twice"] == sum(row.twice for row in page.rows)


def test_a_date_that_is_none_is_pointed_out(app, entries):
    page = page_at(app, **{"from": "gisteren"})

    assert list(page.asked.errors) == ["from"]
    assert len(page.rows) == 12


@pytest.mark.parametrize(
    "args", [{"at": "x"}, {"at": "W10.abc"}, {"sort": "password"}, {"event": "zzz"}, {"sort": "-"}]
)
def test_nonsense_in_the_address_is_left_out(app, entries, args):
    assert len(page_at(app, **args).rows) == 12


def test_a_place_of_one_order_is_no_place_in_another(app, entries, small_pages):
    first = page_at(app, sort="at")

    assert ids(page_at(app, sort="actor", at=first.after)) == ids(page_at(app, sort="actor"))


def test_a_page_costs_two_statements_however_many_rows(app, entries, statements):
    with app.test_request_context("/"):
        LOG.page(BASE, LOG.ask(MultiDict()))

    assert len(statements) == 2


def shown(app, address="/"):
    with app.test_request_context(address) as context:
        page = LOG.page(BASE, LOG.ask(context.request.args))
        return Page(render_template_string(TEMPLATE, page=page))


@pytest.mark.parametrize("address", ["/", "/?q=user", "/?q=nobody", "/?from=x", "/?sort=actor"])
def test_the_list_is_a_whole_page(app, entries, small_pages, address):
    page = shown(app, address)

    assert faults(page) == []
    marked = [node.get("aria-sort") for node in page.all("th") if node.get("aria-sort")]
    assert marked in ([], ["ascending"], ["descending"])


def test_an_empty_list_says_so(app, session):
    assert "Er is hier nog niets" in shown(app).text


def exported(app, kind, query=""):
    with app.test_request_context(f"/?as={kind}{query}"):
        return show(LOG, BASE, "home.html")


def test_a_csv_holds_what_is_shown(app, entries):
    response = exported(app, "csv", "&q=user:1")

    text = response.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Wat", "Wie", "Waarover", "Wanneer", "Dubbel"]
    assert len(rows) == 7
    assert response.headers["Content-Disposition"].startswith('attachment; filename="log-20')


def test_a_workbook_holds_dates_and_numbers(app, entries):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(app, "xlsx").get_data())).active

    assert sheet.max_row == 13
    assert isinstance(sheet.cell(2, 4).value, datetime)
    assert isinstance(sheet.cell(2, 5).value, int)


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@sum", "\tx", "\rx"])
def test_a_text_is_never_calculated(app, session, text):
    session.add(QueuedMail(recipient=text, subject="x", text="", language="nl", link=None))
    listing = Listing("mail", QueuedMail.id, (Column("to", "Aan", QueuedMail.recipient),), "to")
    with app.test_request_context("/"):
        rows = listing.everything(sa.select().select_from(QueuedMail), listing.ask(MultiDict()))

    assert exports.to_csv(listing.columns, rows, "nl").decode().splitlines()[1].strip('"')[0] == "'"
    sheet = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(listing.columns, rows, "nl"))).active
    assert sheet.cell(2, 1).data_type == "s"


def test_what_stands_in_a_row_is_never_html(app, session):
    actor, subject = "<b>a</b>", '"><script>1</script>'
    session.add(AuditEntry(event="a", actor=actor, subject=subject, facts={}, about="<i>"))

    page = shown(app)

    assert faults(page) == []
    assert "<b>a</b>" in page.text
    assert page.all("script", "i") == []
