"""Reviewers: who they are, at which level, who is paid for them, and how much an hour."""

from __future__ import annotations

from datetime import date

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Role
from lt_admin.core import audit
from lt_admin.core.db import session
from lt_admin.core.i18n import gettext as _
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.models.people import (
    CompensationRate,
    LevelPeriod,
    Payee,
    PayeeKind,
    PayeePeriod,
    Reviewer,
    ReviewerLevel,
)
from lt_admin.reviewers.queries import people as queries
from lt_admin.reviewers.rules import growth
from lt_admin.reviewers.rules import people as rules
from lt_admin.reviewers.rules.payees import check_vat_id
from lt_admin.reviewers.services.payees import give_account

FROM_ORGANISATION = ("name", "street", "postcode", "city", "kvk", "vat_id", "iban", "language")


def add_reviewer(user: User, *, phone: str = "", by: User) -> Reviewer:
    """A reviewer for somebody who signs in as reviewer or supervisor; without level yet."""
    if user.role not in (Role.REVIEWER, Role.SUPERVISOR):
        raise Refused(_("Only an account of a reviewer or a supervisor can be a reviewer."))
    if queries.reviewer_of(user) is not None:
        raise Refused(_("This account has a reviewer record already."))
    reviewer = Reviewer(user=user, phone=phone)
    session.add(reviewer)
    audit.record("reviewer:added", reviewer, by=by)
    return reviewer


def change_reviewer(reviewer: Reviewer, *, phone: str, left_on: date | None, by: User) -> None:
    """Change the telephone number, or the day on which a reviewer left; history stays."""
    reviewer.phone, reviewer.left_on = phone, left_on
    audit.record("reviewer:changed", reviewer, by=by, left_on=left_on or "")


def set_level(
    reviewer: Reviewer,
    level: ReviewerLevel,
    *,
    valid_from: date,
    valid_until: date | None = None,
    reason: str = "",
    by: User,
) -> None:
    """From this day on the reviewer has this level, up to `valid_until` or without end.

    A second word for the same day replaces the first; a renewal is a new period. Raises Refused
    for a day before the newest level, and for an end before the beginning.
    """
    growth.check_until(valid_from, valid_until)
    newest = reviewer.levels[-1] if reviewer.levels else None
    rules.check_from(valid_from, last=newest.valid_from if newest else None, locked=None)
    if newest is not None and newest.valid_from == valid_from:
        newest.level, newest.valid_until, newest.reason = level, valid_until, reason
    else:
        facts = {"level": level, "valid_from": valid_from, "valid_until": valid_until}
        reviewer.levels.append(LevelPeriod(**facts, reason=reason))
    audit.record(
        "reviewer:level_set",
        reviewer,
        by=by,
        level=level,
        valid_from=valid_from,
        valid_until=valid_until or "",
    )


def add_payee(*, by: User, **facts: object) -> Payee:
    """An employer (with `organisation`) or a freelancer, whose hours we pay.

    What is not given about an employer is taken from its organisation. An IBAN waits for a second
    person; `holder` is the name of the account as the bank knows it. Raises Refused for a KvK
    number, btw-id or IBAN that is not real, for a freelancer's btw-id that holds a BSN, and for an
    employer that is a payee already.
    """
    holder = str(facts.pop("holder", None) or "")
    known = rules.checked_numbers(facts)
    check_vat_id(known.get("kind"), known.get("vat_id"))
    if known.get("kind") is PayeeKind.EMPLOYER:
        known = _of_organisation(known["organisation"]) | known
    elif not known.get("name"):
        raise Refused(_("A freelancer needs a name."))
    payee = Payee(**known)
    session.add(payee)
    audit.record("payee:added", payee, by=by, kind=payee.kind)
    give_account(payee, holder=holder, by=by)
    return payee


def _of_organisation(organisation: object) -> dict[str, object]:
    if not isinstance(organisation, Organisation):
        raise Refused(_("Choose the organisation that employs the reviewer."))
    session.flush()
    if queries.payee_of_organisation(organisation.id) is not None:
        raise Refused(_("This organisation is a payee already."))
    return {name: getattr(organisation, name) for name in FROM_ORGANISATION}


def employer_payee(organisation: Organisation, *, by: User) -> Payee:
    """The payee of an employer: the one there is, or a new one."""
    session.flush()
    found = queries.payee_of_organisation(organisation.id)
    return found or add_payee(kind=PayeeKind.EMPLOYER, organisation=organisation, by=by)


def freelance_payee(reviewer: Reviewer, *, by: User, **facts: object) -> Payee:
    """The reviewer as a freelancer: the payee known from before, changed, or a new one.

    What is empty leaves what is known as it was.
    """
    known = [
        period.payee
        for period in reviewer.payee_periods
        if period.payee.kind is PayeeKind.FREELANCER
    ]
    if not known:
        return add_payee(kind=PayeeKind.FREELANCER, by=by, **facts)
    change_payee(known[-1], by=by, **{name: value for name, value in facts.items() if value})
    return known[-1]


def change_payee(payee: Payee, *, by: User, **facts: object) -> None:
    """Change name, address or numbers of a payee; issued statements keep what they say.

    Another IBAN or `holder` waits for a second person; nothing is paid to this payee till then.
    """
    holder = str(facts.pop("holder", None) or "")
    known = rules.checked_numbers(facts)
    check_vat_id(payee.kind, known.get("vat_id"))
    changed = sorted(name for name, value in known.items() if getattr(payee, name) != value)
    if "name" in changed and not known["name"]:
        raise Refused(_("A payee needs a name."))
    for name in changed:
        setattr(payee, name, known[name])
    audit.record("payee:changed", payee, by=by, fields=", ".join(changed))
    if "iban" in changed or holder:
        give_account(payee, holder=holder, by=by)


def set_payee(reviewer: Reviewer, payee: Payee, *, valid_from: date, by: User) -> None:
    """From this day on this payee is paid for the reviewer's hours.

    Raises Refused when that would change hours that an invoice or a statement holds.
    """
    newest = reviewer.payee_periods[-1] if reviewer.payee_periods else None
    _check_from(reviewer, valid_from, newest.valid_from if newest else None)
    if newest is not None and newest.valid_from == valid_from:
        newest.payee = payee
    else:
        reviewer.payee_periods.append(PayeePeriod(payee=payee, valid_from=valid_from))
    session.flush()
    audit.record(
        "reviewer:payee_set", reviewer, by=by, payee=audit.name_of(payee), valid_from=valid_from
    )


def set_rate(reviewer: Reviewer, rate: Money, *, valid_from: date, by: User) -> None:
    """From this day on an hour of the reviewer is compensated at this rate.

    Raises Refused unless a quarter of an hour is a whole number of cents, and when hours that an
    invoice or a statement holds would change.
    """
    check_rate(rate)
    newest = reviewer.rates[-1] if reviewer.rates else None
    _check_from(reviewer, valid_from, newest.valid_from if newest else None)
    if newest is not None and newest.valid_from == valid_from:
        newest.rate = rate
    else:
        reviewer.rates.append(CompensationRate(rate=rate, valid_from=valid_from))
    audit.record("reviewer:rate_set", reviewer, by=by, rate_cents=rate.cents, valid_from=valid_from)


def check_rate(rate: Money) -> None:
    """Raises Refused unless a quarter of an hour at this rate is a whole number of cents."""
    rules.check_rate(rate)


def _check_from(reviewer: Reviewer, valid_from: date, last: date | None) -> None:
    session.flush()
    rules.check_from(valid_from, last=last, locked=queries.last_locked_day(reviewer))
