"""What a payee's invoice does to the books: when it can be paid, and when that is taken back.

The statement itself wrote what the work costs; the invoice adds its VAT, and what was approved
beside the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from lt_admin.core import clock
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.ledger.models import Journal
from lt_admin.ledger.rules import Account, Move
from lt_admin.ledger.services import Occasion, post
from lt_admin.payouts.models.bills import Bill
from lt_admin.payouts.queries.terms import standard_rate
from lt_admin.payouts.rules.bills import vat_of
from lt_admin.reviewers.models.payees import VatTreatment


def payable(bill: Bill, event: str, *, by: Model | str) -> None:
    """From here on it is paid: its VAT, and what it asks more or less than its statement."""
    post(_occasion(bill, event), _moves(bill), by=by)


def no_longer_payable(bill: Bill, event: str, *, by: Model | str) -> None:
    """The reverse."""
    back = [Move(move.credit, move.debit, move.amount) for move in _moves(bill)]
    post(_occasion(bill, event), back, by=by)


def _moves(bill: Bill) -> Iterator[Move]:
    yield Move(Account.VAT_PAID, Account.PAYEES, bill.vat)
    yield Move(Account.COMPENSATION, Account.PAYEES, bill.net - bill.statement.amount)
    yield Move(Account.VAT_PAID, Account.VAT_DUE, _shifted(bill))


def _shifted(bill: Bill) -> Money:
    """The VAT that we owe in the payee's place, and get back in the same return."""
    if bill.vat_treatment is not VatTreatment.REVERSE:
        return Money(0)
    return vat_of(bill.net, VatTreatment.STANDARD, standard_rate(bill.issued_on))


def _occasion(bill: Bill, event: str) -> Occasion:
    with speaking("nl"):
        words = _("Invoice %(number)s of a payee", number=bill.number)
    return Occasion(
        event=event,
        subject=bill,
        on=clock.today(),
        journal=Journal.PURCHASES,
        words=words,
        party=bill.payee.name,
    )
