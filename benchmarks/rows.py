"""What a benchmark tells: one line for each workload and database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NOISY = 1.5


@dataclass(frozen=True)
class Row:
    """One workload on one database: milliseconds a piece, ours and the floor's, pair by pair."""

    workload: str
    database: str
    ours: Sequence[float]
    floor: Sequence[float]
    yards: Sequence[float]
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def ratios(self) -> list[float]:
        """Ours by the floor, for each pair."""
        return [ours / floor for ours, floor in zip(self.ours, self.floor, strict=True)]

    @property
    def is_noisy(self) -> bool:
        """Whether the machine changed its pace while we measured."""
        return max(self.yards) > NOISY * min(self.yards)

    def __str__(self) -> str:
        spread = (f"{min(self.ratios):.1f} - {max(self.ratios):.1f}", len(self.ours))
        told = [
            f"{self.workload} on {self.database}: ours {median(self.ours):.1f} ms,",
            f"floor {median(self.floor):.1f} ms, ratio {median(self.ratios):.1f}",
            "({}, n = {})".format(*spread),
            f"[noisy: yard {min(self.yards):.0f} - {max(self.yards):.0f} ms]"
            if self.is_noisy
            else "",
            *(f"\n    {name}: {figure}" for name, figure in self.figures.items()),
        ]
        return " ".join(part for part in told if part)


def median(values: Sequence[float]) -> float:
    """The one in the middle, the upper of two."""
    return sorted(values)[len(values) // 2]
