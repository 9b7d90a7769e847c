"""The way out for mail: a real mail server, or files when none is set."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 20
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Undelivered(Exception):
    """A mail did not go out; `is_final` when trying again cannot help."""

    def __init__(self, words: str, *, is_final: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final


class Unreachable(Undelivered):
    """The mail server cannot be spoken to: no mail will go out now."""


class Transport(Protocol):
    """Something that takes a message out of the house, or raises Undelivered."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; returns when it was accepted."""

    def close(self) -> None:
        """End the conversation."""


class Files:
    """Each mail becomes ``<folder>/<message id>.eml``, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the file whole, or not at all."""
        name = message["Message-ID"].strip("<>").partition("@")[0]
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = self.folder / f"{name}.part"
            half.touch(mode=0o600)
            half.write_bytes(message.as_bytes())
            half.rename(self.folder / f"{name}.eml")
        except OSError as error:
            raise Unreachable(str(error)) from None

    def close(self) -> None:
        """Nothing stays open."""


class Server:
    """A conversation with a mail server, begun with the first mail and kept for the next."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self.talk: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Send one message; after any trouble the next one begins a new conversation."""
        self.talk = self.talk or _opened(self.url)
        try:
            accents = ["BODY=8BITMIME"] if self.talk.has_extn("8bitmime") else []
            self.talk.send_message(message, mail_options=accents)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise Undelivered(_words(error), is_final=_is_final(error)) from None

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        if self.talk is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.talk.quit()
            self.talk.close()
            self.talk = None


def _opened(url: SplitResult) -> smtplib.SMTP:
    """A conversation past greeting, encryption and sign-in; raises Unreachable."""
    talk: smtplib.SMTP | None = None
    try:
        talk = _connected(url)
        _greet(talk, url)
    except (smtplib.SMTPException, OSError) as error:
        if talk is not None:
            talk.close()
        raise Unreachable(_words(error)) from None
    return talk


def _connected(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or ""
    if url.scheme == "smtps":
        safe = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=safe)
    return smtplib.SMTP(host, url.port or 587, timeout=SECONDS)


def _greet(talk: smtplib.SMTP, url: SplitResult) -> None:
    """Encrypt when the server offers it, then sign in; a password never crosses a network bare."""
    talk.ehlo_or_helo_if_needed()
    is_safe = url.scheme == "smtps"
    if not is_safe and talk.has_extn("starttls"):
        talk.starttls(context=ssl.create_default_context())
        talk.ehlo()
        is_safe = True
    if url.username:
        if not is_safe and url.hostname not in LOOPBACK:
            raise smtplib.SMTPException("the server offers no STARTTLS: password not sent")
        talk.login(unquote(url.username), unquote(url.password or ""))


def _is_final(error: Exception) -> bool:
    """Whether the server, or the message itself, says that this will never work."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError | ValueError)


def _words(error: Exception) -> str:
    """What went wrong, in one line that fits a table."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _line(f"{code} {said.decode(errors='replace')}")
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
        return _line(f"{error.smtp_code} {text}")
    return _line(f"{type(error).__name__}: {error}")


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
