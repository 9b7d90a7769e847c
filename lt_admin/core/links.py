"""Addresses that go into mails: absolute, from the setting, never from a request."""

from __future__ import annotations

from flask import current_app

from lt_admin.config import Settings


def address(path: str) -> str:
    """The absolute address of `path`, which starts with a slash."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url + path
