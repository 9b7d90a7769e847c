"""Outgoing mail as people look at it: what waits, what went out, what failed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, select

from lt_admin.core.badges import Badge
from lt_admin.core.clock import midnight
from lt_admin.core.db import session
from lt_admin.core.history import DAY
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.core.listing import Choice, Column, Days, Listing, Search
from lt_admin.core.outbox import QueuedMail


class MailState(StrEnum):
    """How far a mail has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


BADGES = {
    MailState.WAITING: Badge(_l("waiting"), "neutral", "clock"),
    MailState.SENT: Badge(_l("sent"), "ok"),
    MailState.FAILED: Badge(_l("failed"), "danger"),
}
STATE = case(
    (QueuedMail.sent_at.is_not(None), MailState.SENT.value),
    (QueuedMail.failed_at.is_not(None), MailState.FAILED.value),
    else_=MailState.WAITING.value,
)
MAILS = Listing(
    "mails",
    key=QueuedMail.id,
    order="-queued",
    columns=(
        Column("queued", _l("Written"), QueuedMail.queued_at, kind="instant"),
        Column(
            "subject",
            _l("Subject"),
            QueuedMail.subject,
            link="mails.mail",
            link_key="mail_id",
            small="recipient",
            card="wide",
        ),
        Column("state", _l("State"), STATE, kind="badge", words=BADGES, sort=False, small="error"),
        Column("sent", _l("Sent at"), QueuedMail.sent_at, kind="instant"),
        Column("attempts", _l("Attempts"), QueuedMail.attempts, kind="number", sort=False),
        Column("recipient", _l("Recipient"), QueuedMail.recipient, card="carried"),
        Column("error", _l("What went wrong"), QueuedMail.error, sort=False, card="carried"),
    ),
    filters=(
        Search(
            *("q", _l("Search"), (QueuedMail.recipient, QueuedMail.subject)),
            hint=_l("Recipient or subject"),
        ),
        Days("from", _l("From"), lambda day: QueuedMail.queued_at >= midnight(day)),
        Days("until", _l("Until"), lambda day: QueuedMail.queued_at < midnight(day + DAY)),
        Choice("state", _l("State"), BADGES, lambda state: state.value == STATE),
    ),
)


def mails() -> Select[Any]:
    """Every mail that was ever queued."""
    return select().select_from(QueuedMail)


def find_mail(mail_id: int) -> QueuedMail | None:
    """The mail with this number."""
    return session.get(QueuedMail, mail_id)


def lock_mail(mail_id: int) -> QueuedMail | None:
    """As find_mail, for this transaction alone."""
    return session.get(QueuedMail, mail_id, with_for_update=True, populate_existing=True)


def state_of(mail: QueuedMail) -> MailState:
    """How far this one has come."""
    if mail.sent_at is not None:
        return MailState.SENT
    return MailState.WAITING if mail.failed_at is None else MailState.FAILED
