"""The mail that brings a reminder, and the one that brings a statement of account."""

from __future__ import annotations

from flask import render_template

from lt_admin.billing.models.reminders import Reminder, ReminderLevel
from lt_admin.core import links
from lt_admin.core.foundation import Foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import speaking
from lt_admin.core.outbox import Attachment, Mail
from lt_admin.orientation.models.organisations import Contact, Organisation


def reminder_mail(
    reminder: Reminder,
    level: ReminderLevel,
    contact: Contact,
    token: str,
    foundation: Foundation,
) -> Mail:
    """The reminder as PDF, with a link to the page of the invoice."""
    language = reminder.language
    with speaking(language):
        return Mail(
            to=contact.email,
            subject=subject_of(reminder, level),
            text=text_of(reminder, level, contact.name, foundation),
            language=language,
            link=links.address(f"/invoice/{token}"),
            attachments=(
                Attachment(f"{file_name(reminder)}.pdf", "application/pdf", reminder.pdf or b""),
            ),
        )


def subject_of(reminder: Reminder, level: ReminderLevel) -> str:
    """The subject line, in the language of the moment."""
    facts = {"name": level.name(reminder.language), "number": reminder.invoice.number}
    return _("%(name)s: invoice %(number)s", **facts)


def text_of(
    reminder: Reminder, level: ReminderLevel, contact_name: str, foundation: Foundation
) -> str:
    """The text, in the language of the moment; the address of the page stands as ``{link}``."""
    facts = {"reminder": reminder, "invoice": reminder.invoice, "contact_name": contact_name}
    words = level.text(reminder.language)
    return render_template("billing/mail/reminder.txt", words=words, foundation=foundation, **facts)


def file_name(reminder: Reminder) -> str:
    """What the file is called: ``herinnering-1-2025-0001``; in the language of the moment."""
    word = _("reminder")
    return f"{word}-{reminder.level}-{reminder.invoice.number}"


def account_mail(
    organisation: Organisation, contact: Contact, pdf: bytes, foundation: Foundation
) -> Mail:
    """A statement of account as PDF."""
    with speaking(organisation.language):
        word = _("statement-of-account")
        return Mail(
            to=contact.email,
            subject=_("Statement of account of %(name)s", name=foundation.name),
            text=render_template(
                "billing/mail/account.txt", contact=contact, foundation=foundation
            ),
            language=organisation.language,
            attachments=(Attachment(f"{word}.pdf", "application/pdf", pdf),),
        )
