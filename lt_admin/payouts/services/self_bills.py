"""Invoices that we write in a freelancer's name, where that is agreed (FACTS.md 4)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.billing.documents.ubl import MEDIA_TYPE, written
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.core import audit, clock, outbox
from lt_admin.core.audit import SYSTEM
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.money import Money
from lt_admin.core.orm import Model
from lt_admin.core.paper.archive import Attachment
from lt_admin.core.series import INSERT
from lt_admin.core.steps import Refused, WrongState
from lt_admin.payouts.documents.bills import drawn_bill
from lt_admin.payouts.mails.bills import file_name, self_bill_mail
from lt_admin.payouts.models.bills import PAYABLE, Bill, BillKind, BillSeries, BillState
from lt_admin.payouts.models.e_bills import e_bill_of
from lt_admin.payouts.queries import bills as queries
from lt_admin.payouts.queries.bill_lists import to_write
from lt_admin.payouts.queries.terms import days_of, standard_rate, terms_of
from lt_admin.payouts.rules.bills import obstacles, vat_of
from lt_admin.payouts.services import bill_postings
from lt_admin.payouts.services.bill_links import address_of
from lt_admin.payouts.services.bills import check_unpaid, hold
from lt_admin.reviewers.models.people import Payee
from lt_admin.reviewers.queries.payees import self_billing_on, vat_on


def issue_self_bill(statement: PaymentStatement, *, by: User) -> Bill:
    """Write the invoice for a statement in the payee's name, freeze it and mail it.

    It has the next number of the payee's own series, without gaps. Raises Refused with everything
    that forbids it, and WrongState when there is an invoice already.
    """
    hold(statement)
    check_unpaid(statement)
    if queries.live_bill(statement) is not None:
        raise WrongState(_("There is an invoice for this statement already."))
    if found := obstacles(terms_of(statement)):
        raise Refused(" ".join(found))
    bill = _drafted(statement, by)
    _send(bill, by=by)
    cents, sha256 = bill.gross.cents, bill.sha256
    audit.record("bill:issued", bill, by=by, number=bill.number, cents=cents, sha256=sha256)
    return bill


def issue_ready(*, expecting: Money | None, by: User) -> list[Bill]:
    """Write every invoice that can be written now.

    Raises Refused when there is none, and WrongState when it is no longer the amount that somebody
    was `expecting`.
    """
    ready = [each for each in to_write() if not each.lacks]
    if not ready:
        raise Refused(_("There is no invoice to write now."))
    if expecting not in {None, Money.total(each.gross for each in ready)}:
        raise WrongState(_("Something changed since you opened this page; look once more."))
    return [issue_self_bill(each.statement, by=by) for each in ready]


def _drafted(statement: PaymentStatement, by: User) -> Bill:
    payee, day = statement.payee, days_of(statement)[1]
    treatment = vat_on(payee, day)
    vat = vat_of(statement.amount, treatment, standard_rate(day))
    return _bill(
        statement,
        kind=BillKind.SELF_BILLED,
        vat_treatment=treatment,
        net=statement.amount,
        vat=vat,
        gross=statement.amount + vat,
        made_by_id=by.id,
    )


def _bill(statement: PaymentStatement, **facts: Any) -> Bill:
    """A bill of today with the next number, and the term in which the payee may object."""
    agreed = self_billing_on(statement.payee, statement.issued_on)
    days = agreed.objection_days if agreed else 0
    today = clock.today()
    return Bill(
        payee=statement.payee,
        statement=statement,
        number=_next_number(statement.payee_id, today.year),
        issued_on=today,
        state=BillState.ISSUED,
        object_until=today + timedelta(days=days),
        **facts,
    )


def _next_number(payee_id: int, year: int) -> str:
    """The next of this payee's numbers of the year, such as ``A12-2025-0001``; A for "afnemer".

    The row is locked until we commit, and the number given back when that fails.
    """
    insert: Any = INSERT[session.get_bind().dialect.name]
    row = insert(BillSeries).values(payee_id=payee_id, year=year, last=1)
    keys = ["payee_id", "year"]
    counted = row.on_conflict_do_update(index_elements=keys, set_={"last": BillSeries.last + 1})
    number = int(session.scalars(counted.returning(BillSeries.last)).one())
    return f"A{payee_id}-{year}-{number:04}"


def _send(bill: Bill, *, by: User) -> None:
    """Freeze it with its e-invoice and paper, and mail it with a link to answer."""
    session.add(bill)
    _freeze(bill)
    if bill.payee.email:
        link = address_of(bill.statement, by=by)
        outbox.queue(self_bill_mail(bill, link=link), about=bill.statement)


def _freeze(bill: Bill) -> None:
    """Keep the e-invoice with the paper in it, and the paper with that inside (PDF/A-3b)."""
    sender, rate = the_foundation().sender, standard_rate(days_of(bill.statement)[1])
    with speaking(bill.payee.language):
        name, paper = file_name(bill), drawn_bill(bill, sender, rate)
        plain = Attachment(
            f"{name}.pdf", "application/pdf", paper.written(), _("The invoice on paper")
        )
        bill.ubl = written(e_bill_of(bill, sender, rate), [plain])
        inside = Attachment(f"{name}.xml", MEDIA_TYPE, bill.ubl, _("The e-invoice (UBL)"))
        bill.pdf = paper.written([inside])
    bill.sha256 = hashlib.sha256(bill.pdf).hexdigest()


def accept(bill: Bill, *, by: Model | str) -> None:
    """The payee says that it is right, or let the term pass: from now on it can be paid."""
    hold(bill.statement)
    bill.step("accept", by=by if isinstance(by, str) else audit.name_of(by))
    audit.record("bill:accepted", bill, by=by, number=bill.number)
    if bill.kind is BillKind.SELF_BILLED:
        bill_postings.payable(bill, "bill:accepted", by=by)


def accept_as_payee(bill: Bill, *, by: Payee) -> None:
    """The payee accepts on its own page: only what we wrote is there to be accepted."""
    if bill.kind is not BillKind.SELF_BILLED or bill.payee_id != by.id:
        raise WrongState(_("There is nothing to accept here."))
    accept(bill, by=by)


def object_to(bill: Bill, *, words: str, by: Model) -> None:
    """The payee says within the term what is not right; it is not paid until that is settled."""
    hold(bill.statement)
    if bill.object_until is None or clock.today() > bill.object_until:
        raise WrongState(_("The term to object is over. Mail or call us, and we look at it."))
    if bill.kind is not BillKind.SELF_BILLED:
        raise WrongState(_("Only an invoice can be objected to. Mail or call us."))
    if not words.strip():
        raise Refused(_("Say what is not right, in a few words."))
    bill.step("object", by=audit.name_of(by))
    bill.remark = words.strip()
    audit.record("bill:objected", bill, by=by, number=bill.number)


def credit(bill: Bill, *, reason: str, by: User) -> Bill:
    """Take an invoice that we wrote back in full, by one with a number of the same series.

    After that the statement may get a new one. Not once it is paid or in a batch.
    """
    hold(bill.statement)
    check_unpaid(bill.statement)
    if bill.kind is not BillKind.SELF_BILLED:
        raise WrongState(_("Only an invoice that we wrote ourselves can be taken back."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    was_payable = bill.state in PAYABLE
    bill.step("credit", by=audit.name_of(by))
    session.flush()
    made = _credit_of(bill, reason.strip(), by)
    _send(made, by=by)
    audit.record("bill:credited", bill, by=by, number=made.number, cents=made.gross.cents)
    if was_payable:
        bill_postings.no_longer_payable(bill, "bill:credited", by=by)
    return made


def _credit_of(bill: Bill, reason: str, by: User) -> Bill:
    return _bill(
        bill.statement,
        kind=BillKind.SELF_BILLED_CREDIT,
        refers_to=bill,
        vat_treatment=bill.vat_treatment,
        net=-bill.net,
        vat=-bill.vat,
        gross=-bill.gross,
        remark=reason,
        made_by_id=by.id,
    )


def run_job() -> int:
    """Accept what nobody objected to within the term, as agreed beforehand; how many."""
    return sum(_accept_silence(bill) for bill in queries.silent_bills(clock.today()))


def _accept_silence(bill: Bill) -> bool:
    """Accept, unless an answer came in between."""
    session.refresh(bill, ["state", "version"], with_for_update=True)
    if bill.state is not BillState.ISSUED:
        return False
    accept(bill, by=SYSTEM)
    return True
