"""What a commissioner says to a quote, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Answer:
    """One answer to one paper: who, when, from which network address, and in what words."""

    name: str
    function: str
    at: datetime
    address: str
    words: str = ""  # why not, or what should change
    reference: str = ""  # an order or commitment number


class Reply(StrEnum):
    """What a commissioner can say to a quote."""

    ACCEPT = "accept"
    ASK = "ask"
    REFUSE = "refuse"
