"""What stands around every page: the menu, the demo's banner, the other language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from lt_admin.core import clock
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import LANGUAGES, language

NAMES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Place:
    """One entry of the menu: shown to those whose role grants `permission`.

    What is not needed every day stands under "More" (`is_aside`): a menu holds about six words.
    """

    label: Any
    endpoint: str
    permission: Any
    is_aside: bool = False


@dataclass(frozen=True)
class Entry:
    """A place in the menu as one person sees it."""

    label: Any
    url: str
    is_here: bool
    is_aside: bool


def menu_for(user: Any, places: Sequence[Place]) -> list[Entry]:
    """The places that `user` may go to; the one that the present address lies under is marked."""
    open_to = [place for place in places if user.is_authenticated and user.may(place.permission)]
    urls = [url_for(place.endpoint) for place in open_to]
    here = max((url for url in urls if _lies_under(request.path, url)), key=len, default=None)
    return [
        Entry(place.label, url, url == here, place.is_aside)
        for place, url in zip(open_to, urls, strict=True)
    ]


def tabs_of(user: Any, tabs: Sequence[Place], **facts: Any) -> list[Entry]:
    """The pages about one thing that `user` may open; `facts` say which thing."""
    open_to = [
        (tab.label, url_for(tab.endpoint, **facts)) for tab in tabs if user.may(tab.permission)
    ]
    return [Entry(label, url, request.path == url, is_aside=False) for label, url in open_to]


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def demo_clock() -> datetime | None:
    """The instant at which this installation's clock was made to stand, if it was."""
    standing: datetime | None = current_app.extensions["settings"].clock
    return standing


def is_demo() -> bool:
    """Whether everything shown is made up."""
    return demo_clock() is not None or the_foundation().is_demo


def is_mail_kept() -> bool:
    """Whether mail becomes files here instead of being sent."""
    return current_app.extensions["settings"].smtp_url is None


def sprite() -> str:
    """The address of the icons; looked up once a page, which shows dozens."""
    if "sprite" not in g:
        g.sprite = url_for("static", filename="icons.svg")
    return str(g.sprite)


def other_languages() -> list[tuple[str, str, str]]:
    """(code, name, address of this page) for each language but the present one."""
    others = [code for code in LANGUAGES if code != language()]
    return [(code, NAMES[code], _in_language(code)) for code in others]


def _in_language(code: str) -> str:
    if request.endpoint is None or request.url_rule is None:
        return f"/?lang={code}"
    if "GET" not in (request.url_rule.methods or ()):
        return f"/?lang={code}"
    facts = {**request.args.to_dict(flat=False), **(request.view_args or {}), "lang": code}
    return url_for(request.endpoint, **facts)


def init_app(app: Flask, places: Sequence[Place], tabs: Sequence[Place] = ()) -> None:
    """Offer the frame to every template: the menu, and the tabs of a review (`review_tabs`)."""
    helpers: dict[str, Callable[..., Any]] = {
        "menu": lambda: menu_for(current_user, places),
        "review_tabs": lambda engagement_id: tabs_of(
            current_user, tabs, engagement_id=engagement_id
        ),
        "demo_clock": demo_clock,
        "is_demo": is_demo,
        "is_mail_kept": is_mail_kept,
        "language": language,
        "other_languages": other_languages,
        "sprite": sprite,
        "today": clock.today,
    }
    app.jinja_env.globals.update(helpers)
