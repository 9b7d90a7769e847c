"""A payee's own link to a statement, mailed to the address that we know and to no other."""

from __future__ import annotations

from datetime import timedelta

from lt_admin.accounts.models import LinkPurpose
from lt_admin.accounts.services import new_link, withdraw_links
from lt_admin.billing.models.statements import PaymentStatement
from lt_admin.billing.services.statements import LINK_DAYS
from lt_admin.core import audit, clock, links, outbox
from lt_admin.core.orm import Model
from lt_admin.payouts.mails.bills import link_renewed
from lt_admin.payouts.queries.bills import last_link

PATIENCE = timedelta(minutes=15)  # between two links that somebody asks for


def address_of(statement: PaymentStatement, *, by: Model | str) -> str:
    """The address of a fresh link to the page of a statement; earlier ones stop working."""
    withdraw_links(statement, by=by)
    purpose, payee = LinkPurpose.READ_STATEMENT, statement.payee
    token = new_link(purpose, statement, payee, days=LINK_DAYS, by=by)
    return links.address(f"/statement/{token}")


def ask_again(statement: PaymentStatement) -> bool:
    """Mail a fresh link because the holder of an old one asks; False when one went out just now."""
    newest, payee = last_link(statement), statement.payee
    if not payee.email:
        return False
    if newest is not None and clock.now() - newest.created_at < PATIENCE:
        return False
    link = address_of(statement, by=payee)
    outbox.queue(link_renewed(statement, link=link), about=statement)
    audit.record("statement:sent_again", statement, by=payee, number=statement.number)
    return True
