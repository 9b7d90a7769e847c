"""Lists of payees' invoices: those there are, those that are awaited, those we can write."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.billing.queries.statements import PAYEE_WORDS, Months
from lt_admin.core import formats
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.money import Money
from lt_admin.payouts.models.bills import Bill, BillKind, BillState
from lt_admin.payouts.queries.bills import OVER
from lt_admin.payouts.queries.terms import asked_of, terms_of
from lt_admin.payouts.rules.bills import obstacles
from lt_admin.reviewers.models.payees import SelfBilling, VatTreatment
from lt_admin.reviewers.models.people import Payee, PayeeKind
from lt_admin.reviewers.queries.payees import self_billing_on

STATES = {
    BillState.DIFFERS: Badge(_l("differs"), "danger"),
    BillState.MATCHED: Badge(_l("may be paid"), "ok"),
    BillState.REJECTED: Badge(_l("sent back"), "neutral"),
    BillState.ISSUED: Badge(_l("sent"), "info"),
    BillState.ACCEPTED: Badge(_l("accepted"), "ok"),
    BillState.OBJECTED: Badge(_l("objected to"), "danger"),
    BillState.CREDITED: Badge(_l("taken back"), "neutral"),
}
KINDS = {
    BillKind.PURCHASE: _l("sent by the payee"),
    BillKind.SELF_BILLED: _l("written by us"),
    BillKind.SELF_BILLED_CREDIT: _l("credit, written by us"),
}
TREATMENTS = {
    VatTreatment.STANDARD: _l("at the standard rate"),
    VatTreatment.EXEMPT: _l("exempt"),
    VatTreatment.KOR: _l("small businesses scheme (KOR)"),
    VatTreatment.REVERSE: _l("reverse-charged"),
}
BILLS = Listing(
    "bills",
    key=Bill.id,
    order="-issued",
    columns=(
        Column("number", _l("Number"), Bill.number, link="bills.bill", link_key="bill_id"),
        Column("payee", _l("Payee"), Payee.name, sort=func.lower(Payee.name), card="wide"),
        Column("kind", _l("Kind"), Bill.kind, words=KINDS, card="carried"),
        Column("statement", _l("Statement"), PaymentStatement.number),
        Column("issued", _l("Date"), Bill.issued_on, kind="day"),
        Column("state", _l("State"), Bill.state, kind="badge", words=STATES),
        Column("net", _l("Without VAT"), Bill.net, kind="euro", total=True, card="carried"),
        Column("vat", _l("VAT"), Bill.vat, kind="euro", total=True, card="carried"),
        Column("gross", _l("With VAT"), Bill.gross, kind="euro", total=True),
    ),
    filters=(
        Search(
            "q",
            _l("Search"),
            (Bill.number, Payee.name, PaymentStatement.number),
            _l("Number, statement or payee"),
        ),
        Days("from", _l("From"), lambda day: Bill.issued_on >= day),
        Days("until", _l("Up to and including"), lambda day: Bill.issued_on <= day),
        Choice("state", _l("State"), STATES, lambda state: Bill.state == state),
        Choice("kind", _l("Kind"), KINDS, lambda kind: Bill.kind == kind),
    ),
)
AWAITED = Listing(
    "awaited_bills",
    key=PaymentStatement.id,
    order="issued",
    columns=(
        Column(
            *("number", _l("Statement"), PaymentStatement.number),
            link="bills.register",
            link_key="statement_id",
        ),
        Column("payee", _l("Payee"), Payee.name, sort=func.lower(Payee.name), card="wide"),
        Column("kind", _l("Kind"), Payee.kind, words=PAYEE_WORDS),
        Column(
            *("month", _l("Up to and including")),
            PaymentStatement.year * 100 + PaymentStatement.month,
            words=Months(),
        ),
        Column("issued", _l("Date"), PaymentStatement.issued_on, kind="day"),
        Column("amount", _l("Without VAT"), PaymentStatement.amount, kind="euro", total=True),
    ),
    filters=(Search("q", _l("Search"), (PaymentStatement.number, Payee.name)),),
)
_HAS_BILL = exists().where(
    Bill.statement_id == PaymentStatement.id,
    Bill.state.not_in(OVER),
    Bill.kind != BillKind.SELF_BILLED_CREDIT,
)
_LATEST = (
    select(SelfBilling.is_agreed)
    .where(
        SelfBilling.payee_id == PaymentStatement.payee_id,
        SelfBilling.valid_from <= PaymentStatement.issued_on,
    )
    .order_by(SelfBilling.valid_from.desc())
    .limit(1)
    .scalar_subquery()
)
_WAITS = (PaymentStatement.state == StatementState.ISSUED, ~_HAS_BILL)


def all_bills() -> Select[()]:
    """Every invoice of a payee, for the list."""
    return (
        select()
        .select_from(Bill)
        .join(Payee, Bill.payee_id == Payee.id)
        .join(PaymentStatement, Bill.statement_id == PaymentStatement.id)
    )


def awaited() -> Select[()]:
    """The statements for which the payee is to send an invoice that is not there yet."""
    is_theirs = or_(_LATEST.is_(None), _LATEST.is_(False))
    return select().select_from(PaymentStatement).join(Payee).where(*_WAITS, is_theirs)


@dataclass(frozen=True)
class Ready:
    """An invoice that we can write now, or why not."""

    statement: PaymentStatement
    vat: Money
    lacks: list[str]

    @property
    def gross(self) -> Money:
        """What is paid, with VAT."""
        return self.statement.amount + self.vat


def to_write() -> list[Ready]:
    """The statements whose invoice we write as agreed, and that have none yet; oldest first."""
    wanted = (
        select(PaymentStatement)
        .join(Payee)
        .where(*_WAITS, Payee.kind == PayeeKind.FREELANCER, _LATEST.is_(True))
        .options(joinedload(PaymentStatement.payee))
        .order_by(PaymentStatement.id)
    )
    return [
        Ready(each, asked_of(each).vat, obstacles(terms_of(each)))
        for each in session.scalars(wanted)
        if self_billing_on(each.payee, each.issued_on) is not None
    ]


def duties(user: User) -> list[Duty]:
    """What is to be written, decided and settled."""
    found: list[Duty] = []
    if user.may(Permission.BILL_MANAGE):
        found += [*_writing(), *_settling()]
    if user.may(Permission.BILL_APPROVE):
        found += _deciding(user)
    return found


def _writing() -> list[Duty]:
    ready = to_write()
    if not ready:
        return []
    amount = formats.euro(Money.total(each.gross for each in ready), language())
    words = ngettext(
        "One invoice is to be written for a freelancer: %(amount)s.",
        "%(num)s invoices are to be written for freelancers: %(amount)s.",
        len(ready),
        amount=amount,
    )
    since = min(each.statement.issued_on for each in ready)
    return [Duty(words, since=since, url=url_for("bills.write"), button=_("Look at the invoices"))]


def _settling() -> list[Duty]:
    wanted = (Bill.state == BillState.OBJECTED,)
    count, since = session.execute(
        select(func.count(), func.min(Bill.issued_on)).where(*wanted)
    ).one()
    if not count:
        return []
    words = ngettext(
        "A freelancer objected to an invoice.",
        "Freelancers objected to %(num)s invoices.",
        count,
    )
    url = url_for("bills.bills", state="objected")
    return [Duty(words, since=since, url=url, button=_("Look at the objection"))]


def _deciding(user: User) -> list[Duty]:
    wanted = (Bill.state == BillState.DIFFERS, Bill.made_by_id.is_distinct_from(user.id))
    count, since = session.execute(
        select(func.count(), func.min(Bill.issued_on)).where(*wanted)
    ).one()
    if not count:
        return []
    words = ngettext(
        "An invoice of a payee differs from its statement.",
        "%(num)s invoices of payees differ from their statements.",
        count,
    )
    url = url_for("bills.bills", state="differs")
    return [Duty(words, since=since, url=url, button=_("Look at the difference"))]
