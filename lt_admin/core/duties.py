"""What somebody has to do: the sentences of the home page, contributed by the features."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lt_admin.core.badges import Badge


@dataclass(frozen=True)
class Duty:
    """One sentence with one button: "The hours of week 38 wait for you", "Look at the hours".

    `since` (an Amsterdam date) orders the list, oldest first. `reason` is a short sentence in
    small print; `badge` says how pressing it is, and without one the page shows the date.
    """

    sentence: str
    since: date
    url: str
    button: str
    reason: str = ""
    badge: Badge | None = None
