"""The hours that pass what was agreed, as lines of a change order."""

from __future__ import annotations

from collections.abc import Mapping

from lt_admin.billing.rules.drafts import StepHours

Place = tuple[int, str]  # a step, and "lead" or "second"


def exceeding(
    worked: Mapping[Place, int], agreed: Mapping[Place, int], description: str = ""
) -> list[StepHours]:
    """By step, the minutes of each reviewer above those agreed; a step without any is left out."""
    over = {place: max(0, minutes - agreed.get(place, 0)) for place, minutes in worked.items()}
    steps = sorted({step for (step, _role), minutes in over.items() if minutes})
    return [
        StepHours(step, over.get((step, "lead"), 0), over.get((step, "second"), 0), description)
        for step in steps
    ]
