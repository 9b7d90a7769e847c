"""Asking a commissioner once more for an answer to a quote."""

from __future__ import annotations

from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import CostShare, ShareState
from lt_admin.billing.queries import nudges as queries
from lt_admin.billing.queries.quotes import lock
from lt_admin.billing.rules.nudges import is_due
from lt_admin.billing.services import links
from lt_admin.billing.services.quotes import WHEN
from lt_admin.core import audit, clock, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused, WrongState


def remind(share: CostShare, *, by: Model | str) -> None:
    """Mail the share's contact a friendly question with a fresh link; the earlier one works on.

    Raises WrongState once there is an answer, Refused when one went out today, the validity has
    passed, or there is nobody to write to.
    """
    lock(share.quote)
    share.check_open()
    if share.state is not ShareState.OPEN:
        raise WrongState(_("They have answered; call them about it."))
    if clock.today() > share.quote.valid_until:
        raise Refused(_("The validity has passed; they can no longer accept. Make a new version."))
    if clock.today() in (share.reminded_on, share.quote.sent_on):
        raise Refused(_("They got a mail about this today; give it some time."))
    if share.contact is None or share.contact.left_on:
        raise Refused(_("Choose first to whom the quote goes."))
    share.reminded_on, share.reminders = clock.today(), share.reminders + 1
    link = links.new_address(share, by=by)
    outbox.queue(mails.answer_awaited(share, the_foundation(), link=link), about=share)
    about = share.quote.engagement
    audit.record("share:reminded", share, by=by, about=about, count=share.reminders)


def run_job() -> int:
    """Ask every commissioner for whom it is time (rules/nudges.py); how many were asked."""
    asked = [_ask(share) for share in queries.unanswered() if _is_due(share)]
    return sum(asked)


def _ask(share: CostShare) -> bool:
    """Ask, unless an answer or a reminder came in between."""
    lock(share.quote)
    if not share.quote.is_sent or share.state is not ShareState.OPEN or not _is_due(share):
        return False
    remind(share, by=audit.SYSTEM)
    return True


def _is_due(share: CostShare) -> bool:
    quote = share.quote
    if quote.sent_on is None or quote.engagement.state not in WHEN[quote.kind]:
        return False
    return is_due(quote.sent_on, quote.valid_until, share.reminded_on, clock.today())
