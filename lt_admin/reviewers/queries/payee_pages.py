"""What the pages of payees show: the list, one payee whole, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, case, exists, func, literal, null, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.duties import Duty
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Listing, Search
from lt_admin.reviewers.models.payees import (
    AccountState,
    FreelanceAgreement,
    NameCheck,
    PayeeAccount,
    PayeeVat,
    SelfBilling,
    VatTreatment,
)
from lt_admin.reviewers.models.people import Payee, Reviewer
from lt_admin.reviewers.queries import payees as queries
from lt_admin.reviewers.queries.payee_words import ACCOUNT_WORDS, PAYEES, SHORTLY
from lt_admin.reviewers.rules.payees import Concern


def _has(state: AccountState) -> Any:
    """Whether an account in this state stands with a payee; approved: the number there is now."""
    found = exists().where(PayeeAccount.payee_id == Payee.id, PayeeAccount.state == state)
    if state is AccountState.APPROVED:
        found = found.where(PayeeAccount.iban == Payee.iban)
    return found.correlate(Payee)


def _state(state: AccountState) -> Any:
    return literal(state, PayeeAccount.state.type)


_ACCOUNT = case(
    (_has(AccountState.PROPOSED), _state(AccountState.PROPOSED)),
    (_has(AccountState.APPROVED), _state(AccountState.APPROVED)),
    else_=null(),
)
_WHERE = {
    "proposed": _ACCOUNT == AccountState.PROPOSED,
    "approved": _ACCOUNT == AccountState.APPROVED,
    "none": _ACCOUNT.is_(None),
}
PAYEE_LIST = Listing(
    "payees",
    key=Payee.id,
    order="name",
    columns=(
        Column(
            *("name", _l("Name"), Payee.name),
            sort=func.lower(Payee.name),
            link="payees.payee",
            link_key="payee_id",
            small="city",
        ),
        Column("kind", _l("Kind"), Payee.kind, words=PAYEES),
        Column("iban", _l("IBAN"), Payee.iban, kind="code"),
        Column(*("account", _l("Bank account"), _ACCOUNT), sort=False, kind="badge", words=SHORTLY),
        Column("kvk", _l("KvK number"), Payee.kvk),
        Column("vat_id", _l("Btw-id"), Payee.vat_id),
        Column("city", _l("Town"), Payee.city, card="carried"),
        Column("email", _l("E-mail"), Payee.email, card="carried"),
    ),
    filters=(
        Search("q", _l("Search"), (Payee.name, Payee.iban)),
        Choice("kind", _l("Kind"), PAYEES, lambda kind: Payee.kind == kind),
        Choice("account", _l("Bank account"), ACCOUNT_WORDS, lambda state: _WHERE[state]),
    ),
)


def all_payees() -> Select[Any]:
    """Every payee."""
    return select().select_from(Payee)


@dataclass(frozen=True)
class Sheet:
    """All that is known of one payee on a day, for its page."""

    accounts: Sequence[PayeeAccount]
    checks: dict[int, list[NameCheck]]  # by account, the newest first
    used: PayeeAccount | None
    vat: Sequence[PayeeVat]
    vat_now: VatTreatment
    billing: Sequence[SelfBilling]
    billing_now: SelfBilling | None
    agreements: Sequence[FreelanceAgreement]
    people: Sequence[Reviewer]
    warnings: Sequence[Concern]

    @property
    def waits(self) -> PayeeAccount | None:
        """The account number that waits for a second person."""
        waiting = [each for each in self.accounts if each.state is AccountState.PROPOSED]
        return waiting[0] if waiting else None


def sheet_of(payee: Payee, day: date) -> Sheet:
    """A payee as its page shows it; as many statements for a long history as for a short one."""
    checks: dict[int, list[NameCheck]] = {}
    for check in queries.name_checks_of(payee.id):
        checks.setdefault(check.account_id, []).append(check)
    return Sheet(
        accounts=queries.history_of_accounts(payee.id),
        checks=checks,
        used=queries.account_of(payee.id),
        vat=queries.vat_periods(payee.id),
        vat_now=queries.vat_on(payee, day),
        billing=queries.self_billing_periods(payee.id),
        billing_now=queries.self_billing_on(payee, day),
        agreements=queries.agreements_of(payee.id),
        people=queries.reviewers_of(payee.id),
        warnings=queries.warnings_of(payee, day),
    )


def account_duties(user: User) -> list[Duty]:
    """The account numbers that this person can decide on: never one's own."""
    if not user.may(Permission.PAYEE_ACCOUNT_APPROVE):
        return []
    return [_duty(each) for each in queries.accounts_to_decide(user)]


def _duty(account: PayeeAccount) -> Duty:
    by = account.proposed_by
    return Duty(
        _("The account number of %(name)s waits for you.", name=account.payee.name),
        since=clock.day_of(account.proposed_at),
        url=url_for("payees.account", account_id=account.id),
        button=_("Compare and decide"),
        reason=_("Given by %(name)s. Nothing is paid to it till then.", name=by.name)
        if by
        else _("Nothing is paid to it till then."),
        badge=Badge(_("second person"), "warn"),
    )
