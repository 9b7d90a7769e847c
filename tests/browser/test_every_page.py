"""Every kind of page of the demo in every role: axe, console and policy have nothing to say.

Five people walk all they can reach: each follows the links of every page it gets, two addresses of
a kind (an endpoint), so each page here was really fetched by that person. Chromium is the dear
part, so it looks only where there is something to see that it did not see before: a page is opened,
with axe when it is wide and for side scroll as a phone, when its HTML holds a part (an element with
its parents, classes, type and aria attributes) that no earlier page of the same kind had. A page
that is the same to the treasurer as to the coordinator is looked at once; a button that only the
treasurer has is looked at with the page it stands on. Home is looked at in every role, with its
menu opened.

Whoever walks first sees most, but nothing depends on who that is: one person alone sees it all.
What this leaves out on purpose: the same parts with other words in them, such as a longer name.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from lt_admin.accounts.models import User
from lt_admin.core.db import session as db_session
from tests.browser.conftest import PHONE, WIDE, fits, inspect, shoot

PEOPLE = ["coordinator", "treasurer", "board1", "r1", "r6"]
EACH = 2  # addresses of a kind that a person asks for
TELLING = {"aria-current", "aria-invalid", "aria-sort", "class", "disabled", "role", "type"}
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Parts(HTMLParser):
    """What a page is made of: `found`, each part as its path of tags and what it looks like."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.found: set[tuple] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        look = tuple((name, value) for name, value in sorted(attrs) if name in TELLING)
        self.found.add((*self.path[-3:], tag, look))
        self.links += [value for name, value in attrs if (tag, name) == ("a", "href")]
        if tag not in EMPTY:
            self.path.append(tag)

    def handle_endtag(self, tag):
        while self.path and tag in self.path and self.path.pop() != tag:
            pass


class Tour:
    """One person's walk past all kinds of pages; `told` is what was wrong.

    `looked` holds what was seen of each kind so far, by whomever.
    """

    def __init__(self, live, page, name, looked):
        self.live, self.page, self.name, self.looked = live, page, name, looked
        self.queue, self.kinds, self.told = deque(["/"]), Counter({"home": EACH}), []
        self.asked = {"/"}
        page.on("console", self.hear)

    def hear(self, message):
        if not message.text.startswith("[DOM]"):  # a browser's advice on forms, no complaint
            self.told.append(f"console: {message.text}")

    def go(self):
        while self.queue:
            self.visit(self.queue.popleft())
        return self.told

    def visit(self, address):
        answer = self.page.request.get(address)
        if not answer.ok:
            self.told.append(f"{address}: {answer.status}")
        if not answer.headers["content-type"].startswith("text/html"):
            return
        parts = Parts(answer.text())
        kind = self.kind_of(address)
        if address == "/" or not parts.found <= self.looked[kind]:
            self.looked[kind] |= parts.found
            self.look(address)
        inside = (urlsplit(link).path for link in parts.links if link.startswith("/"))
        self.queue.extend(filter(self.is_new, inside))

    def look(self, address):
        self.page.goto(address)
        name = f"demo-{self.name}-{address.strip('/') or 'home'}"
        for width, check in ((WIDE, inspect), (PHONE, fits)):
            self.page.set_viewport_size({"width": width, "height": 900})
            shoot(self.page, f"{name}-{width}")
            self.check(check, f"{address} at {width}")
            if address == "/":
                self.open_the_menu(width)

    def open_the_menu(self, width):
        for button in (self.page.locator(".top-menu"), self.page.locator(".top-more summary")):
            if button.is_visible():
                button.click()
        shoot(self.page, f"demo-{self.name}-menu-{width}")
        self.check(inspect, f"the menu at {width}")

    def check(self, check, where):
        try:
            check(self.page)
        except AssertionError as fault:
            self.told.append(f"{where}: {str(fault)[:300]}")

    def kind_of(self, path):
        return self.live.app.url_map.bind("").match(path)[0]

    def is_new(self, path):
        if path in self.asked or (kind := self.kind_of(path)) == "static":
            return False
        self.kinds[kind] += 1
        is_new = self.kinds[kind] <= EACH
        if is_new:
            self.asked.add(path)
        return is_new


def test_a_page_with_a_button_more_is_not_the_same_page():
    plain = Parts('<main><ul><li class="a"><a href="/1">x</a></li></ul></main>')
    longer = Parts(
        '<main><ul><li class="a"><a href="/2">y</a><br></li><li class="a"></li></ul></main>'
    )
    other = Parts('<main><ul><li class="a"><button class="btn">y</button></li></ul></main>')

    assert longer.found - plain.found == {("main", "ul", "li", "br", ())}
    assert other.found - plain.found
    assert plain.links == ["/1"]


@pytest.fixture(scope="session")
def looked():
    """The parts of each kind of page that Chromium saw so far."""
    return defaultdict(set)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_kind_of_page(chromium, live_demo, looked, name):
    with live_demo.app.app_context():
        user = db_session.scalars(sa.select(User).where(User.email.startswith(f"{name}@"))).one()
    context = chromium.new_context(base_url=live_demo.url, locale="nl", reduced_motion="reduce")
    context.add_cookies([live_demo.cookie_of(user)])

    told = Tour(live_demo, context.new_page(), name, looked).go()

    context.close()
    assert told == []
