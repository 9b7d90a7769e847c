"""Invoices that payees send: registered, compared with their statement, and decided on."""

from __future__ import annotations

import hashlib

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.core import audit, clock, outbox
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.mails.bills import bill_rejected
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.queries.terms import asked_of, days_of
from lt_admin.payouts.rules.bills import Told, differences
from lt_admin.payouts.rules.reading import PDF, kind_of, read
from lt_admin.payouts.services import bill_postings
from lt_admin.payouts.services.bill_links import address_of
from lt_admin.reviewers.queries.payees import is_paid_to, self_billing_on, vat_on


def register(
    statement: PaymentStatement, content: bytes, *, typed: Told | None = None, by: Model | str
) -> Bill:
    """Take in the invoice of a payee for a statement, sent by the payee or on its behalf.

    Of a PDF the amounts are `typed`; an e-invoice (UBL) is read. It is matched when it says what
    the statement says, and otherwise waits for a second person. Raises Refused for a file that is
    no invoice, and WrongState when there is one already.
    """
    hold(statement)
    _check_free(statement)
    kind = kind_of(content)
    told = _typed(typed) if kind == PDF else read(content)
    _check(statement, told)
    bill = _made(statement, told, (kind, content), by)
    session.add(bill)
    audit.record("bill:registered", bill, by=by, number=bill.number, cents=bill.gross.cents)
    if bill.state is BillState.MATCHED:
        bill_postings.payable(bill, "bill:registered", by=by)
    return bill


def hold(statement: PaymentStatement) -> None:
    """Nobody else changes what is to be paid for this statement until we commit."""
    session.flush()
    session.refresh(statement, ["state", "version"], with_for_update=True)


def check_unpaid(statement: PaymentStatement) -> None:
    """Raise WrongState once a payment of this statement waits or was done."""
    if statement.state is not StatementState.ISSUED or queries.is_in_batch(statement):
        raise WrongState(_("This statement is paid, or stands in a payment batch."))


def _check_free(statement: PaymentStatement) -> None:
    check_unpaid(statement)
    if queries.live_bill(statement) is not None:
        raise WrongState(_("There is an invoice for this statement already."))
    if self_billing_on(statement.payee, statement.issued_on) is not None:
        raise Refused(_("It is agreed that we write the invoices of this payee."))


def _typed(typed: Told | None) -> Told:
    if typed is None:
        raise Refused(_("Type the number, the day and the amounts of this invoice."))
    return typed


def _check(statement: PaymentStatement, told: Told) -> None:
    if told.issued_on > clock.today():
        raise Refused(_("The day of this invoice is still to come."))
    if queries.is_known(statement.payee_id, told.number):
        raise Refused(
            _("There is an invoice %(number)s of this payee already.", number=told.number)
        )


def _made(
    statement: PaymentStatement, told: Told, file: tuple[str, bytes], by: Model | str
) -> Bill:
    is_right = not differences(asked_of(statement), told)
    kind, content = file
    return Bill(
        kind=BillKind.PURCHASE,
        payee=statement.payee,
        statement=statement,
        number=told.number,
        issued_on=told.issued_on,
        state=BillState.MATCHED if is_right else BillState.DIFFERS,
        vat_treatment=vat_on(statement.payee, days_of(statement)[1]),
        net=told.net,
        vat=told.vat,
        gross=told.net + told.vat,
        content=content,
        content_type=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        made_by_id=by.id if isinstance(by, User) else None,
    )


def approve_difference(bill: Bill, *, reason: str, by: User) -> None:
    """Say that an invoice is right although it differs from its statement, and why.

    Never by who registered it, and never by somebody whose own work it pays.
    """
    hold(bill.statement)
    if by.id == bill.made_by_id:
        raise Refused(_("Somebody else decides: you registered this invoice yourself."))
    if is_paid_to(bill.payee_id, by):
        raise Refused(_("Somebody else decides: this invoice is about your own work."))
    bill.step("approve", by=audit.name_of(by))
    bill.remark = _said(reason)
    audit.record("bill:approved", bill, by=by, number=bill.number, cents=bill.gross.cents)
    bill_postings.payable(bill, "bill:approved", by=by)


def reject(bill: Bill, *, reason: str, by: User) -> None:
    """Send an invoice back to the payee, who is mailed why; another one may come in its place."""
    hold(bill.statement)
    check_unpaid(bill.statement)
    was_matched = bill.state is BillState.MATCHED
    bill.step("reject", by=audit.name_of(by))
    bill.remark = _said(reason)
    audit.record("bill:rejected", bill, by=by, number=bill.number, cents=bill.gross.cents)
    if was_matched:
        bill_postings.no_longer_payable(bill, "bill:rejected", by=by)
    if bill.payee.email:
        link = address_of(bill.statement, by=by)
        outbox.queue(bill_rejected(bill, link=link), about=bill.statement)


def _said(words: str) -> str:
    if not words.strip():
        raise Refused(_("Say why, in a few words."))
    return words.strip()
