"""What waits for somebody: rounds to bill, drafts to send, invoices overdue, money unallocated."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from lt_admin.accounts.models import User
from lt_admin.accounts.policy import Permission
from lt_admin.billing.models.invoices import Invoice, InvoiceState
from lt_admin.billing.models.payments import Payment
from lt_admin.billing.queries.invoice_lists import OWED, ROUNDS, TODAY
from lt_admin.billing.queries.payments import REST
from lt_admin.billing.queries.round_lists import drafted, waiting
from lt_admin.billing.queries.stripe_balance import count_odd
from lt_admin.core import clock
from lt_admin.core.badges import Badge
from lt_admin.core.db import session
from lt_admin.core.duties import Duty
from lt_admin.core.formats import euro, hours
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.money import ZERO


def invoice_duties(user: User) -> list[Duty]:
    """The duties of this person about invoices and payments."""
    found: list[Duty] = []
    if user.may(Permission.INVOICE_MANAGE):
        found += [*_rounds(), *_drafts()]
    if user.may(Permission.INVOICE_MANAGE) or user.may(Permission.PAYMENT_RECORD):
        found += _overdue()
    if user.may(Permission.PAYMENT_RECORD):
        found += [*_unallocated(), *_odd()]
    return found


def _odd() -> list[Duty]:
    """Disputes, and payments at Stripe that are not what we asked."""
    count = count_odd()
    if not count:
        return []
    words = ngettext(
        "One payment at Stripe needs a look.", "%(num)d payments at Stripe need a look.", count
    )
    facts = {"sentence": words, "url": url_for("stripe.overview")}
    reason = _("A dispute has a last day to answer.")
    return [_money_duty(clock.today(), reason, _("See which"), **facts)]


def _rounds() -> list[Duty]:
    return [
        Duty(
            sentence=_(
                "The %(round)s of %(code)s can be made.",
                round=str(ROUNDS[each.round]),
                code=each.engagement.code,
            ),
            since=clock.today(),
            url=_round_page("rounds.plan", each),
            button=_("See what it asks"),
            reason=_("%(hours)s approved hours", hours=hours(each.minutes)),
            badge=Badge(_("can go on"), "info"),
        )
        for each in waiting()
        if each.round is not None
    ]


def _drafts() -> list[Duty]:
    return [
        Duty(
            sentence=ngettext(
                "One draft invoice of %(code)s waits to be sent.",
                "%(num)d draft invoices of %(code)s wait to be sent.",
                each.drafts,
                code=each.engagement.code,
            ),
            since=clock.today(),
            url=_round_page("rounds.sending", each),
            button=_("Check and send"),
            reason=_("Their hours are reserved."),
            badge=Badge(_("draft"), "neutral", "pen"),
        )
        for each in drafted()
    ]


def _round_page(endpoint: str, each: Any) -> str:
    return url_for(endpoint, engagement_id=each.engagement.id, name=each.round.value)


def _overdue() -> list[Duty]:
    late = (Invoice.state == InvoiceState.ISSUED, Invoice.due_on < TODAY)
    count, amount, since = session.execute(
        select(func.count(), func.sum(OWED), func.min(Invoice.due_on)).where(*late)
    ).one()
    if not count:
        return []
    words = ngettext("One invoice is overdue.", "%(num)d invoices are overdue.", count)
    facts = {"sentence": words, "url": url_for("invoices.invoices", state="overdue")}
    return [_money_duty(since, euro(amount, language()), _("See which"), **facts)]


def _unallocated() -> list[Duty]:
    count, amount, since = session.execute(
        select(func.count(), func.sum(REST), func.min(Payment.received_on)).where(REST > ZERO)
    ).one()
    if not count:
        return []
    words = ngettext(
        "One payment does not pay an invoice yet.",
        "%(num)d payments do not pay an invoice yet.",
        count,
    )
    facts = {"sentence": words, "url": url_for("payments.payments", rest="some")}
    return [_money_duty(since, euro(amount, language()), _("Allocate"), **facts)]


def _money_duty(since: date, amount: str, button: str, **facts: str) -> Duty:
    return Duty(since=since, reason=amount, button=button, **facts)  # type: ignore[arg-type]  # texts
