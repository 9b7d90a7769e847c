"""A year of the books for beancount (plain text accounting), with its own balance checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from lt_admin.books.rules.exports import Book, Line, Written, signed
from lt_admin.core.money import Money
from lt_admin.ledger.rules import CHART, Account, Side

NOT_IN_TAG = re.compile(r"[^A-Za-z0-9/_.-]+")
OPENING = "Opening balance"


def root_of(account: Account) -> str:
    """Under which of beancount's five roots an account stands."""
    sheet = CHART[account]
    if account.startswith("05"):
        return "Equity"
    if sheet.is_balance:
        return "Assets" if sheet.side is Side.DEBIT else "Liabilities"
    return "Expenses" if sheet.side is Side.DEBIT else "Income"


def name_of(account: Account) -> str:
    """The name of an account there: ``Assets:1100-Bank``; in the English of the code."""
    word = "".join(part.capitalize() for part in account.name.split("_"))
    return f"{root_of(account)}:{account.value}-{word}"


def to_beancount(book: Book) -> bytes:
    """The year as text; beancount refuses it when an account does not come out."""
    return "\n".join(_parts(book)).encode() + b"\n"


def _parts(book: Book) -> Iterator[str]:
    day = book.first_day.isoformat()
    yield f'option "title" {_quoted(f"{book.ours.name} {book.year}")}'
    yield 'option "operating_currency" "EUR"\n'
    for account in Account:
        yield f"{day} open {name_of(account)} EUR"
        yield f'  rgs: "{CHART[account].rgs}"'
    if book.opening:
        yield f'\n{day} * "{OPENING}"'
        yield from (_posting(account, amount) for account, amount in book.opening.items())
    for entry in book.entries:
        yield from _entry(entry)
    yield ""
    after = book.last_day + timedelta(days=1)
    for account, amount in book.closing.items():
        yield f"{after.isoformat()} balance {name_of(account)}  {_figure(amount)} EUR"


def _entry(entry: Written) -> Iterator[str]:
    words = " ".join(_quoted(each) for each in (entry.party, entry.words) if each)
    marks = [f"^{_mark(entry.subject)}", *([f"#{_mark(entry.about)}"] if entry.about else [])]
    yield f"\n{entry.booked_on.isoformat()} * {words or _quoted(entry.event)} {' '.join(marks)}"
    yield f'  entry: "{entry.number}"'
    yield f'  event: "{entry.event}"'
    yield f"  happened: {entry.happened_on.isoformat()}"
    yield from (_line(line) for line in entry.lines)


def _line(line: Line) -> str:
    return _posting(line.account, signed(line))


def _posting(account: Account, amount: Money) -> str:
    return f"  {name_of(account)}  {_figure(amount)} EUR"


def _figure(amount: Money) -> str:
    sign = "-" if amount.cents < 0 else ""
    return f"{sign}{abs(amount.cents) // 100}.{abs(amount.cents) % 100:02}"


def _quoted(words: str) -> str:
    folded = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{folded}"'


def _mark(words: str) -> str:
    return NOT_IN_TAG.sub("-", words)
