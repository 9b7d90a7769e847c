"""A file from the bank, looked at: what would match, what would wait, what was seen before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from lt_admin.bank.models.statements import BankEntry
from lt_admin.bank.queries.claims import book_for, some
from lt_admin.bank.queries.money_out import lines_called
from lt_admin.bank.queries.past import past_of
from lt_admin.bank.queries.suggestions import payouts
from lt_admin.bank.rules.camt import parse
from lt_admin.bank.rules.checking import Checked, Line, Sheet, check
from lt_admin.bank.rules.continuing import counted_on
from lt_admin.bank.rules.matching import Book, Match, Names, certain, names_in
from lt_admin.bank.rules.payouts import Payout, payout_of
from lt_admin.bank.rules.suggesting import Ours
from lt_admin.core import clock
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.money import Money


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a file with what will become of it when the file is confirmed."""

    line: Line
    is_new: bool
    match: Match | None = None
    payout: Payout | None = None
    ours: Ours | None = None  # a payment of ours that left our account

    @property
    def is_matched(self) -> bool:
        """Whether it finds its place without a person."""
        return any(each is not None for each in (self.match, self.payout, self.ours))


@dataclass(frozen=True, slots=True)
class Page:
    """A statement of the file with its lines."""

    sheet: Sheet
    placed: tuple[Placed, ...]

    def total(self, kind: str) -> Money:
        """The sum of its lines that are `seen`, `matched` or `waiting`."""
        return Money.total(each.line.amount for each in self.placed if kind_of(each) == kind)

    def count(self, kind: str) -> int:
        """How many of its lines are `seen`, `matched` or `waiting`."""
        return sum(kind_of(each) == kind for each in self.placed)


def kind_of(placed: Placed) -> str:
    """What becomes of a line: seen, matched or waiting."""
    if not placed.is_new:
        return "seen"
    return "matched" if placed.is_matched else "waiting"


@dataclass(frozen=True, slots=True)
class Look:
    """A whole file, looked at; nothing of it is booked."""

    form: str
    pages: tuple[Page, ...]
    others: tuple[str, ...]

    @property
    def placed(self) -> list[Placed]:
        """Every line."""
        return [each for page in self.pages for each in page.placed]

    def count(self, kind: str) -> int:
        """How many lines are `seen`, `matched` or `waiting`."""
        return sum(page.count(kind) for page in self.pages)

    def total(self, kind: str) -> Money:
        """The sum of the lines that are `seen`, `matched` or `waiting`."""
        return Money.total(page.total(kind) for page in self.pages)


def checked(content: bytes) -> Checked:
    """The file, read and found right; raises Refused in words."""
    return check(parse(content), the_foundation().iban)


def look_at(content: bytes) -> Look:
    """What becomes of a file when it is confirmed now; a few statements, however long it is."""
    found, known = _counted(checked(content))
    placed = iter(_placed(found.lines, known))
    pages = [Page(sheet, tuple(next(placed) for _ in sheet.lines)) for sheet in found.sheets]
    return Look(found.form, tuple(pages), found.others)


def _counted(found: Checked) -> tuple[Checked, set[str]]:
    """The file and the fingerprints in it that an earlier one brought; see rules.continuing."""
    known = seen_before(line.fingerprint for line in found.lines)
    if not known:
        return found, known
    days = {line.booked_on for line in found.lines if line.fingerprint in known}
    counted = replace(found, sheets=counted_on(found.sheets, past_of(found.sheets, days)))
    return counted, seen_before(line.fingerprint for line in counted.lines)


def seen_before(fingerprints: Iterable[str]) -> set[str]:
    """Those that an earlier file brought."""
    return {
        each
        for few in some(fingerprints)
        for each in session.scalars(
            select(BankEntry.fingerprint).where(BankEntry.fingerprint.in_(few))
        )
    }


def _placed(lines: Sequence[Line], known: set[str]) -> list[Placed]:
    """Each line with its place; an invoice that one line pays asks less of the next."""
    fresh = [each for each in lines if each.fingerprint not in known and may_match(each)]
    names = {each.fingerprint: _names(each) for each in fresh}
    book = book_for(names.values(), {each.words.iban for each in fresh})
    desk = _Desk(book, payouts() if fresh else [], _sent(lines, known))
    found = []
    for line in lines:
        if line.fingerprint in names:
            found.append(desk.place(line, names[line.fingerprint]))
        elif line.fingerprint in known:
            found.append(Placed(line, is_new=False))
        else:
            found.append(Placed(line, is_new=True, ours=desk.payment_of_ours(line)))
    return found


def _sent(lines: Sequence[Line], known: set[str]) -> dict[str, Ours]:
    """What the new debits may be the payment of, by its EndToEndId."""
    debits = (each for each in lines if each.amount.cents < 0 and each.fingerprint not in known)
    names = sorted({each.words.end_to_end for each in debits if each.words.end_to_end})
    return {each.end_to_end: each for few in some(names) for each in lines_called(few)}


@dataclass(slots=True)
class _Desk:
    """What is left to be paid and to arrive while the lines are placed one after another."""

    book: Book
    expected: list[Payout]
    sent: dict[str, Ours]

    def payment_of_ours(self, line: Line) -> Ours | None:
        """The payment that this debit is: by its own name, amount and account, and nothing less."""
        found = self.sent.get(line.words.end_to_end)
        if found is None or line.is_reversal or line.booked_on > clock.today():
            return None
        is_it = (found.amount, found.iban) == (-line.amount, line.words.iban)
        return self.sent.pop(found.end_to_end) if is_it else None

    def place(self, line: Line, names: Names) -> Placed:
        words = line.words
        said = f"{words.text} {words.end_to_end} {line.reference}"
        payout = payout_of(words.name, line.amount, said, self.expected)
        if payout is not None:
            self.expected.remove(payout)
            return Placed(line, is_new=True, payout=payout)
        match = certain(names, line.amount, words.iban, self.book)
        if match is not None:
            self.book.take(match.parts)
        return Placed(line, is_new=True, match=match)


def _names(line: Line) -> Names:
    return names_in(line.words.structured, line.words.text, line.words.end_to_end)


def may_match(line: Line) -> bool:
    """Only money that came in, up to today, and that takes nothing back."""
    return line.amount.cents > 0 and not line.is_reversal and line.booked_on <= clock.today()
