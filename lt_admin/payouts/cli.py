"""Payouts on the command line: what waits, and the file of a batch that two people agreed to."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from lt_admin.core import audit, db
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import Money
from lt_admin.core.printing import FORMS as PRINTED
from lt_admin.core.printing import print_rows
from lt_admin.core.steps import Refused
from lt_admin.payouts.queries.batch_lists import ROW, batch_rows
from lt_admin.payouts.queries.batches import batch_called
from lt_admin.payouts.rules.pain001 import FORMS
from lt_admin.payouts.services.batches import export

payouts = AppGroup("payouts", help="Payments to employers and freelancers.")


@payouts.command("list")
@click.option("--format", "form", default="json", type=click.Choice(PRINTED))
def list_batches(form: str) -> None:
    """Every payment batch, in order of number; `executed_on` once it went to the bank."""
    print_rows(batch_rows(), ROW, form)


@payouts.command("export")
@click.argument("number", metavar="BATCH")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--form", type=click.Choice(FORMS), default=None, help="Of the file; new ones first.")
def export_batch(number: str, output: Path, form: str | None) -> None:
    """Write the file of an approved BATCH for the bank; a second time it is the same file."""
    batch = batch_called(number)
    if batch is None:
        raise Refused(_("There is no batch %(number)s.", number=number))
    before = batch.exported_at
    with db.transaction():
        content = export(batch, form=form or "", by=audit.SYSTEM)
        output.write_bytes(content)
    if before is not None:
        click.echo(
            _("Made before, on %(day)s: this is the same file.", day=f"{before:%Y-%m-%d}"), err=True
        )
    click.echo(f"{batch.number}  {batch.form}  {_euro(batch.amount)}  {batch.sha256}")


def _euro(amount: Money) -> str:
    return euro(amount, language()).replace("\N{NO-BREAK SPACE}", " ")


COMMANDS = (payouts,)
