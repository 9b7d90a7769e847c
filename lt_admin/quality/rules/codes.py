"""The codes of the indicators, the terms they measure by, and what a definition is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TALK_DAYS, QUOTE_DAYS, DESTRUCTION_DAYS = 14, 21, 30
HOURS_MARGIN = 10  # percent
POOL_MONTHS, EXPIRY_MONTHS, ACCOUNT_YEARS = 24, 6, 3


class Code(StrEnum):
    """I1 to I28."""

    I1 = "I1"
    I2 = "I2"
    I3 = "I3"
    I4 = "I4"
    I5 = "I5"
    I6 = "I6"
    I7 = "I7"
    I8 = "I8"
    I9 = "I9"
    I10 = "I10"
    I11 = "I11"
    I12 = "I12"
    I13 = "I13"
    I14 = "I14"
    I15 = "I15"
    I16 = "I16"
    I17 = "I17"
    I18 = "I18"
    I19 = "I19"
    I20 = "I20"
    I21 = "I21"
    I22 = "I22"
    I23 = "I23"
    I24 = "I24"
    I25 = "I25"
    I26 = "I26"
    I27 = "I27"
    I28 = "I28"


@dataclass(frozen=True)
class Definition:
    """What an indicator counts, of what, and the norm; None is for information.

    The norm is in percent, or on the scale of 1 to 5 for I23, or the most for a count. `part`
    tells two figures of one indicator apart. `question` is for the board when the norm is missed.
    """

    code: Code
    name: Any
    counts: Any
    of: Any
    norm: int | None = None
    part: str = ""
    question: Any = ""
