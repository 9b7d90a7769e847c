"""What the bank statement does to the books: an amount is on the bank, and waits for its place."""

from __future__ import annotations

from collections.abc import Iterable

from lt_admin.bank.rules.checking import Line
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.orm import Model
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post_many


def entries_taken_in(stored: Iterable[tuple[int, Line]], *, by: Model | str) -> None:
    """Entries of a bank statement, by their ids, whatever becomes of them."""
    with speaking("nl"):
        nobody = _("Bank statement")
    post_many((_entry(key, line, nobody) for key, line in stored), by=by)


def _entry(key: int, line: Line, nobody: str) -> tuple[Occasion, list[Move]]:
    says, name = line.words, line.words.name
    words = says.text or says.structured or says.end_to_end or name or nobody
    event, subject = "bank_file:confirmed", f"bank_entry:{key}"
    occasion = Occasion(event, subject, line.booked_on, Journal.BANK, words, party=name)
    return occasion, [Move(Account.BANK, Account.BANK_TO_PLACE, line.amount)]
