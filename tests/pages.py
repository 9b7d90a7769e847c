"""What every page must be: checked on each response that any test gets."""

from __future__ import annotations

from flask.testing import FlaskClient


class CheckedClient(FlaskClient):
    """A test client that looks at every page it gets."""
