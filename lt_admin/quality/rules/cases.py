"""One thing that was counted, and what the board is told of a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lt_admin.core.badges import Tone
from lt_admin.core.i18n import lazy_gettext as _l


class Verdict(StrEnum):
    """What the board is told of a figure."""

    MET = "met"
    BELOW = "below"
    FEW = "few"
    INFO = "info"


TONES: Mapping[Verdict, Tone] = {
    Verdict.MET: "ok",
    Verdict.BELOW: "warn",
    Verdict.FEW: "neutral",
    Verdict.INFO: "neutral",
}
VERDICTS: Mapping[Verdict, Any] = {
    Verdict.MET: _l("met"),
    Verdict.BELOW: _l("below the norm"),
    Verdict.FEW: _l("too few to judge"),
    Verdict.INFO: _l("for information"),
}


@dataclass(frozen=True)
class Case:
    """One thing that was counted: what it is called, whether it counts for, and why not.

    `value` is in days for I2, I3, I15 and I17, and in hundredths of a percent over or under for
    I16. `engagement_id` is the review it belongs to.
    """

    name: str
    is_met: bool
    value: int | None = None
    why: str = ""
    engagement_id: int | None = None

    @property
    def tells(self) -> bool:
        """Whether `why` says something: always of a day count, else when it does not count for."""
        return bool(self.why) and (not self.is_met or self.value is None or self.value > 0)
