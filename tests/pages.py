"""What every page must be: checked on each response that any test gets.

Looking strictly is dear (html5lib reads a page in some 25 ms), so it is done once for each page
that differs and, where a test runs on two databases, on the first of them only: the same page comes
from the second. Tests find their way by a fast reader: on a page without mistakes both readers see
the same.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from hashlib import blake2b

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from lt_admin.core.db import session

UNLABELLED = {"hidden", "submit", "button", "image"}
# Parse errors that HTML lets pass and that harm nobody.
HARMLESS = {"expected-doctype-but-got-chars"}
# Two pages that differ in a token alone are one page.
TOKEN = re.compile(r'(name="csrf_token"[^>]* value=")[^"]*')
_seen_well: set[bytes] = set()


class Page:
    """An HTML page, read fast; `text` is what a reader sees, white space folded."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def root(self):
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        return etree.fromstring(self.html.encode(), parser)

    def all(self, *tags: str) -> list:
        return [node for node in self.root.iter() if node.tag in tags]

    @property
    def text(self) -> str:
        body = self.root.find("body")
        return " ".join("".join(body.itertext()).replace("\u00a0", " ").split())

    @property
    def title(self) -> str:
        return (self.root.findtext("head/title") or "").strip()

    def token(self) -> str:
        """The CSRF token of the first form that posts."""
        fields = [node for node in self.all("input") if node.get("name") == "csrf_token"]
        assert fields, f"there is no form that posts on {self.title!r}"
        return fields[0].get("value")

    def form(self, action: str | None = None):
        """The form that posts to `action`, or the only one of the page itself (not the menu's)."""
        forms = [node for node in self.all("form") if node.get("method") == "post"]
        if action is not None:
            return next(node for node in forms if node.get("action") == action)
        return next(node for node in forms if node.get("action") != "/logout")


class StrictPage(Page):
    """A page read as the standard says; `mistakes` is what is wrong with its HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root = parser.parse(html)
        self.mistakes = [
            f"line {position[0]}: {name} {facts or ''}"
            for position, name, facts in parser.errors
            if name not in HARMLESS
        ]


def _key(page):
    return blake2b(TOKEN.sub(r"\1", page.html).encode(), digest_size=16).digest()


def faults(seen: Page) -> list[str]:
    """Everything that is wrong with a page."""
    if (key := _key(seen)) in _seen_well:
        return []
    page = StrictPage(seen.html)
    nodes = list(page.root.iter())
    checks = (_frame, _ids, _labels, _tokens, _inline, _links)
    found = page.mistakes + [fault for check in checks for fault in check(page, nodes)]
    if not found:
        _seen_well.add(key)
    return found


def _frame(page, nodes):
    if page.root.get("lang") not in {"nl", "en"}:
        yield "html has no language"
    if not page.title.split("·")[0].strip():
        yield "no title"
    count = len(page.all("h1"))
    if count != 1:
        yield f"{count} h1 instead of one"


def _ids(page, nodes):
    found = Counter(node.get("id") for node in nodes if node.get("id") is not None)
    yield from (f"id {name!r} stands {count} times" for name, count in found.items() if count > 1)
    pointers = ("for", "aria-labelledby", "aria-describedby", "popovertarget")
    for node in nodes:
        for each in pointers:
            lost = [name for name in (node.get(each) or "").split() if name not in found]
            yield from (f"{each} points at {name!r}, which is not there" for name in lost)


def _labels(page, nodes):
    labelled = {node.get("for") for node in page.all("label")}
    wrapped = {id(node) for label in page.all("label") for node in label.iter()}
    for node in page.all("input", "select", "textarea"):
        is_named = node.get("aria-label") or node.get("aria-labelledby")
        if node.get("type") in UNLABELLED or is_named:
            continue
        if node.get("id") not in labelled and id(node) not in wrapped:
            yield f"field {node.get('name')!r} has no label"


def _tokens(page, nodes):
    for form in page.all("form"):
        names = [node.get("name") for node in form.iter("input")]
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"form {form.get('action')!r} has no token"


def _inline(page, nodes):
    for node in nodes:
        if not isinstance(node.tag, str):
            continue
        if node.tag == "style" or (node.tag == "script" and not node.get("src")):
            yield f"inline {node.tag}"
        bad = [name for name in node.attrib if name == "style" or str(name).startswith("on")]
        yield from (f"{name}= on {node.tag}" for name in bad)


def _links(page, nodes):
    for node in page.all("a"):
        if node.get("href") == "#":
            yield f"a link that leads nowhere: {''.join(node.itertext()).strip()!r}"
        if node.get("href") is not None and not _has_name(node):
            yield f"a link without words: {node.get('href')!r}"


def _has_name(node):
    texts = [*node.itertext(), *(inner.get("aria-label") or "" for inner in node.iter())]
    return any(text.strip() for text in texts)


class CheckedClient(FlaskClient):
    """A test client that looks at every HTML page it gets, with CSRF on as in real life.

    Each request has a session and a signed-in user of its own, on the test's connection: what a
    request did not commit is gone afterwards, as in real life. The test's own changes are saved
    before each request and its objects refreshed after it.

    - ``client.get(url)``: as ever; `client.page(url)` gives the parsed `Page` (status 200).
    - ``client.post_form(url, data)``: gets the page with the form (`page`, or `url` itself), takes
      its token and posts. For a button on another page: ``post_form(step_url, page=thing_url)``.
    - ``client.submit(url, data)``: like a browser: fills `data` into the form that stands at `url`,
      with everything else as the page shows it, and posts it to the form's own action.
    - ``client.post(url, data)`` posts without a token, and is refused.
    """

    application: Flask

    def open(self, *args, **kw):
        session.commit()
        with self.application.app_context():
            response = super().open(*args, **kw)
        session.expire_all()
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if is_page and response.status_code not in {301, 302, 303, 308}:
            self._look(response)
        return response

    def _look(self, response):
        if self.application.extensions.get("looks_strictly", True):
            wrong = faults(Page(response.get_data(as_text=True)))
            assert wrong == [], f"{response.request.path}: {wrong}"

    def page(self, url, status=200):
        response = self.get(url)
        assert response.status_code == status, f"{url} answers {response.status_code}"
        return Page(response.get_data(as_text=True))

    def post_form(self, url, data=None, page=None, **kw):
        token = self.page(page or url).token()
        return self.post(url, data={**(data or {}), "csrf_token": token}, **kw)

    def submit(self, url, data=None, action=None, **kw):
        form = self.page(url).form(action)
        return self.post(form.get("action") or url, data={**filled(form), **(data or {})}, **kw)


def filled(form) -> dict[str, str | list[str]]:
    """What a browser would send for a form as it stands, without its buttons."""
    found: dict[str, str | list[str]] = {}
    fields = [node for node in form.iter() if node.tag in {"input", "select", "textarea"}]
    for node in fields:
        for value in _values(node):
            before = found.get(node.get("name"))
            found[node.get("name")] = value if before is None else [*_listed(before), value]
    return found


def _listed(value):
    return value if isinstance(value, list) else [value]


def _values(node):
    if node.get("name") is None or node.get("disabled") is not None:
        return []
    if node.tag == "textarea":
        return ["".join(node.itertext()).removeprefix("\n")]
    if node.tag == "select":
        options = list(node.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [each.get("value", "") for each in chosen]
    if node.get("type") in {"submit", "button", "file", "image"}:
        return []
    if node.get("type") in {"checkbox", "radio"} and node.get("checked") is None:
        return []
    return [node.get("value", "")]
