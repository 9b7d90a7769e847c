"""How the events of reports, recommendations and registers read in a timeline."""

from __future__ import annotations

from datetime import date

from lt_admin.conduct.models.recommendations import FindingKind
from lt_admin.conduct.models.registers import DocumentKind
from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.conduct.queries.report_words import CHOICES, DOCUMENTS, FINDINGS, REPORTS
from lt_admin.core import formats
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import language, ngettext
from lt_admin.core.telling import Facts, Told


def _day(text: str) -> str:
    return formats.long_day(date.fromisoformat(text), language())


def _report(facts: Facts) -> str:
    return _capital(_version(facts))


def _version(facts: Facts) -> str:
    return f"{REPORTS[ReportKind(facts['kind'])]} {facts['number']}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _certificate(facts: Facts) -> str:
    known = {"number": facts["number"], "items": facts["items"]}
    late = int(facts["days_late"])
    if not late:
        return _("Certificate %(number)s: %(items)s working documents are destroyed.", **known)
    return ngettext(
        "Certificate %(number)s: %(items)s working documents are destroyed, one day late.",
        "Certificate %(number)s: %(items)s working documents are destroyed, %(num)d days late.",
        late,
        **known,
    )


def _registered(facts: Facts) -> str:
    kind = str(DOCUMENTS[DocumentKind(facts["kind"])])
    return _("Registered: %(kind)s, %(count)s.", kind=kind, count=facts["count"])


def _corrected(facts: Facts) -> str:
    kind = str(DOCUMENTS[DocumentKind(facts["kind"])])
    return _("Register corrected: %(kind)s, %(count)s.", kind=kind, count=facts["count"])


def _decided(facts: Facts) -> str:
    choice = str(CHOICES[FollowUpChoice(facts["choice"])])
    day = _day(facts["decided_on"])
    return _("Follow-up: %(choice)s on %(day)s.", choice=choice, day=day)


def _method(facts: Facts) -> str:
    day = _day(facts["checked_on"])
    if facts["is_complete"] == "True":
        return _("The method was checked on %(day)s: all three points are met.", day=day)
    return _("The method was checked on %(day)s: not every point is met yet.", day=day)


def _made(facts: Facts) -> str:
    return _(
        "%(report)s is there, made on %(day)s.", report=_report(facts), day=_day(facts["made_on"])
    )


def _sent(facts: Facts) -> str:
    return ngettext(
        "%(report)s went to one recipient on %(day)s.",
        "%(report)s went to %(num)d recipients on %(day)s.",
        int(facts["recipients"]),
        report=_report(facts),
        day=_day(facts["sent_on"]),
    )


TOLD: Told = {
    "certificate:issued": _certificate,
    "document:corrected": _corrected,
    "document:registered": _registered,
    "finding:added": lambda f: _(
        "A finding waits for the findings bank: %(kind)s.",
        kind=str(FINDINGS[FindingKind(f["kind"])]),
    ),
    "finding:shared": lambda _f: _("A finding is shared in the findings bank."),
    "follow_up:decided": _decided,
    "method:checked": _method,
    "recommendation:added": lambda f: _(
        "Recommendation %(number)s is written.", number=f["number"]
    ),
    "recommendation:changed": lambda f: _(
        "Recommendation %(number)s is changed.", number=f["number"]
    ),
    "recommendation:removed": lambda f: _(
        "Recommendation %(number)s is taken out.", number=f["number"]
    ),
    "report:anonymised": lambda f: _(
        "%(report)s: a second person checked that nobody can be recognised.", report=_report(f)
    ),
    "report:made": _made,
    "report:sent": _sent,
}
