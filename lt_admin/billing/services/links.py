"""The commissioners' own links to their quotes: mailed, mailed again, and closed."""

from __future__ import annotations

from datetime import timedelta

from lt_admin.accounts import queries as accounts
from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.billing.mails import quotes as mails
from lt_admin.billing.models.quotes import CostShare, Quote
from lt_admin.billing.queries import quotes as queries
from lt_admin.billing.rules.drafts import GRACE_DAYS
from lt_admin.core import audit, clock, links, outbox
from lt_admin.core.db import session
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused

PATIENCE = timedelta(minutes=15)  # between two links that somebody asks for


def mail_quote(share: CostShare, *, by: Model | str) -> None:
    """Mail the share's contact the quote with a link of its own."""
    link = new_address(share, by=by)
    outbox.queue(mails.quote_sent(share, the_foundation(), link=link), about=share)


def send_again(share: CostShare, *, by: Model | str) -> None:
    """Mail a fresh link to the share's contact; earlier ones stop working.

    Raises WrongState when the quote or the share waits for no answer.
    """
    queries.lock(share.quote)
    share.check_open()
    if share.contact is None or share.contact.left_on:
        raise Refused(_("Choose first to whom the quote goes."))
    withdraw_links(share, by=by)
    link = new_address(share, by=by)
    outbox.queue(mails.link_renewed(share, the_foundation(), link=link), about=share)
    audit.record("share:sent_again", share, by=by, about=share.quote.engagement)


def ask_again(share: CostShare) -> bool:
    """Mail a fresh link because the holder of an old one asks; False when one went out just now.

    It goes to the contact we know and to nobody else, whoever asks.
    """
    newest = queries.last_link(share)
    if newest is not None and clock.now() - newest.created_at < PATIENCE:
        return False
    if share.contact is None or share.contact.left_on:
        return False
    send_again(share, by=share.contact)
    return True


def send_again_to(share: CostShare, contact_id: int, *, by: Model | str) -> None:
    """Mail a fresh link to the person chosen at the organisation, who answers from now on."""
    share.check_open()
    if contact_id not in {each.id for each in queries.contacts_of([share.organisation_id])}:
        raise Refused(_("Choose somebody who works at the organisation itself."))
    if share.contact_id != contact_id:
        share.contact_id = contact_id
        audit.record("share:contact_changed", share, by=by, about=share.quote.engagement)
        session.refresh(share, ["contact"])
    send_again(share, by=by)


def withdraw(share: CostShare, *, by: Model | str) -> None:
    """Let the links that were mailed for this share stop working."""
    withdraw_links(share, by=by)


def withdraw_all(quote: Quote, *, by: Model | str) -> None:
    """Let every link to this quote stop working."""
    for share in quote.shares:
        withdraw_links(share, by=by)


def use_up(share: CostShare) -> None:
    """The share is answered: its links only show the answer from now on."""
    for link in accounts.open_links(share):
        link.used_at = clock.now()


def new_address(share: CostShare, *, by: Model | str) -> str:
    """The address of a new link for the share's contact, until a while after the validity."""
    if share.contact is None:
        raise Refused(_("Choose first to whom the quote goes."))
    days = (share.quote.valid_until - clock.today()).days + GRACE_DAYS
    token = new_link(
        LinkPurpose.ANSWER_QUOTE, share, share.contact, days=max(days, GRACE_DAYS), by=by
    )
    return links.address(f"/quote/{token}")
