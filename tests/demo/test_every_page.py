"""Every page that somebody can reach in the demo, followed link by link, in every role.

The client looks at each page (tests/pages.py); here is added that no link leads to a refusal, that
looking changes nothing, and that a page costs a bounded number of statements.
"""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import sqlalchemy as sa

from lt_admin.accounts.models import User
from lt_admin.core.db import session as db_session
from tests.factories import cookie_of
from tests.pages import Page

OF_EACH, OF_EACH_QUERY = 2, 1  # so many addresses of one kind are tried
MOST_STATEMENTS = 25
# These pages gather what the features say; they cost the same however much the features say.
GATHERED = {
    "engagements.engagement": 40,
    "home": 40,
    "books_check.reconciliation": 32,
    "books_months.month": 42,
    "books_tax.vat": 28,
    "year.year": 34,
    "year.paper": 44,
}
PEOPLE = ["coordinator", "treasurer", "board1", "r1", "r6"]


@pytest.fixture
def sent(app):
    told = []
    engine = app.extensions["engine"]

    def note(_connection, _cursor, statement, *_facts):
        told.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield told
    sa.event.remove(engine, "before_cursor_execute", note)


class Walk:
    """One person's walk through the house; `told` is what was wrong."""

    def __init__(self, app, client, sent):
        self.app, self.client, self.sent = app, client, sent
        self.queue, self.seen, self.kinds, self.told = deque(["/"]), {"/"}, Counter(), []

    def go(self):
        while self.queue:
            self.look(self.queue.popleft())
        return self

    def look(self, address):
        self.sent.clear()
        try:
            response = self.client.get(address, follow_redirects=True)
        except AssertionError as fault:
            self.told.append(str(fault)[:400])
            return
        self.judge(address, response)
        if response.mimetype == "text/html":
            self.collect(address, Page(response.get_data(as_text=True)))
        response.close()

    def judge(self, address, response):
        if response.status_code != 200:
            self.told.append(f"{address} answers {response.status_code}")
        writes = [text for text in self.sent if text.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        if writes:
            self.told.append(f"{address} writes: {writes[0][:80]}")
        if len(self.sent) > GATHERED.get(self.endpoint(urlsplit(address).path), MOST_STATEMENTS):
            self.told.append(f"{address} costs {len(self.sent)} statements")

    def collect(self, address, page):
        for node in page.all("a"):
            found = urlsplit(urljoin(address, node.get("href") or ""))
            url = found.path + (f"?{found.query}" if found.query else "")
            if found.scheme or found.netloc or url in self.seen or found.path.startswith("/static"):
                continue
            self.seen.add(url)
            asked = sorted(key for key, _ in parse_qsl(found.query))
            kind = (self.endpoint(found.path), *asked)
            self.kinds[kind] += 1
            if self.kinds[kind] <= (OF_EACH_QUERY if asked else OF_EACH) and asked != ["lang"]:
                self.queue.append(url)

    def endpoint(self, path):
        try:
            return self.app.url_map.bind("").match(path)[0]
        except Exception:  # noqa: BLE001 - a dead link: it is tried, and told
            return path


@pytest.mark.parametrize("name", PEOPLE)
def test_whoever_follows_every_link_is_never_refused(app, sent, name):
    user = db_session.scalars(sa.select(User).where(User.email.startswith(f"{name}@"))).one()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(cookie_of(user))

    walk = Walk(app, client, sent).go()

    assert walk.told == []
    assert len(walk.kinds) > 5
