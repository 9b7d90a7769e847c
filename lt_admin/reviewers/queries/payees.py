"""What is known of payees on a day: account number, VAT, agreements, and what asks for a look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from lt_admin.accounts.models import User
from lt_admin.core.db import session
from lt_admin.reviewers.models.assignments import Assignment
from lt_admin.reviewers.models.payees import (
    AccountState,
    FreelanceAgreement,
    NameCheck,
    PayeeAccount,
    PayeeVat,
    SelfBilling,
    VatTreatment,
)
from lt_admin.reviewers.models.people import Payee, PayeeKind, PayeePeriod, Reviewer
from lt_admin.reviewers.rules import payees as rules


def account_of(payee_id: int) -> PayeeAccount | None:
    """The account to pay to: the newest that two people saw; None while another one waits."""
    return accounts_of([payee_id]).get(payee_id)


def accounts_of(ids: Collection[int]) -> dict[int, PayeeAccount]:
    """The account to pay to for each of these payees that has one, by payee; one statement."""
    waits = aliased(PayeeAccount)
    wanted = (
        select(PayeeAccount)
        .join(Payee)
        .where(
            PayeeAccount.payee_id.in_(set(ids)),
            PayeeAccount.id.in_(_newest_approved()),
            PayeeAccount.iban == Payee.iban,  # a number taken away is not paid to
            ~exists().where(
                waits.payee_id == PayeeAccount.payee_id, waits.state == AccountState.PROPOSED
            ),
        )
    )
    return {account.payee_id: account for account in session.scalars(wanted)}


def _newest_approved() -> Select[Any]:
    return (
        select(func.max(PayeeAccount.id))
        .where(PayeeAccount.state == AccountState.APPROVED)
        .group_by(PayeeAccount.payee_id)
    )


def approved_account(payee_id: int) -> PayeeAccount | None:
    """The newest account that two people saw, also while another one waits."""
    wanted = select(PayeeAccount).where(
        PayeeAccount.payee_id == payee_id, PayeeAccount.id.in_(_newest_approved())
    )
    return session.scalars(wanted).one_or_none()


def waiting_account(payee_id: int) -> PayeeAccount | None:
    """The account that waits for a second person: at most one a payee."""
    return session.scalars(
        select(PayeeAccount).where(
            PayeeAccount.payee_id == payee_id, PayeeAccount.state == AccountState.PROPOSED
        )
    ).one_or_none()


def holder_of(payee: Payee) -> str:
    """The name of the account that a payee has now, as the bank knows it; else the payee's."""
    known = (waiting_account(payee.id), approved_account(payee.id))
    like = [each.holder for each in known if each is not None and each.iban == payee.iban]
    return like[0] if like else payee.name


def account_before(account: PayeeAccount) -> PayeeAccount | None:
    """The account that was approved before this one came."""
    return session.scalars(
        select(PayeeAccount)
        .where(
            PayeeAccount.payee_id == account.payee_id,
            PayeeAccount.state == AccountState.APPROVED,
            PayeeAccount.id < account.id,
        )
        .order_by(PayeeAccount.id.desc())
        .limit(1)
    ).one_or_none()


def lock_accounts(payee: Payee) -> None:
    """Nobody else gives this payee another account until we commit."""
    session.flush()
    session.execute(select(Payee.id).where(Payee.id == payee.id).with_for_update())


def is_paid_to(payee_id: int, user: User) -> bool:
    """Whether this payee is, or ever was, paid for the hours of this person."""
    found: bool = session.scalars(
        select(
            exists().where(
                PayeePeriod.payee_id == payee_id,
                PayeePeriod.reviewer_id == Reviewer.id,
                Reviewer.user_id == user.id,
            )
        )
    ).one()
    return found


def find_account(account_id: int) -> PayeeAccount | None:
    """An account number, with its payee and who gave it."""
    people = (joinedload(PayeeAccount.proposed_by), joinedload(PayeeAccount.decided_by))
    return session.get(PayeeAccount, account_id, options=[joinedload(PayeeAccount.payee), *people])


def accounts_to_decide(user: User) -> Sequence[PayeeAccount]:
    """The account numbers that this person can decide on, the oldest first."""
    own = exists().where(
        PayeePeriod.payee_id == PayeeAccount.payee_id,
        PayeePeriod.reviewer_id == Reviewer.id,
        Reviewer.user_id == user.id,
    )
    return session.scalars(
        select(PayeeAccount)
        .where(
            PayeeAccount.state == AccountState.PROPOSED,
            PayeeAccount.proposed_by_id.is_distinct_from(user.id),
            ~own,
        )
        .options(joinedload(PayeeAccount.payee), joinedload(PayeeAccount.proposed_by))
        .order_by(PayeeAccount.id)
    ).all()


def history_of_accounts(payee_id: int) -> Sequence[PayeeAccount]:
    """Every account number of a payee, the newest first, with who gave it and who decided."""
    return session.scalars(
        select(PayeeAccount)
        .where(PayeeAccount.payee_id == payee_id)
        .options(joinedload(PayeeAccount.proposed_by), joinedload(PayeeAccount.decided_by))
        .order_by(PayeeAccount.id.desc())
    ).all()


def name_checks_of(payee_id: int) -> Sequence[NameCheck]:
    """What the bank said of the names of a payee's accounts, the newest first."""
    return session.scalars(
        select(NameCheck)
        .join(PayeeAccount)
        .where(PayeeAccount.payee_id == payee_id)
        .options(joinedload(NameCheck.account), joinedload(NameCheck.checked_by))
        .order_by(NameCheck.checked_on.desc(), NameCheck.id.desc())
    ).all()


def vat_periods(payee_id: int) -> Sequence[PayeeVat]:
    """How a payee's work is taxed, by period, the oldest first."""
    return session.scalars(
        select(PayeeVat).where(PayeeVat.payee_id == payee_id).order_by(PayeeVat.valid_from)
    ).all()


def vat_on(payee: Payee, day: date) -> VatTreatment:
    """How the work of a payee is taxed on `day`.

    Without a period: an employer at 21 %; a freelancer too when there is a btw-id, and otherwise
    by the small businesses scheme. Exempt is never assumed.
    """
    return _taxed_on(payee, day).treatment


def _taxed_on(payee: Payee, day: date) -> rules.Taxed:
    reached = [period for period in vat_periods(payee.id) if period.valid_from <= day]
    if reached:
        return rules.Taxed(reached[-1].treatment, payee.vat_id, reached[-1].crkbo_until)
    is_taxed = payee.kind is PayeeKind.EMPLOYER or bool(payee.vat_id)
    return rules.Taxed(VatTreatment.STANDARD if is_taxed else VatTreatment.KOR, payee.vat_id)


def self_billing_periods(payee_id: int) -> Sequence[SelfBilling]:
    """What was agreed about who writes the invoices, the oldest first."""
    return session.scalars(
        select(SelfBilling).where(SelfBilling.payee_id == payee_id).order_by(SelfBilling.valid_from)
    ).all()


def self_billing_on(payee: Payee, day: date) -> SelfBilling | None:
    """The agreement by which we write this payee's invoices on `day`; None when it does so."""
    reached = [each for each in self_billing_periods(payee.id) if each.valid_from <= day]
    return reached[-1] if reached and reached[-1].is_agreed else None


def find_agreement(agreement_id: int) -> FreelanceAgreement | None:
    """An agreement with a freelancer, with its assignment and payee."""
    return session.get(FreelanceAgreement, agreement_id, options=_WHOLE)


def agreements_of(payee_id: int) -> Sequence[FreelanceAgreement]:
    """The agreements with a freelancer, the newest first."""
    return session.scalars(
        select(FreelanceAgreement)
        .where(FreelanceAgreement.payee_id == payee_id)
        .options(*_WHOLE)
        .order_by(FreelanceAgreement.starts_on.desc(), FreelanceAgreement.id.desc())
    ).all()


_WHOLE = (
    joinedload(FreelanceAgreement.payee),
    joinedload(FreelanceAgreement.assignment).joinedload(Assignment.engagement),
    joinedload(FreelanceAgreement.assignment)
    .joinedload(Assignment.reviewer)
    .joinedload(Reviewer.user),
)


def reviewers_of(payee_id: int) -> Sequence[Reviewer]:
    """Whose hours are, or were, paid to this payee, with their payees and rates by period."""
    paid = select(PayeePeriod.reviewer_id).where(PayeePeriod.payee_id == payee_id)
    return session.scalars(
        select(Reviewer)
        .join(User, Reviewer.user_id == User.id)
        .where(Reviewer.id.in_(paid))
        .options(
            joinedload(Reviewer.user),
            selectinload(Reviewer.payee_periods).joinedload(PayeePeriod.payee),
            selectinload(Reviewer.rates),
        )
        .order_by(User.name, Reviewer.id)
    ).all()


def assignments_of(payee: Payee) -> Sequence[Assignment]:
    """The places of whoever is or was paid through this payee, the newest first."""
    paid = select(PayeePeriod.reviewer_id).where(PayeePeriod.payee_id == payee.id)
    return session.scalars(
        select(Assignment)
        .where(Assignment.reviewer_id.in_(paid), Assignment.started_on.is_not(None))
        .options(joinedload(Assignment.engagement))
        .order_by(Assignment.id.desc())
    ).all()


def warnings_of(payee: Payee, day: date) -> list[rules.Concern]:
    """What asks for a look at a payee on `day`; never a reason to refuse (FACTS 2, 4, 12)."""
    found = list(rules.of_vat(_taxed_on(payee, day), day))
    if payee.kind is PayeeKind.FREELANCER:
        for work in _works(payee, day):
            found += rules.of_work(work, day)
    return found


def _works(payee: Payee, day: date) -> list[rules.Work]:
    """The places in which a freelancer works on `day`, each with its newest agreement."""
    people = {each.id: each for each in reviewers_of(payee.id) if each.payee_on(day) is payee}
    terms = {
        each.assignment_id: each.terms
        for each in reversed(agreements_of(payee.id))
        if each.terms.covers(day)
    }
    return [
        rules.Work(
            code=place.engagement.code or "",
            since=place.started_on or day,
            rate=people[place.reviewer_id].rate_on(day),
            terms=terms.get(place.id),
        )
        for place in assignments_of(payee)
        if place.reviewer_id in people and place.covers(day)
    ]
