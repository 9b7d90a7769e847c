"""The VAT of a quarter, from invoices and bills, beside what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from lt_admin.billing.models.invoice_sums import InvoiceVat
from lt_admin.billing.models.invoices import Invoice
from lt_admin.books.rules.vat import Quarter, Return, Taxed, return_of
from lt_admin.core.db import session
from lt_admin.core.money import ZERO, Money
from lt_admin.ledger.models import Journal, LedgerEntry, LedgerPosting
from lt_admin.ledger.rules import Account
from lt_admin.payouts.models.bills import PAYABLE, Bill
from lt_admin.reviewers.models.payees import VatTreatment

SETTLED = (Journal.BANK, Journal.OPENING)  # what was paid to the tax service is no turnover


@dataclass(frozen=True)
class VatQuarter:
    """The return of a quarter, and the tax that the ledger has for the same days."""

    quarter: Quarter
    made: Return
    ledger_due: Money

    @property
    def invoiced(self) -> Money:
        """The tax on invoices of these days."""
        return Money.total(self.made.vat_of(code) for code in ("1a", "1b", "1c"))

    @property
    def difference(self) -> Money:
        """Invoices less ledger: nothing, unless an invoice came into a month that was closed."""
        return self.invoiced - self.ledger_due


def vat_of(quarter: Quarter) -> VatQuarter:
    """The VAT of one quarter, by the date of invoices; tax paid as it stands in the ledger."""
    paid = _moved(quarter, Account.VAT_PAID)
    made = return_of(_sales(quarter), _shifted(quarter), paid)
    return VatQuarter(quarter, made, -_moved(quarter, Account.VAT_DUE))


def _sales(quarter: Quarter) -> list[Taxed]:
    wanted = (
        select(
            *(InvoiceVat.category, InvoiceVat.percent),
            *(func.sum(InvoiceVat.net), func.sum(InvoiceVat.vat)),
        )
        .join(Invoice, Invoice.id == InvoiceVat.invoice_id)
        .where(Invoice.number.is_not(None))
        .where(Invoice.issued_on.between(quarter.first, quarter.last))
        .group_by(InvoiceVat.category, InvoiceVat.percent)
    )
    return [Taxed(*row) for row in session.execute(wanted)]


def _shifted(quarter: Quarter) -> Money:
    wanted = (
        select(func.sum(Bill.net))
        .where(Bill.vat_treatment == VatTreatment.REVERSE, Bill.state.in_(PAYABLE))
        .where(Bill.issued_on.between(quarter.first, quarter.last))
    )
    return session.scalars(wanted).one() or ZERO


def _moved(quarter: Quarter, account: Account) -> Money:
    """What moved on an account by invoices and bills; debit is positive."""
    debits, credits_ = (
        _side(quarter, side, account) for side in (LedgerPosting.debit, LedgerPosting.credit)
    )
    return debits - credits_


def _side(quarter: Quarter, side: Any, account: Account) -> Money:
    wanted = (
        select(func.sum(LedgerPosting.amount))
        .join(LedgerEntry, LedgerPosting.entry_id == LedgerEntry.id)
        .where(side == account, LedgerEntry.journal.not_in(SETTLED))
        .where(LedgerEntry.booked_on.between(quarter.first, quarter.last))
    )
    return session.scalars(wanted).one() or ZERO
