"""A real Chromium against a real server on a database of its own.

`live` is the server; `look` opens a page at a width as somebody and fails on anything that axe,
the console or the content security policy has to say. With LT_SHOTS=1 every look leaves a picture
in ``shots/``.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from lt_admin.accounts.policy import Permission
from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import db, frame
from lt_admin.core.frame import Place
from lt_admin.gathered import PLACES
from tests.browser.specimens import specimens
from tests.factories import cookie_of
from tests.migrated import migrated_file

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
WIDE, PHONE = 1280, 360
SHOTS = Path("shots")
PATIENCE = 30_000  # milliseconds: a machine that does other work may hold a page up for seconds

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def session():
    """No shared transaction here: the server has its own database and connections."""


class Live:
    """The running server: `url`, and ways to reach its data and its people."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app, self.url = app, url

    @contextmanager
    def data(self):
        """Inside the block the session is the server's; it commits at the end."""
        with self.app.app_context(), db.transaction():
            yield

    def cookie_of(self, user) -> dict[str, str]:
        """The cookie of somebody who signed in."""
        signer = self.app.session_interface.get_signing_serializer(self.app)
        value = signer.dumps(cookie_of(user))
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}


@contextmanager
def serving(app):
    """Serve `app` from a thread, on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Live(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    url = migrated_file(folder / "live.sqlite")
    app = create_app(Settings(folder, url, "a key for browsers"))
    app.register_blueprint(specimens)
    aside = Place("Proefpagina", "specimens.listing", Permission.ACCOUNT_OWN, is_aside=True)
    frame.init_app(app, [*PLACES, aside])
    with serving(app) as live:
        yield live
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def live_demo(demo):
    """The demo, served: for tests that only look."""
    with serving(demo) as live:
        yield live


@pytest.fixture(scope="session")
def chromium():
    found = next(
        filter(
            None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))
        ),
        None,
    )
    assert found, "there is no Chromium: apt-get install chromium, or run make e2e as root"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, live):
    """Open a page of a fresh browser at a width, as `user` or as nobody; it has no memory."""
    contexts = []

    def at(width, user=None, *, language="nl", scripts=True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            base_url=live.url,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([live.cookie_of(user)])
        return context.new_page()

    yield at
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def window(chromium):
    """The one page, by language, in which `look` looks: opening one costs more than a look."""
    contexts = {}

    def of(language) -> Page:
        if language not in contexts:
            context = chromium.new_context(locale=language, reduced_motion="reduce")
            context.new_page()
            contexts[language] = context
        return contexts[language].pages[0]

    yield of
    for context in contexts.values():
        context.close()


@pytest.fixture
def look(window, live, request):
    """Look at an address at both widths: no complaint of axe, console or policy, no side scroll."""

    def at(path, user=None, *, status=200, name=None, language="nl"):
        page, said = window(language), []
        page.context.clear_cookies()
        if user is not None:
            page.context.add_cookies([live.cookie_of(user)])
        with hearing(page, said):
            for width in (WIDE, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                answer = page.goto(live.url + path)
                assert answer.status == status
                shoot(page, f"{name or request.node.name}-{width}")
                inspect(page)
        assert [text for text in said if not _is_status(text)] == []

    return at


@contextmanager
def hearing(page, said):
    """Add what the console says inside the block to `said`."""

    def hear(message):
        said.append(message.text)

    page.on("console", hear)
    try:
        yield
    finally:
        page.remove_listener("console", hear)


def _is_status(text):
    return text.startswith("Failed to load resource: the server responded with a status of")


def shoot(page, name):
    """Keep a picture of the whole page, when pictures are asked for."""
    if os.environ.get("LT_SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{re.sub(r'[^a-z0-9-]+', '-', name)}.png", full_page=True)


def inspect(page):
    """Fail on what axe finds, and on a page that scrolls sideways."""
    found = Axe().run(page).response["violations"]
    told = [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
    assert told == []
    fits(page)


def fits(page):
    """Fail on a page that scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"
