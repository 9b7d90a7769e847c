"""Outgoing mail: queued with the change that causes it, sent after the commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lt_admin.core import audit, clock
from lt_admin.core.db import session
from lt_admin.core.orm import Model

LINK = "{link}"


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
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    attachments: Mapped[list[MailAttachment]] = relationship(order_by="MailAttachment.id")


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
