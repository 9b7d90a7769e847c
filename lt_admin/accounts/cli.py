"""The command line of accounts."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from lt_admin.accounts import services
from lt_admin.accounts.policy import Role
from lt_admin.core import audit, foundation, links
from lt_admin.core.db import transaction
from lt_admin.core.i18n import LANGUAGES

user = AppGroup("user", help="People with an account.")


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--language", default="nl", type=click.Choice(LANGUAGES), show_default=True)
def add(email: str, name: str, role: str, language: str) -> None:
    """Make an account, and print the one-time link by which its owner sets a password."""
    with transaction():
        foundation.refuse_standing_clock()
        facts = {"name": name, "email": email, "language": language}
        made = services.open_account(**facts, role=Role(role), by=audit.SYSTEM)
        token = services.send_password_link(made, by=audit.SYSTEM)
    click.echo(links.address(f"/password/{token}"))


COMMANDS = (user,)
