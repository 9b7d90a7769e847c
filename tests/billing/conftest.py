"""Fixtures that several tests of billing share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lt_admin.billing.gateway import gateway_of
from tests.stripe_server import KEY, SECRET, stripe_server


@pytest.fixture
def stripe(app, anyone):
    """A fake Stripe on a socket, which the application was given the keys of.

    Its events wait until `stripe.deliver()`, which posts them to our webhook.
    """
    before = app.extensions["settings"]
    with stripe_server() as fake:
        keys = {"stripe_secret_key": KEY, "stripe_webhook_secret": SECRET}
        app.extensions["settings"] = replace(before, **keys, stripe_api_base=fake.base)
        app.extensions["payments"] = gateway_of(app.extensions["settings"])
        fake.webhook = lambda body, headers: (
            anyone.post("/stripe/webhook", data=body, headers=headers).status_code
        )
        yield fake
    app.extensions["settings"], app.extensions["payments"] = before, None


@pytest.fixture
def gateway(app, stripe):
    """The real client, that talks to the fake over the socket."""
    return app.extensions["payments"]
