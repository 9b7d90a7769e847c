"""A statement of account goes to whom it is about."""

from __future__ import annotations

from lt_admin.accounts.models import User
from lt_admin.billing.documents.accounts import account_pdf
from lt_admin.billing.mails.reminders import account_mail
from lt_admin.billing.queries.accounts import reader_of
from lt_admin.billing.rules.accounts import Account
from lt_admin.core import audit, outbox
from lt_admin.core.foundation import the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused
from lt_admin.orientation.models.organisations import Organisation


def account_paper(account: Account) -> bytes:
    """The statement as PDF."""
    return account_pdf(account, the_foundation().sender)


def mail_account(organisation: Organisation, account: Account, *, by: User) -> str:
    """Mail the statement to the organisation's contact; the address that it goes to."""
    contact = reader_of(organisation)
    if contact is None:
        raise Refused(
            _("There is nobody at %(name)s who gets invoices or reminders.", name=organisation.name)
        )
    foundation = the_foundation()
    mail = account_mail(organisation, contact, account_paper(account), foundation)
    outbox.queue(mail, about=organisation)
    audit.record(
        "account:mailed", organisation, by=by, since_on=account.since, until_on=account.until
    )
    return contact.email
