from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy.orm.exc import StaleDataError

from lt_admin.accounts.access import public
from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import clock, health, web
from lt_admin.core.foundation import Foundation
from lt_admin.core.outbox import QueuedMail
from lt_admin.core.steps import Refused, WrongState
from tests.pages import CheckedClient, Page, faults

trouble = Blueprint("trouble", __name__)
KINDS = {"refused": Refused("Dit kan niet."), "wrong": WrongState("Al verstuurd.")}
KINDS |= {"stale": StaleDataError("x"), "bug": RuntimeError("x")}


@trouble.route("/trouble/<string:kind>/<int:number>", methods=["GET", "POST"])
@public
def make_trouble(kind, number):
    raise KINDS[kind]


@pytest.fixture(scope="module")
def troubled(settings):
    """An application in which things go wrong, as in production: errors do not reach the test."""
    app = create_app(settings)
    app.test_client_class = CheckedClient
    app.register_blueprint(trouble)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def client(troubled, app, session):
    troubled.extensions["new_session"] = app.extensions["new_session"]
    return troubled.test_client()


def test_the_front_page_is_for_people_who_signed_in(anyone):
    response = anyone.get("/?a=b")

    assert response.status_code == 302
    assert response.location == "/login?next=%2F%3Fa%3Db"


def test_after_a_post_one_goes_on_at_the_front_page(app):
    with app.test_request_context("/healthz", method="POST"):
        assert web._way_back() == "/"


def test_the_front_page_greets(client_of, coordinator):
    assert "Ilse" in client_of(coordinator).page("/").text


def test_the_menu_marks_where_one_is(client_of, coordinator):
    page = client_of(coordinator).page("/")

    here = [node.text for node in page.all("a") if node.get("aria-current") == "page"]
    assert here == ["Vandaag"]


@pytest.mark.parametrize(
    ("kind", "status", "word"),
    [
        ("refused", 422, "Dit kan niet."),
        ("wrong", 409, "Al verstuurd."),
        ("stale", 409, "Iemand was hier net eerder"),
        ("bug", 500, "Er ging bij ons iets mis"),
    ],
)
def test_what_goes_wrong_is_told_in_plain_words(client, kind, status, word):
    response = client.get(f"/trouble/{kind}/1")

    assert response.status_code == status
    assert word in Page(response.get_data(as_text=True)).text


def test_errors_speak_the_language_of_the_reader(client):
    response = client.get("/trouble/stale/1", headers={"Accept-Language": "en"})

    assert "Somebody was here before you" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/nothing", "/trouble/bug/99999999999", "/trouble/bug/-1", "/trouble/bug/x"]
)
def test_an_address_of_nothing_is_a_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/?a=%00", "/trouble/%00/1"])
def test_a_nul_is_refused_at_the_door(client, path):
    assert client.get(path).status_code == 400


def test_a_post_without_token_is_refused_and_explained(client):
    response = client.post("/trouble/bug/1")

    assert response.status_code == 400
    assert "De pagina stond lang open" in response.get_data(as_text=True)


def test_a_body_that_is_too_large_is_refused(client, troubled):
    data = {"csrf_token": "x", "file": "x" * (troubled.config["MAX_CONTENT_LENGTH"] + 1)}

    assert client.post("/trouble/bug/1", data=data).status_code == 413


def test_another_method_is_refused_kindly(client):
    assert client.delete("/healthz").status_code in {400, 405}


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/trouble/bug/1"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_static_files_may_be_kept(client):
    with client.get("/static/lt.css") as response:
        assert response.headers["Cache-Control"] == "public, max-age=3600"
    with client.get("/static/lt.css?v=1") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000"


def test_a_static_file_has_an_address_of_its_content(client_of, coordinator):
    links = [node.get("href") for node in client_of(coordinator).page("/").all("link")]

    assert all(re.search(r"\?v=[0-9a-f]{10}$", link) for link in links)


def test_over_https_cookies_and_headers_are_strict(tmp_path):
    secure = create_app(Settings(tmp_path, "sqlite://", "key", base_url="https://lt.example"))

    response = secure.test_client().get("/healthz")

    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert secure.config["SESSION_COOKIE_SECURE"] is True
    assert secure.config["SESSION_COOKIE_NAME"] == "__Host-lt"
    secure.extensions["engine"].dispose()


def test_the_process_says_it_lives(anyone):
    assert anyone.get("/healthz").json == {"status": "ok"}


def test_it_is_ready_when_the_schema_is_current_and_mail_goes_out(anyone):
    answer = anyone.get("/readyz")

    assert answer.status_code == 200
    assert answer.json["migrations"] == "ok"


def test_it_is_not_ready_when_mail_piles_up(anyone, session):
    due = clock.now() - timedelta(hours=3)
    facts = {"recipient": "x@lt-demo.example", "subject": "x", "text": "", "language": "nl"}
    session.add(QueuedMail(**facts, link=None, due_at=due))

    answer = anyone.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["oldest_mail_minutes"] == 180


def test_it_is_not_ready_behind_its_migrations(anyone, monkeypatch):
    monkeypatch.setattr(health.migrate, "is_up_to_date", lambda _connection: False)

    assert anyone.get("/readyz").json["migrations"] == "behind"


def test_it_is_not_ready_without_database(tmp_path):
    alone = create_app(Settings(tmp_path, f"sqlite:///{tmp_path}/no/folder.sqlite", "key"))

    assert alone.test_client().get("/readyz").status_code == 503
    alone.extensions["engine"].dispose()


def test_counts_are_for_this_machine_only(anyone):
    assert b"lt_admin_requests_total" in anyone.get("/metrics").data
    assert anyone.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 404
    assert anyone.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 404


def test_the_demo_says_that_it_is_one(session, client_of, coordinator):
    assert "verzonnen" not in client_of(coordinator).page("/").text

    session.execute(sa.update(Foundation).values(is_demo=True))

    assert "Alle namen en bedragen zijn verzonnen." in client_of(coordinator).page("/").text


def test_every_page_offers_the_other_language(client_of, coordinator):
    links = {node.get("href") for node in client_of(coordinator).page("/?lang=en").all("a")}

    assert "/?lang=nl" in links


BAD = """<!doctype html><html><head><title> · Learning Together</title></head><body>
<h1>a</h1><h1>b</h1><p id="x"><p id="x" style="a"><a href="#">x</a><a href="/y"></a>
<form method="post"><input name="q"></form><script>1</script><b onclick="x">y</b>
<label for="gone">z</label><div></p></body></html>"""


def test_the_checked_client_sees_what_is_wrong():
    told = " ".join(faults(Page(BAD)))

    for word in ("language", "no title", "2 h1", "'x' stands 2", "no label", "no token"):
        assert word in told
    for word in ("inline script", "style= on", "onclick= on", "leads nowhere", "without words"):
        assert word in told
    assert "points at 'gone'" in told
    assert "unexpected" in told
