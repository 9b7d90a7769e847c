"""The bank on the command line: take in a statement, or see what would become of it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from lt_admin.bank.models.statements import FileState
from lt_admin.bank.queries.files import file_by_content
from lt_admin.bank.queries.previews import Look, Placed, kind_of, look_at
from lt_admin.bank.services.files import confirm, read_file
from lt_admin.core import audit, db
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import Money

bank = AppGroup("bank", help="Statements of the bank.")


@bank.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only say what would become of it.")
def import_file(file: Path, *, dry_run: bool) -> None:
    """Take in a camt.053 statement, and print what matched, what did not, what was seen before."""
    content = file.read_bytes()
    with db.transaction():
        look = look_at(content)
        if not dry_run:
            _take_in(file.name, content)
    _tell(look)


def _take_in(name: str, content: bytes) -> None:
    """The file once: a second time nothing in it is new, and nothing happens."""
    known = file_by_content(content)
    if known is None or known.state is not FileState.CONFIRMED:
        confirm(read_file(name, content, audit.SYSTEM), audit.SYSTEM)


def _tell(look: Look) -> None:
    for page in look.pages:
        sheet = page.sheet
        name = f"{sheet.identification} {sheet.iban} {sheet.from_on} {sheet.until_on}"
        click.echo(f"{name}  {_euro(sheet.opening)} -> {_euro(sheet.closing)}")
        for each in page.placed:
            click.echo(_line(each))
        if sheet.pending:
            click.echo(_("not booked by the bank yet, left alone: %(count)s", count=sheet.pending))
    for account in look.others:
        click.echo(_("not our account, left alone: %(account)s", account=account))
    click.echo(_sums(look))


def _line(placed: Placed) -> str:
    line, words = placed.line, placed.line.words
    said = " ".join(each for each in (words.name, words.structured, words.text) if each)[:80]
    place = _place(placed)
    return f"  {kind_of(placed):8} {line.booked_on} {_euro(line.amount):>14}  {place}{said}"


def _place(placed: Placed) -> str:
    if placed.payout is not None:
        return "Stripe | "
    if placed.ours is not None:
        return f"{placed.ours.end_to_end} | "
    if placed.match is None:
        return ""
    return ", ".join(claim.number for claim, _amount in placed.match.parts) + " | "


def _sums(look: Look) -> str:
    kinds = ("matched", "waiting", "seen")
    return "  ".join(f"{kind}: {look.count(kind)} ({_euro(look.total(kind))})" for kind in kinds)


def _euro(amount: Money) -> str:
    return euro(amount, language()).replace("\N{NO-BREAK SPACE}", " ")


COMMANDS = (bank,)
