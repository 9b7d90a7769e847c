"""Every kind of page of the demo in every role: axe, console and policy have nothing to say.

Each kind is looked at once a role on a wide screen and once on a phone.
"""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from lt_admin.accounts.models import User
from lt_admin.core.db import session as db_session
from tests.browser.conftest import PHONE, WIDE, inspect, shoot

PEOPLE = ["coordinator"]  # sees nearly every kind; the week grid has tests of its own


class Tour:
    """One person's look at one page of each kind; `told` is what was wrong."""

    def __init__(self, live, context, width, name):
        self.live, self.page, self.width, self.name = live, context.new_page(), width, name
        self.queue, self.kinds, self.told = deque(["/"]), {"home"}, []
        self.page.on("console", self.hear)

    def hear(self, message):
        if not message.text.startswith("[DOM]"):  # a browser's advice on forms, no complaint
            self.told.append(f"console: {message.text}")

    def go(self):
        while self.queue:
            self.look(self.queue.popleft())
        return self.told

    def look(self, address):
        answer = self.page.request.get(address)
        if not answer.headers["content-type"].startswith("text/html"):
            return
        self.page.goto(address)
        shoot(self.page, f"demo-{self.name}-{address.strip('/') or 'home'}-{self.width}")
        try:
            inspect(self.page)
        except AssertionError as fault:
            self.told.append(f"{address}: {str(fault)[:300]}")
        links = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        for found in map(urlsplit, links):
            if f"{found.scheme}://{found.netloc}" == self.live.url and self.is_new(found.path):
                self.queue.append(found.path)

    def is_new(self, path):
        kind = self.live.app.url_map.bind("").match(path)[0]
        is_new = kind not in self.kinds and kind != "static"
        self.kinds.add(kind)
        return is_new


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("name", PEOPLE)
def test_every_kind_of_page(chromium, live_demo, name, width):
    with live_demo.app.app_context():
        user = db_session.scalars(sa.select(User).where(User.email.startswith(f"{name}@"))).one()
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, base_url=live_demo.url, locale="nl"
    )
    context.add_cookies([live_demo.cookie_of(user)])

    told = Tour(live_demo, context, width, name).go()

    context.close()
    assert told == []
