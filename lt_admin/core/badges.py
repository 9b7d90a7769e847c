"""A state as it is shown: a word, a colour and an icon, never one of them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Tone = Literal["ok", "warn", "danger", "info", "neutral"]
USUAL_ICON = {
    "ok": "check",
    "warn": "clock",
    "danger": "alert",
    "info": "info",
    "neutral": "minus",
}


@dataclass(frozen=True)
class Badge:
    """One state; `word` is a (lazily translated) text, `icon` a name from static/icons.svg.

    A feature keeps a dict from its enum to badges beside the queries, and pages and lists use it.
    """

    word: Any
    tone: Tone = "neutral"
    icon: str | None = None

    @property
    def sign(self) -> str:
        """The icon, or the usual one for the tone."""
        return self.icon or USUAL_ICON[self.tone]
