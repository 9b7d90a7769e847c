"""The words and badges of reports, recommendations and registers, in the order of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.conduct.models.recommendations import FindingKind, Level, Loop, Quadrant
from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.models.reports import FollowUpChoice, ReportKind
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l

Words = Mapping[Any, Any]

REPORTS: Words = {
    ReportKind.DRAFT: _l("draft report"),
    ReportKind.FINAL: _l("final report"),
}
# The three points of the method, by the name of their column (DOMAIN.md 1a, A73-93).
POINTS: Words = {
    "avoids_hindsight": _l("It avoids hindsight"),
    "appraises_and_explains": _l("It appraises and explains"),
    "explores_wider": _l("It explores the wider significance"),
}
POINT_NOTES: Words = {
    "avoids_hindsight": _l("Looks with the eyes of then, not with what is known now."),
    "appraises_and_explains": _l("Says what went well or less well, and why it made sense then."),
    "explores_wider": _l("Asks whether it also holds beyond this one review."),
}
CHOICES: Words = {
    FollowUpChoice.AGREED: _l("agreed"),
    FollowUpChoice.DECLINED: _l("declined"),
    FollowUpChoice.POSTPONED: _l("postponed"),
}
CHOICE_BADGES: Mapping[FollowUpChoice | None, Badge] = {
    FollowUpChoice.AGREED: Badge(_l("agreed"), "ok"),
    FollowUpChoice.DECLINED: Badge(_l("declined"), "neutral", "cross"),
    FollowUpChoice.POSTPONED: Badge(_l("postponed"), "warn"),
    None: Badge(_l("not decided yet"), "neutral"),
}
LEVELS: Words = {
    Level.ORGANISATION: _l("organisation"),
    Level.SYSTEM: _l("system"),
}
QUADRANTS: Words = {
    Quadrant.IA: _l("IA: awareness of individuals"),
    Quadrant.IB: _l("IB: behaviour of individuals"),
    Quadrant.CA: _l("CA: shared awareness"),
    Quadrant.CB: _l("CB: shared behaviour"),
}
QUADRANT_NOTES: Words = {
    Quadrant.IA.value: _l("What somebody experiences and finds important."),
    Quadrant.IB.value: _l("What somebody does."),
    Quadrant.CA.value: _l("The culture: what people together find normal."),
    Quadrant.CB.value: _l("Structures, rules and systems."),
}
LOOPS: Words = {
    Loop.SINGLE: _l("single loop"),
    Loop.DOUBLE: _l("double loop"),
    Loop.TRIPLE: _l("triple loop"),
}
LOOP_NOTES: Words = {
    Loop.SINGLE.value: _l("Doing things right: keeping better to what was agreed."),
    Loop.DOUBLE.value: _l("Doing the right things: changing what was agreed."),
    Loop.TRIPLE.value: _l("Deciding what is right: the values behind what was agreed."),
}
FINDINGS: Words = {
    FindingKind.CONTRIBUTING_FACTOR: _l("contributing factor"),
    FindingKind.PATTERN: _l("pattern"),
}
SHARING: Mapping[str, Badge] = {
    "waits": Badge(_l("still to be looked at"), "warn", "person"),
    "shared": Badge(_l("shared"), "ok"),
}
DOCUMENTS: Words = {
    DocumentKind.INTERVIEW_NOTES: _l("Interview notes"),
    DocumentKind.FILE_EXTRACTS: _l("Extracts from files"),
    DocumentKind.TIMELINE: _l("Timelines"),
    DocumentKind.SESSION_NOTES: _l("Notes of sessions"),
    DocumentKind.DRAFT_REPORT: _l("Drafts of the review report"),
}
FORMS: Words = {
    DocumentForm.PAPER: _l("paper"),
    DocumentForm.DIGITAL: _l("digital"),
    DocumentForm.BOTH: _l("paper and digital"),
}
