"""What an invoice for a statement should say, and whether we may write it ourselves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from lt_admin.billing.models.statements import PaymentStatement, StatementItem, StatementLine
from lt_admin.billing.queries.rates import vat_rates_on
from lt_admin.billing.rules.rates import STANDARD
from lt_admin.billing.rules.statements import last_day
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.payouts.rules.bills import Asked, Terms, vat_of
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.payees import VatTreatment
from lt_admin.reviewers.models.people import Payee, PayeeKind
from lt_admin.reviewers.models.supervision import SupervisionSession
from lt_admin.reviewers.queries.payees import self_billing_on, vat_on, vat_periods


def days_of(statement: PaymentStatement) -> tuple[date, date]:
    """The first and the last day of the work that a statement pays."""
    day = func.coalesce(TimeEntry.worked_on, SupervisionSession.held_on)
    wanted = (
        select(func.min(day), func.max(day))
        .select_from(StatementItem)
        .join(StatementItem.line)
        .outerjoin(StatementItem.time_entry)
        .outerjoin(StatementItem.session)
        .where(StatementLine.statement_id == statement.id)
    )
    first, last = session.execute(wanted).one()
    end = last_day(statement.year, statement.month)
    return first or statement.month_on, last or min(end, statement.issued_on)


def standard_rate(day: date) -> int:
    """The standard rate of VAT, in hundredths of a percent; 0 where none was set."""
    found = vat_rates_on(day).get(STANDARD)
    return 0 if found is None else found.percent


def asked_of(statement: PaymentStatement) -> Asked:
    """What an invoice for this statement should say."""
    payee, day = statement.payee, days_of(statement)[1]
    vat = vat_of(statement.amount, vat_on(payee, day), standard_rate(day))
    return Asked(
        statement=statement.number,
        net=statement.amount,
        vat=vat,
        kvk=payee.kvk or "",
        vat_id=payee.vat_id or "",
        iban=statement.iban,
    )


def terms_of(statement: PaymentStatement) -> Terms:
    """What decides whether we may write the invoice for this statement."""
    payee, us, (first, last) = statement.payee, the_foundation(), days_of(statement)
    return Terms(
        is_freelancer=payee.kind is PayeeKind.FREELANCER,
        is_agreed=self_billing_on(payee, statement.issued_on) is not None,
        treatments=_treatments(payee, first, last),
        kvk=payee.kvk or "",
        vat_id=payee.vat_id or "",
        has_address=all((payee.name, payee.street, payee.postcode, payee.city)),
        has_exemption=_is_exempt(payee, last),
        our_vat_id=us.vat_id,
        are_we_known=all((us.name, us.street, us.postcode, us.city, us.kvk)),
        amount=statement.amount,
    )


def _treatments(payee: Payee, first: date, last: date) -> frozenset[VatTreatment]:
    """Every treatment that held in these days."""
    began = [each.treatment for each in vat_periods(payee.id) if first < each.valid_from <= last]
    return frozenset({vat_on(payee, first), *began})


def _is_exempt(payee: Payee, day: date) -> bool:
    reached = [each for each in vat_periods(payee.id) if each.valid_from <= day]
    if not reached or not reached[-1].crkbo:
        return False
    until = reached[-1].crkbo_until
    return until is None or until >= day
