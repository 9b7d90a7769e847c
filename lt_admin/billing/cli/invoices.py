"""Invoices on the command line: for scripts and the accountant (amounts in whole cents)."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from lt_admin.billing.queries.invoice_lists import ROW, issued_rows
from lt_admin.billing.queries.invoices import find_issued
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

invoices = AppGroup("invoices", help="Invoices and credit invoices that were sent.")


@invoices.command("list")
@click.option("--format", "form", default="json", type=click.Choice(["json", "csv"]))
@click.option("--year", type=int, help="Of this year only.")
def list_invoices(form: str, year: int | None) -> None:
    """Every invoice and credit invoice, in order of number."""
    rows = issued_rows(year)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    writer = csv.DictWriter(sys.stdout, ROW, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


@invoices.command("export")
@click.argument("number")
@click.option("--format", "form", required=True, type=click.Choice(["pdf", "ubl"]))
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def export(number: str, form: str, output: Path) -> None:
    """Write one invoice to a file, exactly as it was sent."""
    if form == "ubl":
        raise Refused(_("Invoices as UBL files are not made yet; ask for --format pdf."))
    found = find_issued(number)
    if found is None or found.pdf is None:
        raise Refused(_("There is no invoice with number %(number)s.", number=number))
    output.write_bytes(found.pdf)


COMMANDS = (invoices,)
