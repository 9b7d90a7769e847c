"""Forms of recommendations and findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lt_admin.conduct.models.recommendations import FindingKind, Level, Loop, Quadrant
from lt_admin.conduct.queries.report_words import FINDINGS, LEVELS, LOOPS, QUADRANTS
from lt_admin.core.forms import EnumChoice, EnumField, Form, PickField, PrivateText, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import Organisation, Sector
from lt_admin.orientation.queries.words import SECTORS

_LATER = _l("Not tagged yet")


class RecommendationForm(Form):
    """What is recommended to whom; the tags may wait until the report is final."""

    text = PrivateText(_l("Recommendation"), longest=1000)
    organisation = PickField(_l("For"))
    level = EnumField(_l("Level"), Level, LEVELS, blank=_LATER)
    quadrant = EnumField(_l("Quadrant"), Quadrant, QUADRANTS, blank=_LATER)
    loop = EnumField(_l("Loop"), Loop, LOOPS, blank=_LATER)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """The organisations that something can be recommended to."""
        self.known = {each.id: each for each in organisations}
        self.organisation.offer([(each.id, each.name) for each in organisations])

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the services take it."""
        return {
            "text": self.text.data or "",
            "organisation": self.known[self.organisation.data],
            "level": self.level.data,
            "quadrant": self.quadrant.data,
            "loop": self.loop.data,
        }


class FindingForm(Form):
    """A finding in which nobody can be recognised."""

    kind = EnumChoice(_l("Kind"), FindingKind, FINDINGS)
    text = PrivateText(_l("Finding"), longest=1000)
    sector = EnumField(_l("Sector"), Sector, SECTORS, blank=_l("All sectors"))
    region = Text(
        _l("Region"),
        blank=True,
        longest=60,
        description=_l("A province or larger, so that nobody can be recognised."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded, as the service takes it."""
        return {
            "kind": self.kind.data,
            "text": self.text.data or "",
            "sector": self.sector.data or "",
            "region": self.region.data or "",
        }
