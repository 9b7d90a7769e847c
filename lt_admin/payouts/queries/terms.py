"""What holds for a payee on the days of a statement: VAT, agreement, and who works for it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import exists, func, select

from lt_admin.accounts.models import User
from lt_admin.billing.models.statements import PaymentStatement, StatementItem, StatementLine
from lt_admin.billing.queries.rates import vat_rates_on
from lt_admin.billing.rules.rates import STANDARD
from lt_admin.billing.rules.statements import last_day
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.payouts.rules.bills import Asked, Terms, vat_of
from lt_admin.reviewers.models.hours import TimeEntry
from lt_admin.reviewers.models.payees import PayeeVat, SelfBilling, VatTreatment
from lt_admin.reviewers.models.people import Payee, PayeeKind, PayeePeriod, Reviewer
from lt_admin.reviewers.models.supervision import SupervisionSession


def vat_period(payee: Payee, day: date) -> PayeeVat | None:
    """How a payee's work of this day is taxed, where that was set."""
    wanted = select(PayeeVat).where(PayeeVat.payee_id == payee.id, PayeeVat.valid_from <= day)
    return session.scalars(wanted.order_by(PayeeVat.valid_from.desc()).limit(1)).one_or_none()


def vat_on(payee: Payee, day: date) -> VatTreatment:
    """The same, or what goes without saying: an exemption never does."""
    found = vat_period(payee, day)
    if found is not None:
        return found.treatment
    is_taxed = payee.kind is PayeeKind.EMPLOYER or payee.vat_id
    return VatTreatment.STANDARD if is_taxed else VatTreatment.KOR


def self_billing_on(payee: Payee, day: date) -> SelfBilling | None:
    """The agreement that we write this payee's invoices, when it holds on this day."""
    wanted = select(SelfBilling).where(
        SelfBilling.payee_id == payee.id, SelfBilling.valid_from <= day
    )
    wanted = wanted.order_by(SelfBilling.valid_from.desc()).limit(1)
    found = session.scalars(wanted).one_or_none()
    return found if found is not None and found.is_agreed else None


def is_paid_for(payee_id: int, user: User) -> bool:
    """Whether this payee is, or ever was, paid for this person's own work."""
    own = exists().where(
        PayeePeriod.payee_id == payee_id,
        PayeePeriod.reviewer_id == Reviewer.id,
        Reviewer.user_id == user.id,
    )
    return bool(session.scalar(select(own)))


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
    began = select(PayeeVat.treatment).where(
        PayeeVat.payee_id == payee.id,
        PayeeVat.valid_from.between(first + timedelta(days=1), last),
    )
    return frozenset({vat_on(payee, first), *session.scalars(began)})


def _is_exempt(payee: Payee, day: date) -> bool:
    found = vat_period(payee, day)
    if found is None or not found.crkbo:
        return False
    return found.crkbo_until is None or found.crkbo_until >= day
