"""A list as a file: CSV that a Dutch Excel opens as it should, or a real workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

import xlsxwriter

from lt_admin.core.badges import Badge
from lt_admin.core.clock import AMSTERDAM
from lt_admin.core.formats import DUTCH
from lt_admin.core.money import Money

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


class Exported(Protocol):
    """What an export needs to know of a column."""

    @property
    def key(self) -> str:
        """Its key in the row."""

    @property
    def label(self) -> Any:
        """Its heading."""

    @property
    def kind(self) -> str:
        """What stands in it."""

    @property
    def words(self) -> Any:
        """Words for the members of an enum, or None."""


def value_of(column: Exported, row: Any) -> Any:
    """What a cell holds: a text, a date, a number (hours and euro as decimals), or None."""
    value = getattr(row, column.key)
    if value is None:
        return None
    if column.words is not None:
        word = column.words.get(value, value)
        return str(word.word if isinstance(word, Badge) else word)
    return _plain(value, column.kind)


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, Money):
        return Decimal(value.cents) / 100
    if kind == "hours":
        return Decimal(value) / 60
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    if isinstance(value, datetime):
        return value.astimezone(AMSTERDAM).replace(tzinfo=None, second=0, microsecond=0)
    return value if isinstance(value, date | int | float | Decimal) else str(value)


def _text(value: Any, language: str) -> str:
    """A cell of a CSV file; a text that a spreadsheet would calculate gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        figure = f"{value:.2f}" if value == round(value, 2) else f"{value:.4f}"
        return figure.replace(".", ",") if language == DUTCH else figure
    text = str(value)
    is_formula = isinstance(value, str) and text.startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text


def to_csv(columns: Sequence[Exported], rows: Iterable[Any], language: str) -> bytes:
    """UTF-8 with its mark; in Dutch ``;`` between cells and a decimal comma. Dates are ISO."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if language == DUTCH else ",")
    writer.writerow([_text(str(column.label), language) for column in columns])
    for row in rows:
        writer.writerow([_text(value_of(column, row), language) for column in columns])
    return (BOM + file.getvalue()).encode()


NUMBER_FORMATS = {
    "euro": '"€" #,##0.00;[Red]-"€" #,##0.00',
    "hours": "#,##0.00",
    "percent": "0.0%",
    "day": "dd-mm-yyyy",
    "instant": "dd-mm-yyyy hh:mm",
}


def to_xlsx(columns: Sequence[Exported], rows: Iterable[Any], _language: str) -> bytes:
    """A workbook of one sheet: real numbers and dates, texts never as formulas."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet()
    looks = [
        book.add_format({"num_format": NUMBER_FORMATS.get(c.kind, "General")}) for c in columns
    ]
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), bold)
        sheet.set_column(place, place, 28 if column.kind == "text" else 16)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            _write(sheet, (line, place), value_of(column, row), looks[place])
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def _write(sheet: Any, at: tuple[int, int], value: Any, look: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(*at, value, look)
    elif isinstance(value, str):
        sheet.write_string(*at, value, look)
    else:
        sheet.write_number(*at, float(value), look)


@dataclass(frozen=True)
class Format:
    """One way to write a list down."""

    ending: str
    mimetype: str
    write: Callable[[Sequence[Exported], Iterable[Any], str], bytes]


FORMATS = {
    "csv": Format("csv", "text/csv", to_csv),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx
    ),
}
