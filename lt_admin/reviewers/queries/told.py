"""How the events of reviewers read in a timeline."""

from __future__ import annotations

from datetime import date

from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language
from lt_admin.core.telling import Facts, Told
from lt_admin.reviewers.models.assignments import AssignmentRole
from lt_admin.reviewers.models.supervision import SupervisionMoment
from lt_admin.reviewers.queries.words import MOMENTS, ROLES


def _role(facts: Facts) -> str:
    return str(ROLES[AssignmentRole(facts["role"])])


def _hours(facts: Facts) -> str:
    return formats.hours(int(facts["minutes"]))


def _day(text: str) -> str:
    return formats.long_day(date.fromisoformat(text), language())


def _session(facts: Facts) -> str:
    return _(
        "Supervision on %(day)s, %(moment)s: %(hours)s hours.",
        day=_day(facts["held_on"]),
        moment=str(MOMENTS[SupervisionMoment(facts["moment"])]),
        hours=_hours(facts),
    )


def _assessed(facts: Facts) -> str:
    day = _day(facts["assessed_on"])
    if facts["is_positive"] == str(True):
        return _("The supervised practice review is assessed well on %(day)s.", day=day)
    return _("The supervised practice review is assessed on %(day)s: not yet there.", day=day)


TOLD: Told = {
    "agreement:added": lambda f: _(
        "There is an agreement with a freelancer from %(day)s.", day=_day(f["starts_on"])
    ),
    "agreement:changed": lambda _f: _("The agreement with a freelancer is changed."),
    "assessment:recorded": _assessed,
    "assignment:asked": lambda f: _("A reviewer is asked as %(role)s.", role=_role(f)),
    "assignment:declared": lambda _f: _("The declaration of independence is signed."),
    "assignment:declined": lambda _f: _("A reviewer does not take part."),
    "assignment:ended": lambda _f: _("The place of a reviewer has ended."),
    "assignment:warning_accepted": lambda f: _(
        "The coordinator went on with a warning (%(rule)s), with a reason.", rule=f["rule"]
    ),
    "hours:approved": lambda f: _("%(hours)s hours are approved.", hours=_hours(f)),
    "hours:corrected": lambda f: _("A correction of %(hours)s hours.", hours=_hours(f)),
    "hours:removed": lambda f: _("An entry of %(hours)s hours is taken away.", hours=_hours(f)),
    "hours:reopened": lambda f: _("%(hours)s approved hours are open again.", hours=_hours(f)),
    "hours:returned": lambda f: _("%(hours)s hours went back with a question.", hours=_hours(f)),
    "hours:submitted": lambda f: _("%(hours)s hours are submitted.", hours=_hours(f)),
    "hours:withdrawn": lambda f: _("%(hours)s submitted hours are taken back.", hours=_hours(f)),
    "supervision:recorded": _session,
    "supervision:removed": lambda f: _(
        "The supervision session of %(day)s is taken back.", day=_day(f["held_on"])
    ),
}
