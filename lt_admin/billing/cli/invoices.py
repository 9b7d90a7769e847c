"""Invoices on the command line: for scripts and the accountant (amounts in whole cents)."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from lt_admin.billing.documents.ubl import in_profile
from lt_admin.billing.models.invoices import Invoice
from lt_admin.billing.queries.invoice_lists import ROW, issued_rows
from lt_admin.billing.queries.invoices import find_issued
from lt_admin.core.i18n import gettext as _
from lt_admin.core.printing import FORMS, print_rows
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import EInvoiceProfile

invoices = AppGroup("invoices", help="Invoices and credit invoices that were sent.")


@invoices.command("list")
@click.option("--format", "form", default="json", type=click.Choice(FORMS))
@click.option("--year", type=int, help="Of this year only.")
def list_invoices(form: str, year: int | None) -> None:
    """Every invoice and credit invoice, in order of number."""
    print_rows(issued_rows(year), ROW, form)


@invoices.command("export")
@click.argument("number")
@click.option("--format", "form", required=True, type=click.Choice(["pdf", "ubl"]))
@click.option("--profile", type=click.Choice([each.value for each in EInvoiceProfile]))
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def export(number: str, form: str, profile: str | None, output: Path) -> None:
    """Write one invoice to a file, exactly as it was sent.

    An e-invoice can be made anew in another profile than the one that was sent.
    """
    found = find_issued(number)
    content = None if found is None else _content(found, form, profile)
    if content is None:
        raise Refused(_("There is no invoice with number %(number)s.", number=number))
    output.write_bytes(content)


def _content(invoice: Invoice, form: str, profile: str | None) -> bytes | None:
    if form == "pdf":
        return invoice.pdf
    is_as_sent = profile in (None, invoice.e_invoice_profile)
    if invoice.ubl is None or is_as_sent or profile is None:
        return invoice.ubl
    return in_profile(invoice.ubl, profile)


COMMANDS = (invoices,)
