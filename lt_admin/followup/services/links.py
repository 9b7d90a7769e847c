"""The commissioners' own links to the follow-up: one for each contact, through every move."""

from __future__ import annotations

from lt_admin.accounts import queries as accounts
from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.core import clock, links, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import Refused
from lt_admin.followup.mails import follow_ups as mails
from lt_admin.followup.models.bookings import Invitee
from lt_admin.followup.rules.terms import AFTERWARDS, PATIENCE
from lt_admin.orientation.models.organisations import Contact


def invite(invitee: Invitee, *, by: Model | str) -> None:
    """Mail the contact of an invited organisation its own link."""
    link = _address(invitee, by=by)
    outbox.queue(mails.invited(invitee, the_foundation(), link=link), about=invitee.offer)


def send_again(invitee: Invitee, *, by: Model | str) -> None:
    """Mail a fresh link to the contact; the earlier ones of this contact stop working."""
    if invitee.contact.left_on:
        raise Refused(_("This contact has left; choose somebody else at the organisation."))
    withdraw_links(invitee, by=by)
    link = _address(invitee, by=by)
    outbox.queue(mails.link_renewed(invitee, the_foundation(), link=link), about=invitee.offer)


def send_again_to(invitee: Invitee, contact: Contact, *, by: Model | str) -> None:
    """Mail a fresh link to somebody else at the organisation, who answers from now on."""
    if contact.organisation_id != invitee.organisation_id or contact.left_on:
        raise Refused(_("Choose somebody who works at the organisation itself."))
    invitee.contact = contact
    send_again(invitee, by=by)


def ask_again(invitee: Invitee) -> None:
    """Mail a fresh link because the holder of an expired one asks.

    It goes to the contact we know and to nobody else; nothing goes out twice in a row.
    """
    is_recent = accounts.count_links_since(invitee, clock.now() - PATIENCE)
    if not is_recent and invitee.contact.left_on is None:
        send_again(invitee, by=invitee.contact)


def _address(invitee: Invitee, *, by: Model | str) -> str:
    last = max(slot.starts_at for slot in invitee.offer.slots)
    days = max((last + AFTERWARDS - clock.now()).days, AFTERWARDS.days)
    token = new_link(LinkPurpose.BOOK_FOLLOW_UP, invitee, invitee.contact, days=days, by=by)
    return links.address(f"/follow-up/{token}")
