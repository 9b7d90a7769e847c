"""Whether a statement overlaps what was taken in, or goes on where that ended.

A line that was there before is seen by its content (`checking.check`): right for a file that
overlaps an earlier one, and wrong for one that goes on from it on the same day, where an equal
amount without a reference of the bank is another amount. The balances tell which it is.

A statement **fits** when its identification is not among those that were taken in of its days, and
it opens with the closing balance of the newest of them; or, when files come out of order, fills the
gap between two of them, or ends where the first of them begins.
What looks the same in a statement that fits is counted on from what was taken in: it is new.

When the lines that look the same sum to nothing the balances cannot tell, as an overlap would open
with the same balance; then they count as seen, as they do in every statement that does not fit.
Statements of one file never overlap each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lt_admin.bank.rules.checking import Sheet, content, signed
from lt_admin.core.money import Money


@dataclass(frozen=True, slots=True)
class Stretch:
    """A statement of our account that was taken in."""

    identification: str
    from_on: date
    until_on: date
    opening: Money
    closing: Money


@dataclass(frozen=True, slots=True)
class Past:
    """What was taken in on these days: `taken` as the days and files came, `known` how often."""

    taken: Sequence[Stretch] = ()
    known: Counter[str] = field(default_factory=Counter)


def counted_on(sheets: Sequence[Sheet], past: Past) -> tuple[Sheet, ...]:
    """The statements of a file, with fingerprints that tell a repeated line from a new one."""
    taken, given, found = _in_order(past.taken), Counter[str](), []
    names = {each.identification for each in taken}
    for sheet in sheets:
        place = None if sheet.identification in names else _place(sheet, taken)
        if place is not None:
            taken.insert(place, _stretch(sheet))
            if _repeated(sheet, given, past.known):
                given |= past.known
        found.append(signed(sheet, given))
    return tuple(found)


def _in_order(taken: Sequence[Stretch]) -> list[Stretch]:
    """As their balances join; those of one day may have come in another order."""
    found: list[Stretch] = []
    for each in taken:
        place = _place(each, found)
        found.insert(len(found) if place is None else place, each)
    return found


def _place(sheet: Sheet | Stretch, taken: Sequence[Stretch]) -> int | None:
    """Where among the statements that were taken in it fits, if anywhere."""
    edges = [None, *taken, None]
    for place in reversed(range(len(taken) + 1)):
        before, after = edges[place], edges[place + 1]
        if (before or after) and _goes_on(before, sheet) and _goes_on(sheet, after):
            return place
    return None


def _goes_on(first: Stretch | Sheet | None, second: Stretch | Sheet | None) -> bool:
    """Whether the second begins where the first ended; what is not there is no hindrance."""
    if first is None or second is None:
        return True
    return first.closing == second.opening and first.until_on <= second.from_on


def _stretch(sheet: Sheet) -> Stretch:
    days = (sheet.from_on, sheet.until_on)
    return Stretch(sheet.identification, *days, sheet.opening, sheet.closing)


def _repeated(sheet: Sheet, given: Counter[str], known: Counter[str]) -> Money:
    """The sum of its lines that look like those that were taken in."""
    left, same = known - given, []
    for line in sheet.lines:
        said = content(sheet.iban, line)
        if left[said] > 0:
            left[said] -= 1
            same.append(line.amount)
    return Money.total(same)
