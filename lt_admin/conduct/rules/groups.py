"""How a person in a group is told from another, and what the review team declares."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


def name_key(name: str) -> str:
    """The name without capitals, accents and loose spaces: two spellings of one person agree."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


@dataclass(frozen=True)
class Declarations:
    """What is said of somebody for the review team (DOMAIN.md 1a, A52-53)."""

    was_involved: bool
    knows_policy: bool
    has_influence: bool

    @property
    def are_all_well(self) -> bool:
        """Not involved in the case, knows the policy, can bring change."""
        return not self.was_involved and self.knows_policy and self.has_influence
