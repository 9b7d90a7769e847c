"""The application, put together: the only module that knows all the others."""

from __future__ import annotations

import click
from flask import Flask

from lt_admin.accounts import access
from lt_admin.config import Settings
from lt_admin.core import clock, db, i18n

BLUEPRINTS = ()
COMMANDS: tuple[click.Command, ...] = ()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment."""
    settings = settings or Settings.from_environment()
    app = Flask("lt_admin")
    app.secret_key = settings.secret_key
    app.extensions["settings"] = settings
    clock.stand_still(settings.clock)
    db.init_app(app, settings.database_url)
    i18n.init_app(app)
    access.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app
