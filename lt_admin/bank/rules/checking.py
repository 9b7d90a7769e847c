"""What of a file from the bank we take: our own account, in euro, adding up to the cent."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lt_admin.bank.rules.camt import Balance, Camt, Detail, Entry, Statement, Words
from lt_admin.bank.rules.nodes import Amount
from lt_admin.core.formats import euro
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused

_OPENING, _CLOSING = ("OPBD", "PRCD"), "CLBD"
_INTERIM = "ITBD"  # between the pages of one statement


@dataclass(frozen=True, slots=True)
class Line:
    """One amount to give a place: an entry, or one detail of a batch."""

    booked_on: date
    amount: Money
    is_reversal: bool
    reference: str
    batch: str
    words: Words
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement that adds up: opening + lines = closing. Nothing in it was booked yet."""

    identification: str
    iban: str
    from_on: date
    until_on: date
    opening: Money
    closing: Money
    lines: tuple[Line, ...]
    pending: int
    zeros: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, judged; `others` are accounts in it that are not ours, and are left alone."""

    form: str
    sheets: tuple[Sheet, ...]
    others: tuple[str, ...]

    @property
    def lines(self) -> list[Line]:
        """Every line of every statement, in order."""
        return [line for sheet in self.sheets for line in sheet.lines]


def plain(iban: str | None) -> str:
    """An IBAN without spaces, in capitals."""
    return "".join((iban or "").split()).upper()


def check(camt: Camt, iban: str) -> Checked:
    """What of a file belongs to our account `iban`; raises Refused in words when it is not right.

    Each line gets the fingerprint of its content; of equal lines the first, second and so on are
    told apart, so that two equal amounts are two, and one of them seen before is one (unless the
    statement goes on where an earlier one ended: `continuing.counted_on`).
    """
    ours, accounts = plain(iban), {each.account for each in camt.statements}
    if not ours:
        raise Refused(_("Write down our own IBAN first, with the settings of the foundation."))
    if ours not in accounts:
        named = ", ".join(sorted(accounts)) or "?"
        raise Refused(_("This statement is of another account than ours: %(named)s.", named=named))
    given: Counter[str] = Counter()
    mine = [signed(_sheet(each), given) for each in camt.statements if each.account == ours]
    return Checked(camt.form, tuple(mine), tuple(sorted(accounts - {ours})))


def signed(sheet: Sheet, given: Counter[str]) -> Sheet:
    """The statement with a fingerprint on each line; `given` counts what had one before."""
    lines = []
    for line in sheet.lines:
        said = content(sheet.iban, line)
        given[said] += 1
        print_ = hashlib.sha256(f"{said}\x1f{given[said]}".encode()).hexdigest()
        lines.append(replace(line, fingerprint=print_))
    return replace(sheet, lines=tuple(lines))


def content(iban: str, line: Line) -> str:
    """All that makes a line what it is: of two that are equal here, nobody sees a difference."""
    words = line.words
    facts = (iban, line.booked_on.isoformat(), line.amount.cents, line.is_reversal, line.reference)
    said = (words.name, words.iban, words.end_to_end, words.structured, words.text)
    return "\x1f".join(str(each) for each in (*facts, *said))


def _sheet(found: Statement) -> Sheet:
    booked = [each for each in found.entries if each.is_booked]
    opening, closing = _balances(found.balances, is_still=not booked)
    last = found.until_on or closing.on or _latest(booked)
    lines = [line for entry in booked for line in _lines(entry, last)]
    days = [*(line.booked_on for line in lines), last]
    sheet = Sheet(
        identification=found.identification,
        iban=found.account,
        from_on=found.from_on or min(days),
        until_on=max(days),
        opening=cents(opening.amount),
        closing=cents(closing.amount),
        lines=tuple(line for line in lines if line.amount),
        pending=len(found.entries) - len(booked),
        zeros=sum(not line.amount for line in lines),
    )
    _check_sum(sheet)
    return sheet


def _latest(entries: Sequence[Entry]) -> date:
    days = [each.booked_on for each in entries if each.booked_on is not None]
    if not days:
        raise Refused(_("This statement does not say of which day it is."))
    return max(days)


def _balances(found: Sequence[Balance], *, is_still: bool) -> tuple[Balance, Balance]:
    """The opening and the closing balance; on pages of one statement those in between.

    On a day without entries one balance tells both.
    """
    interim = [each for each in found if each.kind == _INTERIM]
    opening = [each for kind in _OPENING for each in found if each.kind == kind]
    closing = [each for each in found if each.kind == _CLOSING]
    either = [*opening, *closing][:1] if is_still else []
    first = next(iter([*opening, *interim, *either]), None)
    last = next(iter([*closing, *reversed(interim), *either]), None)
    if first is None or last is None or (first is last and not is_still):
        raise Refused(_("This statement lacks its opening or closing balance."))
    return first, last


def _check_sum(sheet: Sheet) -> None:
    """Opening + entries = closing, to the cent; else something of the file is missing."""
    moved = Money.total(line.amount for line in sheet.lines)
    gap = sheet.closing - sheet.opening - moved
    if gap:
        raise Refused(
            _(
                "Statement %(name)s does not add up: %(gap)s is missing between its opening "
                "balance, its entries and its closing balance. Ask the bank for the whole file.",
                name=sheet.identification,
                gap=euro(gap, language()),
            )
        )


def cents(amount: Amount) -> Money:
    """An amount of the file as Money; raises Refused unless it is whole cents of euro."""
    if amount.currency != "EUR":
        raise Refused(
            _(
                "%(amount)s %(currency)s is not in euro; this part takes euro only.",
                amount=f"{amount.value:f}",
                currency=amount.currency or "?",
            )
        )
    if amount.value * 100 != int(amount.value * 100):
        raise Refused(
            _(
                "%(amount)s has more than two decimals: that is no amount on an account.",
                amount=f"{amount.value:f}",
            )
        )
    return Money(int(amount.value * 100))


def _lines(entry: Entry, last: date) -> list[Line]:
    """A line for each detail of a batch when they add up to it, else one for the whole."""
    whole, on = cents(entry.amount), entry.booked_on or last
    parts = _parts(entry.details, whole) or [(whole, _whole_words(entry))]
    batch = (entry.batch or entry.reference) if len(parts) > 1 else ""
    return [
        Line(on, amount, entry.is_reversal, entry.reference, batch, words)
        for amount, words in parts
    ]


def _parts(details: Sequence[Detail], whole: Money) -> list[tuple[Money, Words]]:
    if len(details) < 2:
        return []
    known = [each.amount for each in details if each.amount is not None]
    if len(known) < len(details) or any(not _is_exact(each) for each in known):
        return []
    amounts = [cents(each) for each in known]
    if Money.total(amounts) != whole:
        return []
    return [(amount, each.words) for amount, each in zip(amounts, details, strict=True)]


def _is_exact(amount: Amount) -> bool:
    return amount.currency == "EUR" and amount.value * 100 == int(amount.value * 100)


def _whole_words(entry: Entry) -> Words:
    """What was said of an entry as a whole; of several details all their words, nobody's name."""
    if len(entry.details) == 1:
        words = entry.details[0].words
        return words if words.text else replace(words, text=entry.text)
    said = [f"{each.words.structured} {each.words.text}".strip() for each in entry.details]
    return Words(text=" ".join([entry.text, *said]).strip()[:1000])
