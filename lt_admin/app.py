"""The application, put together: the only module that knows all the others."""

from __future__ import annotations

import click
from flask import Blueprint, Flask

from lt_admin.accounts import access
from lt_admin.accounts import models as accounts
from lt_admin.billing.models import invoices, payments, quotes, rates, statements
from lt_admin.config import Settings
from lt_admin.core import audit, clock, db, foundation, locale, outbox
from lt_admin.orientation.models import engagements, organisations, plans, requests
from lt_admin.reviewers.models import assignments, hours, people, supervision

# Every module that holds tables: what the migrations must build.
TABLES = (
    *(audit, foundation, outbox, accounts),
    *(organisations, requests, engagements, plans),
    *(people, assignments, hours, supervision),
    *(rates, quotes, invoices, payments, statements),
)
BLUEPRINTS: tuple[Blueprint, ...] = ()
COMMANDS: tuple[click.Command, ...] = ()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment."""
    settings = settings or Settings.from_environment()
    app = Flask("lt_admin")
    app.secret_key = settings.secret_key
    app.extensions["settings"] = settings
    clock.stand_still(settings.clock)
    db.init_app(app, settings.database_url)
    locale.init_app(app)
    access.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app
