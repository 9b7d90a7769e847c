"""Commands of the demo: load it, serve it."""

from __future__ import annotations

import os
import secrets
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from lt_admin.core import db, outbox
from lt_admin.demo import load as story
from lt_admin.demo.people import MAIL_DOMAIN, REVIEWERS, STAFF

demo = AppGroup("demo", help="The demo: fictional people and scenarios S1-S8.")


@demo.command()
@click.option("--password", help="For every sign-in; a random one is made when it is left out.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is data already.")
def load(password: str | None, *, if_empty: bool) -> None:
    """Load S1-S8 into an empty database, and print the sign-ins."""
    if if_empty and not story.is_empty():
        click.echo("The demo is loaded already; its password was printed when it was made.")
        return
    chosen = password or secrets.token_urlsafe(9)
    with db.transaction():
        story.load(chosen)
    outbox.deliver_pending()
    for key in (*(key for key, *_ in STAFF), *(guide.key for guide in REVIEWERS)):
        click.echo(f"{key}@{MAIL_DOMAIN}")
    click.echo(f"Password for all of them: {chosen}")


@demo.command()
@click.option("--port", default=8000, show_default=True)
def serve(port: int) -> None:
    """Serve the demo on 127.0.0.1 until it is stopped."""
    settings = current_app.extensions["settings"]
    environment = {"LT_ADMIN_BASE_URL": f"http://127.0.0.1:{port}"} | dict(os.environ)
    click.echo(f"http://127.0.0.1:{port}")
    sys.stdout.flush()
    socket = f"--control-socket={settings.data_dir / 'gunicorn.ctl'}"
    size = ("--workers=2", "--worker-class=gthread", "--threads=4", socket)
    command = (sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", *size)
    os.execve(sys.executable, [*command, "lt_admin.app:create_app()"], environment)  # noqa: S606
