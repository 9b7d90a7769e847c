"""The books on the command line: the file for the accountant."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from lt_admin.books.queries.exports import book_of
from lt_admin.books.services.exports import written
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

books = AppGroup("books", help="The books, for the accountant.")


@books.command("export")
@click.option("--year", required=True, type=click.IntRange(1900, 9998))
@click.option("--format", "form", required=True, type=click.Choice(["xaf", "csv", "beancount"]))
@click.option("--xaf-version", default="4.0", type=click.Choice(["4.0", "3.2"]), show_default=True)
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def export(year: int, form: str, xaf_version: str, output: Path) -> None:
    """Write one year of the books to a file."""
    found = book_of(year)
    if found is None:
        raise Refused(_("There is nothing in the books of %(year)s.", year=year))
    output.write_bytes(written(found, f"xaf-{xaf_version}" if form == "xaf" else form))


COMMANDS = (books,)
