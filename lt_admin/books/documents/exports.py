"""A year of the books as one flat table, and which files there are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lt_admin.books.documents.beancount import OPENING, to_beancount
from lt_admin.books.documents.xaf import to_xaf32, to_xaf40
from lt_admin.books.rules.exports import Book, Line, Written
from lt_admin.core.exports import FORMULA_STARTS
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import CHART, Side

HEADINGS = (
    *("entry", "booked_on", "happened_on", "journal", "event", "subject", "words", "party"),
    *("engagement", "account", "account_name", "rgs", "debit", "credit"),
)


def to_csv(book: Book) -> bytes:
    """One line for each account that an entry touches; commas, ISO days, decimal points."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(book))
    return file.getvalue().encode()


def _rows(book: Book) -> Iterator[tuple[Any, ...]]:
    day = book.first_day
    opened = (0, day, day, Journal.OPENING.value, "", "", OPENING, "", "")
    for account, amount in book.opening.items():
        side = Side.DEBIT if amount > ZERO else Side.CREDIT
        yield opened + _line(Line(account, side, amount if amount > ZERO else -amount))
    for entry in book.entries:
        yield from (_facts(entry) + _line(line) for line in entry.lines)


def _facts(entry: Written) -> tuple[Any, ...]:
    texts = (entry.event, entry.subject, entry.words, entry.party, entry.about)
    days = (entry.booked_on, entry.happened_on)
    return (entry.number, *days, entry.journal.value, *(_plain(text) for text in texts))


def _line(line: Line) -> tuple[str, ...]:
    sheet = CHART[line.account]
    figures = (_figure(line, Side.DEBIT), _figure(line, Side.CREDIT))
    return (line.account.value, _plain(str(sheet.name)), sheet.rgs, *figures)


def _figure(line: Line, side: Side) -> str:
    return _decimal(line.amount) if line.side is side else ""


def _decimal(amount: Money) -> str:
    return f"{amount.cents // 100}.{amount.cents % 100:02}"


def _plain(text: str) -> str:
    """A text that a spreadsheet would calculate gets a quote before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@dataclass(frozen=True)
class BookFile:
    """One way to give the books to others."""

    ending: str
    mimetype: str
    write: Callable[[Book], bytes]


FILES = {
    "xaf-4.0": BookFile("xaf", "application/xml", to_xaf40),
    "xaf-3.2": BookFile("xaf", "application/xml", to_xaf32),
    "csv": BookFile("csv", "text/csv", to_csv),
    "beancount": BookFile("beancount", "text/plain", to_beancount),
}


def name_of(book: Book, form: str) -> str:
    """What a file is called: ``books-2025-xaf-4.0.xaf``."""
    return f"books-{book.year}-{form}.{FILES[form].ending}"
