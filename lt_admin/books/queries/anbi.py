"""The figures to publish, and who was paid without VAT on an invoice."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select, type_coerce

from lt_admin.billing.models.statements import PaymentStatement, StatementState
from lt_admin.books.rules.anbi import ASSETS, COSTS, INCOME, LIABILITIES, Part, part
from lt_admin.books.rules.exports import carried_over
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Column, Listing, Search
from lt_admin.core.money import ZERO
from lt_admin.core.orm import MoneyCents
from lt_admin.ledger.queries import balances
from lt_admin.payouts.models.bills import PAYABLE, Bill
from lt_admin.reviewers.models.people import Payee, PayeeKind


def anbi(year: int) -> list[Part]:
    """Balance sheet (the result is in the reserve) and result of a year, beside the year before."""
    ends = [carried_over(balances(date(each, 12, 31))) for each in (year, year - 1)]
    moved = [balances(date(each, 12, 31), date(each, 1, 1)) for each in (year, year - 1)]
    return [
        part(_l("Assets"), ASSETS, *ends),
        part(_l("Reserve and debts"), LIABILITIES, *ends),
        part(_l("Income of the year"), INCOME, *moved),
        part(_l("Costs of the year"), COSTS, *moved),
    ]


_AMOUNT: Any = type_coerce(func.coalesce(Bill.gross, PaymentStatement.amount), MoneyCents())

PAID_TO_OTHERS = Listing(
    "ubd",
    key=PaymentStatement.id,
    order="name",
    columns=(
        Column("name", _l("Name"), Payee.name, sort=func.lower(Payee.name), card="wide"),
        Column("street", _l("Street and number"), Payee.street, card="wide"),
        Column("postcode", _l("Postcode"), Payee.postcode),
        Column("city", _l("Town"), Payee.city),
        Column(
            "number",
            _l("Payment statement"),
            PaymentStatement.number,
            kind="code",
            link="statements.statement",
            link_key="statement_id",
        ),
        Column("paid_on", _l("Paid on"), PaymentStatement.paid_on, kind="day"),
        Column("amount", _l("Amount"), _AMOUNT, kind="euro", total=True),
    ),
    filters=(Search("q", _l("Search"), (Payee.name, PaymentStatement.number)),),
)


def paid_to_others(year: int) -> Select[Any]:
    """Payments of a year to freelancers without an invoice, or on one without VAT (FACTS.md 4)."""
    paid = PaymentStatement.paid_on.between(date(year, 1, 1), date(year, 12, 31))
    bill = (Bill.statement_id == PaymentStatement.id) & Bill.state.in_(PAYABLE)
    joined: Select[Any] = select().select_from(PaymentStatement)
    return (
        joined.join(Payee, Payee.id == PaymentStatement.payee_id)
        .outerjoin(Bill, bill)
        .where(PaymentStatement.state == StatementState.PAID, paid)
        .where(Payee.kind == PayeeKind.FREELANCER, or_(Bill.id.is_(None), Bill.vat == ZERO))
    )
