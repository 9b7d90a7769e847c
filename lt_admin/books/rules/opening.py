"""An opening balance as a file: account, debit and credit, one account a line."""

from __future__ import annotations

import csv
import io

from lt_admin.core import typed
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import ZERO, Money
from lt_admin.core.steps import Refused
from lt_admin.ledger.rules import Account, OpeningRow

MOST_BYTES = 1_000_000
MOST_LINES = 1_000
HEADINGS = ("account", "debit", "credit")


def read_opening(content: bytes) -> list[OpeningRow]:
    """The balances in a CSV file, with commas or semicolons; a line of headings may come first.

    Raises Refused, with the number of the line, when something is not understood.
    """
    lines = _lines(content)
    rows = [_row(number, cells) for number, cells in lines if any(cells)]
    if not rows:
        raise Refused(_("There is no account in this file."))
    return [row for row in rows if row.debit or row.credit]


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is too large for an opening balance."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This file is not readable as text (UTF-8).")) from None
    mark = ";" if ";" in text.partition("\n")[0] else ","
    try:
        cells = [[c.strip() for c in row] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error:
        raise Refused(_("This file is not readable as CSV.")) from None
    if len(cells) > MOST_LINES:
        raise Refused(_("This file is too large for an opening balance."))
    is_headed = bool(cells and cells[0] and cells[0][0].lower() in ("account", "rekening"))
    return list(enumerate(cells, start=1))[is_headed:]


def _row(number: int, cells: list[str]) -> OpeningRow:
    if len(cells) != len(HEADINGS):
        raise Refused(_("Line %(number)s: account, debit and credit are expected.", number=number))
    found = next((each for each in Account if each.value == cells[0].zfill(4)), None)
    if found is None:
        raise Refused(_("Line %(number)s: this account is not on the chart.", number=number))
    return OpeningRow(found, _amount(number, cells[1]), _amount(number, cells[2]))


def _amount(number: int, text: str) -> Money:
    if not text:
        return ZERO
    try:
        return typed.amount(text)
    except typed.NotUnderstood:
        raise Refused(_("Line %(number)s: this is not an amount.", number=number)) from None
