"""Payees: account numbers that two people saw, names checked by the bank, VAT and agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from lt_admin.accounts.models import User
from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused, WrongState
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.payees import (
    AccountState,
    FreelanceAgreement,
    NameCheck,
    NameResult,
    PayeeAccount,
    PayeeVat,
    SelfBilling,
    VatTreatment,
)
from lt_admin.reviewers.models.people import Payee
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.rules import payees as rules
from lt_admin.reviewers.rules.people import check_from


def give_account(payee: Payee, *, holder: str = "", by: User) -> PayeeAccount | None:
    """Propose the number that the payee has now, unless it waits or was approved already.

    One that waited gives way by itself. Without `holder` it is who holds this number as we know
    it, else the payee's name.
    """
    queries.lock_accounts(payee)
    waits, known = queries.waiting_account(payee.id), queries.approved_account(payee.id)
    like = [each for each in (waits, known) if each is not None and each.iban == payee.iban]
    wanted = holder.strip() or (like[0].holder if like else payee.name)
    if waits is not None and waits in like and waits.holder == wanted:
        return None
    if waits is not None:
        waits.give_way()
        session.flush()
        audit.record("payee_account:declined", waits, by=by, ending=waits.ending)
    if payee.iban is None or (known is not None and known in like and known.holder == wanted):
        return None
    made = PayeeAccount(payee=payee, iban=payee.iban, holder=wanted, proposed_by_id=by.id)
    session.add(made)
    audit.record("payee_account:proposed", made, by=by, ending=made.ending)
    return made


def approve_account(account: PayeeAccount, *, by: User) -> None:
    """Agree, as a second person: from now on it can be paid to.

    WrongState when it was decided already; Refused to who gave it and to whom it pays.
    """
    _check_decides(account, by)
    account.decide("approve", by_id=by.id)
    account.payee.iban = account.iban
    audit.record("payee_account:approved", account, by=by, ending=account.ending)


def decline_account(account: PayeeAccount, *, reason: str, by: User) -> None:
    """Do not agree, as a second person: the number that was approved before is back.

    Refused without a reason, and as approve_account.
    """
    _check_decides(account, by)
    if not reason.strip():
        raise Refused(_("Say why this account is not used."))
    account.decide("decline", by_id=by.id)
    account.reason = reason.strip()
    before = queries.approved_account(account.payee_id)
    account.payee.iban = before.iban if before else None
    audit.record("payee_account:declined", account, by=by, ending=account.ending)


def _check_decides(account: PayeeAccount, by: User) -> None:
    queries.lock_accounts(account.payee)
    if account.state is not AccountState.PROPOSED:
        raise WrongState(_("This account number was decided on already."))
    if account.proposed_by_id == by.id:
        raise Refused(_("You gave this account number; somebody else decides."))
    if queries.is_paid_to(account.payee_id, by):
        raise Refused(_("This account is paid for your own hours; somebody else decides."))


def record_name_check(
    account: PayeeAccount, *, result: NameResult, name_shown: str = "", checked_on: date, by: User
) -> NameCheck:
    """Write down what the bank said of the name of an account; earlier results stay.

    Refused for a day to come, for a number that was declined, and for a close match without the
    name that the bank showed.
    """
    if account.state is AccountState.DECLINED:
        raise WrongState(_("This account number is not used."))
    if checked_on > clock.today():
        raise Refused(_("This day is still to come; a check is recorded afterwards."))
    if result is NameResult.CLOSE and not name_shown.strip():
        raise Refused(_("Write down the name that the bank shows."))
    made = NameCheck(
        account=account,
        result=result,
        name_shown=name_shown.strip(),
        checked_on=checked_on,
        checked_by_id=by.id,
    )
    session.add(made)
    audit.record("payee_account:name_checked", account, by=by, result=result, checked_on=checked_on)
    return made


def set_vat(
    payee: Payee,
    treatment: VatTreatment,
    *,
    valid_from: date,
    crkbo: str = "",
    crkbo_until: date | None = None,
    by: User,
) -> PayeeVat:
    """From this day on the payee's work is taxed like this.

    A second word for the same day replaces the first. Refused before the newest period, and for
    exempt work without an entry in the CRKBO register that holds on that day.
    """
    crkbo = crkbo.strip()
    rules.check_vat(treatment, valid_from=valid_from, crkbo=crkbo, until=crkbo_until)
    queries.lock_accounts(payee)
    is_exempt = treatment is VatTreatment.EXEMPT
    period: PayeeVat = _period(queries.vat_periods(payee.id), PayeeVat, payee, valid_from)
    period.treatment = treatment
    period.crkbo, period.crkbo_until = (crkbo, crkbo_until) if is_exempt else ("", None)
    session.add(period)
    audit.record("payee:vat_set", payee, by=by, treatment=treatment, valid_from=valid_from)
    return period


def _period(known: Any, kind: Any, payee: Payee, valid_from: date) -> Any:
    """The period that begins on this day: the newest one, or a new one after it."""
    newest = known[-1] if known else None
    check_from(valid_from, last=newest.valid_from if newest else None, locked=None)
    if newest is not None and newest.valid_from == valid_from:
        return newest
    return kind(payee_id=payee.id, valid_from=valid_from)


def agree_self_billing(
    payee: Payee, *, valid_from: date, agreed_on: date, objection_days: int = 14, by: User
) -> SelfBilling:
    """From this day on we write this freelancer's invoices, as agreed on a day before (FACTS 4)."""
    days = objection_days
    rules.check_self_billing(payee.kind, valid_from=valid_from, agreed_on=agreed_on, days=days)
    queries.lock_accounts(payee)
    period: SelfBilling = _period(
        queries.self_billing_periods(payee.id), SelfBilling, payee, valid_from
    )
    period.is_agreed, period.agreed_on, period.objection_days = True, agreed_on, days
    session.add(period)
    audit.record("payee:self_billing_agreed", payee, by=by, valid_from=valid_from)
    return period


def end_self_billing(payee: Payee, *, valid_from: date, by: User) -> SelfBilling:
    """From this day on the freelancer writes invoices; Refused when that is so already."""
    queries.lock_accounts(payee)
    known = queries.self_billing_periods(payee.id)
    if not known or not known[-1].is_agreed:
        raise WrongState(_("It is not agreed that we write these invoices."))
    period: SelfBilling = _period(known, SelfBilling, payee, valid_from)
    period.is_agreed, period.agreed_on = False, clock.today()
    period.objection_days = known[-1].objection_days
    session.add(period)
    audit.record("payee:self_billing_ended", payee, by=by, valid_from=valid_from)
    return period


def add_agreement(
    assignment: Assignment, payee: Payee, *, by: User, **facts: Any
) -> FreelanceAgreement:
    """The agreement with a freelancer about one assignment, and the assessment (FACTS 12).

    Facts as the columns of FreelanceAgreement; model, starts_on and rate are needed. Refused when
    the payee is not a freelancer who is paid for this reviewer.
    """
    session.flush()
    if not queries.is_paid_to(payee.id, assignment.reviewer.user):
        raise Refused(_("This payee is not paid for who has this place in the review."))
    made = FreelanceAgreement(assignment=assignment, payee=payee, **facts)
    _check_agreement(made)
    session.add(made)
    about = assignment.engagement
    audit.record("agreement:added", made, by=by, about=about, starts_on=made.starts_on)
    return made


def change_agreement(agreement: FreelanceAgreement, *, by: User, **facts: Any) -> None:
    """Complete or correct an agreement: the day of signing, the assessment, the end."""
    changed = sorted(name for name, value in facts.items() if getattr(agreement, name) != value)
    for name in changed:
        setattr(agreement, name, facts[name])
    _check_agreement(agreement)
    about = agreement.assignment.engagement
    audit.record("agreement:changed", agreement, by=by, about=about, fields=", ".join(changed))


def _check_agreement(agreement: FreelanceAgreement) -> None:
    if not agreement.model.strip():
        raise Refused(_("Say which model agreement this is."))
    if agreement.assessed_on is not None and not (agreement.assessed_by or "").strip():
        raise Refused(_("Say who assessed it."))
    rules.check_terms(agreement.payee.kind, agreement.terms)
