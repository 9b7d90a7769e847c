"""What paying does to the books: a payee is owed less, and a bank amount has found its place."""

from __future__ import annotations

from datetime import date

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.ledger import services as ledger
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion
from lt_admin.payouts.models.batches import BatchLine


def line_paid(line: BatchLine, event: str, *, on: date, by: Model | str) -> None:
    """The bank paid a line, or (`event` says so) its return was taken back."""
    _write(line, event, line.amount, on=on, by=by)


def line_unpaid(line: BatchLine, event: str, *, on: date, by: Model | str) -> None:
    """The money came back, or the booking was taken off the line again."""
    _write(line, event, -line.amount, on=on, by=by)


def _write(line: BatchLine, event: str, amount: Money, *, on: date, by: Model | str) -> None:
    with speaking("nl"):
        words = _("Payment %(number)s", number=line.end_to_end)
    occasion = Occasion(event, line, on, Journal.BANK, words, party=line.payee.name)
    ledger.post(occasion, [Move(Account.PAYEES, Account.BANK_TO_PLACE, amount)], by=by)
