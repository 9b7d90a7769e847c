"""How the events of quality read in a timeline: about a group, never about an answer."""

from __future__ import annotations

from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.telling import Facts, Told
from lt_admin.quality.models.evaluations import Respondents
from lt_admin.quality.queries.evaluations import RESPONDENTS


def _whom(facts: Facts) -> dict[str, str]:
    """The group and the moment in words."""
    group = str(RESPONDENTS[Respondents(facts["respondents"])])
    return {"group": group, "moment": facts["moment"]}


def _asked(facts: Facts) -> str:
    count = int(facts["by_link"]) + int(facts["on_paper"])
    return ngettext(
        "%(group)s, %(moment)s: one questionnaire went out.",
        "%(group)s, %(moment)s: %(num)s questionnaires went out.",
        count,
        **_whom(facts),
    )


def _corrected(facts: Facts) -> str:
    return _(
        "%(group)s, %(moment)s: the number handed out on paper is %(count)s.",
        count=facts["on_paper"],
        **_whom(facts),
    )


TOLD: Told = {
    "evaluation:answered": lambda facts: _(
        "%(group)s, %(moment)s: a form from paper was entered.", **_whom(facts)
    ),
    "evaluation:asked": _asked,
    "evaluation:corrected": _corrected,
    "evaluation:text_checked": lambda facts: _(
        "%(group)s, %(moment)s: an open answer was read for names.", **_whom(facts)
    ),
}
