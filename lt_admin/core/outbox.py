"""Outgoing mail: queued with the change that causes it, sent after the commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, Index, Select, and_, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from lt_admin.config import Settings
from lt_admin.core import audit, clock
from lt_admin.core.db import session, transaction
from lt_admin.core.foundation import Foundation, the_foundation
from lt_admin.core.i18n import gettext as _
from lt_admin.core.orm import Model
from lt_admin.core.steps import WrongState
from lt_admin.core.transport import Files, Server, Transport, Undelivered, Unreachable

LINK = "{link}"
FORGOTTEN = "\N{EN DASH}"  # stands for the reader of a mail whose time is over
MOST_ATTEMPTS = 10  # over seventeen hours: longer than a night without a mail server
LONGEST_LINE = 990  # SMTP allows 998 bytes
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=4)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A message ready to queue.

    Where `text` says ``{link}`` the secret address `link` is filled in on sending and then
    forgotten, so that the database keeps no working link.
    """

    to: str
    subject: str
    text: str
    language: str = "nl"
    link: str | None = None
    attachments: tuple[Attachment, ...] = field(default=())


class QueuedMail(Model):
    """A message waiting for, or past, delivery."""

    __tablename__ = "queued_mail"

    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    link: Mapped[str | None]
    about: Mapped[str | None] = mapped_column(index=True)
    queued_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    attachments: Mapped[list[MailAttachment]] = relationship(order_by="MailAttachment.id")

    def try_once(self) -> None:
        """Count an attempt; until the next one is due nobody else takes this mail."""
        wait = min(FIRST_WAIT * 2**self.attempts, LONGEST_WAIT)
        self.attempts += 1
        self.due_at = clock.now() + wait

    def arrived(self) -> None:
        """It was accepted; the secret address in it is forgotten."""
        self.sent_at, self.link, self.error = clock.now(), None, None

    def came_back(self, words: str, *, is_final: bool) -> None:
        """It was not accepted; after the last attempt a person has to look."""
        self.error = words
        if is_final or self.attempts >= MOST_ATTEMPTS:
            self.failed_at = clock.now()

    def try_again(self) -> None:
        """Begin anew with a mail that had failed."""
        if self.failed_at is None:
            raise WrongState(_("This mail did not fail: there is nothing to send again."))
        if self.recipient == FORGOTTEN:
            raise WrongState(_("Who this mail was for is no longer kept."))
        self.failed_at, self.error, self.attempts, self.due_at = None, None, 0, clock.now()

    def forget(self) -> None:
        """Let go of who got it and what it said; that it went, and about what, stays."""
        self.recipient, self.text, self.link, self.error = FORGOTTEN, "", None, None


_WAITING = and_(QueuedMail.sent_at.is_(None), QueuedMail.failed_at.is_(None))
Index("ix_queued_mail_waiting", QueuedMail.due_at, sqlite_where=_WAITING, postgresql_where=_WAITING)


class MailAttachment(Model):
    """A file that goes with a queued mail."""

    __tablename__ = "mail_attachment"

    mail_id: Mapped[int] = mapped_column(ForeignKey("queued_mail.id"), index=True)
    name: Mapped[str]
    content_type: Mapped[str]
    content: Mapped[bytes]


def queue(mail: Mail, *, about: Model | None = None) -> None:
    """Queue a message; it exists only if the current transaction commits."""
    if about is not None:
        session.flush()
    session.add(
        QueuedMail(
            recipient=mail.to,
            subject=mail.subject,
            text=mail.text,
            language=mail.language,
            link=mail.link,
            about=None if about is None else audit.name_of(about),
            attachments=[
                MailAttachment(name=a.name, content_type=a.content_type, content=a.content)
                for a in mail.attachments
            ],
        )
    )


def resend(mail: QueuedMail, *, by: Model) -> None:
    """Put a mail that failed back in the queue."""
    mail.try_again()
    audit.record("mail:resent", mail, by=by)


def forgettable(before: datetime) -> Select[QueuedMail]:
    """The mails that went out, or failed for good, before `before` and still have a reader."""
    is_over = or_(QueuedMail.sent_at < before, QueuedMail.failed_at < before)
    return select(QueuedMail).where(is_over, QueuedMail.recipient != FORGOTTEN)


def forget(before: datetime) -> int:
    """Let go of readers, texts and files of those mails; their number."""
    mails = session.scalars(forgettable(before).with_for_update()).all()
    ids = [mail.id for mail in mails]
    session.execute(delete(MailAttachment).where(MailAttachment.mail_id.in_(ids)))
    for mail in mails:
        mail.forget()
    return len(mails)


def deliver_pending() -> int:
    """Send every mail that is due; the number that went out.

    Each mail is claimed in a transaction of its own and stamped in a second one, so that no lock
    is held while a mail server thinks, any number of deliverers may run at once, and a mail whose
    deliverer dies is tried again. A server that cannot be reached ends the round.
    """
    sent, way_out = 0, _way_out()
    try:
        while (claimed := _claim()) is not None:
            sent += _deliver(*claimed, way_out)
    except Unreachable:
        return sent
    finally:
        way_out.close()
    return sent


def _way_out() -> Transport:
    settings: Settings = current_app.extensions["settings"]
    return Server(settings.smtp_url) if settings.smtp_url else Files(settings.data_dir / "mail")


def _claim() -> tuple[QueuedMail, Foundation] | None:
    """The next mail that is due, as this process's alone, and who it comes from."""
    with transaction():
        mail = session.scalars(_due()).one_or_none()
        if mail is None:
            return None
        mail.try_once()
        return mail, the_foundation()


def _due() -> Select[QueuedMail]:
    return (
        select(QueuedMail)
        .where(_WAITING, QueuedMail.due_at <= clock.now())
        .order_by(QueuedMail.due_at, QueuedMail.id)
        .limit(1)
        .options(selectinload(QueuedMail.attachments))
        .with_for_update(skip_locked=True)
    )


def _deliver(mail: QueuedMail, sender: Foundation, way_out: Transport) -> bool:
    """Send one claimed mail and write down how it went; raises Unreachable after doing so."""
    try:
        way_out.send(_message(mail, sender))
    except Undelivered as error:
        with transaction():
            mail.came_back(str(error), is_final=error.is_final)
        if isinstance(error, Unreachable):
            raise
        return False
    with transaction():
        mail.arrived()
    return True


def _message(mail: QueuedMail, sender: Foundation) -> EmailMessage:
    """The mail as it travels; raises Undelivered when no mail can be made of it."""
    try:
        message = _addressed(mail, sender)
    except (ValueError, MessageError) as error:
        raise Undelivered(str(error), is_final=True) from None
    text = mail.text.replace(LINK, mail.link or "")
    longest = max(len(line.encode()) for line in [*text.splitlines(), ""])
    message.set_content(text, cte="8bit" if longest < LONGEST_LINE else "quoted-printable")
    for each in mail.attachments:
        kind, _, detail = each.content_type.partition("/")
        message.add_attachment(each.content, maintype=kind, subtype=detail, filename=each.name)
    return message


def _addressed(mail: QueuedMail, sender: Foundation) -> EmailMessage:
    """The head of the mail; its identity stays the same at every attempt."""
    host = urlsplit(current_app.extensions["settings"].base_url).hostname
    message = EmailMessage()
    message["From"] = Address(sender.name, addr_spec=sender.email or f"lt-admin@{host}")
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{mail.queued_at:%Y%m%dT%H%M%S}.{mail.id}@{host}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    return message
