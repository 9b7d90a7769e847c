"""Settings, read once from the environment and frozen."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit


class BadSetting(Exception):
    """A setting is missing or wrong; the message is one line for whoever starts the program."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another."""

    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    clock: datetime | None = None
    trusted_proxies: int = 0  # how many stand before us and tell us who asks
    stripe_secret_key: str | None = None  # without it there is no pay button
    stripe_webhook_secret: str | None = None
    stripe_api_base: str | None = None  # another address of the Stripe API: a local test server

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over https."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; a bad one raises BadSetting."""
        data_dir = Path(environment.get("LT_ADMIN_DATA_DIR", "var")).resolve()
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        embedded = f"sqlite:///{data_dir / 'lt-admin.sqlite'}"
        return cls(
            data_dir=data_dir,
            database_url=_database(environment.get("LT_ADMIN_DATABASE_URL", embedded)),
            secret_key=environment.get("LT_ADMIN_SECRET_KEY") or _kept_key(data_dir / "secret-key"),
            base_url=_address(environment.get("LT_ADMIN_BASE_URL", "http://127.0.0.1:8000")),
            smtp_url=_mail_server(environment.get("LT_ADMIN_SMTP_URL")),
            clock=_instant(environment.get("LT_ADMIN_CLOCK")),
            trusted_proxies=_count(environment.get("LT_ADMIN_TRUSTED_PROXIES", "0")),
            **_stripe(environment),
        )


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(
            "LT_ADMIN_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://"
        )
    return url


def _kept_key(path: Path) -> str:
    """The key that signs sessions: made once, readable by its owner only."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadSetting("LT_ADMIN_BASE_URL must be an http or https address")
    return url.rstrip("/")


def _mail_server(url: str | None) -> str | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not _has_good_port(parts):
        raise BadSetting("LT_ADMIN_SMTP_URL must look like smtp://user:password@host:587")
    return url


def _stripe(environment: Mapping[str, str]) -> dict[str, str | None]:
    """The Stripe account: both keys or none, because a payment nobody reports is never booked."""
    key = environment.get("LT_ADMIN_STRIPE_SECRET_KEY") or None
    secret = environment.get("LT_ADMIN_STRIPE_WEBHOOK_SECRET") or None
    base = environment.get("LT_ADMIN_STRIPE_API_BASE") or None
    if (key is None) is not (secret is None):
        raise BadSetting(
            "LT_ADMIN_STRIPE_SECRET_KEY and LT_ADMIN_STRIPE_WEBHOOK_SECRET go together"
        )
    if base is not None and urlsplit(base).scheme not in {"http", "https"}:
        raise BadSetting("LT_ADMIN_STRIPE_API_BASE must be an http or https address")
    return {"stripe_secret_key": key, "stripe_webhook_secret": secret, "stripe_api_base": base}


def _has_good_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 1):
        raise BadSetting("LT_ADMIN_TRUSTED_PROXIES must be a number from 0 to 9")
    return int(text)


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"LT_ADMIN_CLOCK is not an ISO instant: {text}") from None
    if instant.tzinfo is None:
        raise BadSetting("LT_ADMIN_CLOCK needs an offset, such as 2026-07-01T09:00:00+02:00")
    return instant
