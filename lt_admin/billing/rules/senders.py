"""What must be known about ourselves before a quote or an invoice may leave the house."""

from __future__ import annotations

from lt_admin.core.i18n import gettext as _
from lt_admin.core.paper.sender import Sender
from lt_admin.core.steps import Refused


def what_we_lack(sender: Sender) -> str:
    """In words, that something of our own is not filled in yet; empty when nothing is missing."""
    if sender.is_complete:
        return ""
    return _(
        "Our own name, address, mail address, KvK number or IBAN is missing; see the settings."
    )


def check_sender(sender: Sender) -> None:
    """Raise Refused when our own name, address, mail, KvK number or IBAN is missing."""
    if missing := what_we_lack(sender):
        raise Refused(missing)
