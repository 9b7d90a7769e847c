"""Files from the bank that were looked at or taken in, and invoices that they pay."""

from __future__ import annotations

from sqlalchemy import select

from lt_admin.bank.models.statements import BankEntry, BankStatement
from lt_admin.bank.queries.files import controls
from lt_admin.bank.services import files
from lt_admin.billing.services.invoices import issue_invoice
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.money import ZERO
from tests.bank.camt_files import statement
from tests.bank.references import reference_of
from tests.billing.invoice_factories import draft, foundation, review, worked
from tests.ledger.books import agree


def invoice_of(*, by, hours=10, payers=None, **facts):
    """An issued invoice with its structured reference, of 157.30 an hour."""
    engagement = review((100,), by=by, payers=payers, **facts)
    worked(engagement, hours)
    (made,) = draft(engagement, by=by)
    made.payment_reference = reference_of(f"T{made.id}")
    issue_invoice(made, by=by)
    session.flush()
    return made


def amount_of(money):
    """As a file writes it."""
    return f"{money.cents // 100}.{money.cents % 100:02}"


def read(transfers, *, by=audit.SYSTEM, **facts):
    """A file that was looked at."""
    foundation()
    return files.read_file("maandag.xml", statement(transfers, **facts), by)


def taken_in(transfers, *, by=audit.SYSTEM, **facts):
    """The entries of a file that was taken in."""
    file = read(transfers, by=by, **facts)
    files.confirm(file, by)
    return entries_of(file)


def entries_of(file):
    session.flush()
    wanted = select(BankEntry).join(BankStatement).where(BankStatement.file_id == file.id)
    return session.scalars(wanted.order_by(BankEntry.statement_id, BankEntry.position)).all()


def check_controls():
    """Every statement adds up: nothing was lost; and the books say so too."""
    session.flush()
    session.expire_all()
    for each in controls():
        assert each.gap == ZERO
        sums = each.booked + each.open + each.aside + each.statement.seen_before
        assert sums == each.statement.closing - each.statement.opening
    agree()
