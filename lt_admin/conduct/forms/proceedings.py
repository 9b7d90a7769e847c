"""Forms about other proceedings, and about the planned end."""

from __future__ import annotations

from typing import Any

from lt_admin.conduct.forms.sessions import PickAny
from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.queries import labels
from lt_admin.core import clock
from lt_admin.core.forms import EnumChoice, EnumField, Form, LocalDateField, PrivateText
from lt_admin.core.i18n import lazy_gettext as _l


class CheckForm(Form):
    """Whether other proceedings run, and what was decided with whom."""

    kind = EnumField(_l("Other proceedings"), Proceeding, labels.PROCEEDINGS)
    decision = EnumChoice(_l("Decision"), Decision, labels.DECISIONS)
    reason = PrivateText(_l("Reason"), blank=True, longest=300)
    consulted = PickAny(_l("Decided with"))
    decided_on = LocalDateField(_l("Decided on"), default=clock.today)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "kind": self.kind.data,
            "decision": self.decision.data,
            "reason": self.reason.data or "",
            "consulted": self.consulted.picked,
            "decided_on": self.decided_on.data,
        }


class ReplanForm(Form):
    """A new planned end."""

    end_on = LocalDateField(_l("New planned end"))
    reason = PrivateText(_l("Why the planning changes"), longest=300)
