"""The whole demo, told once into a database of its own; tests here only read it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def session(demo):
    """The demo's own session, rolled back after each test."""
    with demo.app_context():
        yield


@pytest.fixture(scope="session")
def app(demo):
    return demo
