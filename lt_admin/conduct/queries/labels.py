"""The words and badges for groups, sessions, service users and other proceedings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.conduct.models.groups import Group, Side
from lt_admin.conduct.models.proceedings import Decision, Proceeding
from lt_admin.conduct.models.sessions import Relation, SessionKind, SessionState, Voice
from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l

Words = Mapping[Any, Any]

GROUPS: Words = {
    Group.REVIEW_TEAM: _l("review team"),
    Group.CASE_GROUP: _l("case group"),
}
GROUP_TITLES: Words = {
    Group.REVIEW_TEAM: _l("Review team"),
    Group.CASE_GROUP: _l("Case group"),
}
THE_GROUPS: Words = {
    Group.REVIEW_TEAM: _l("the review team"),
    Group.CASE_GROUP: _l("the case group"),
}
SIDES: Words = {
    Side.COMMISSIONERS: _l("the commissioners"),
    Side.REVIEWERS: _l("the reviewers"),
}
KINDS: Words = {
    SessionKind.INTRODUCTION: _l("introduction"),
    SessionKind.INTERVIEW: _l("interview"),
    SessionKind.GROUP_INTERVIEW: _l("group interview"),
    SessionKind.DIALOGUE: _l("dialogue"),
    SessionKind.JOINT_DIALOGUE: _l("joint dialogue"),
    SessionKind.COMMENTARY: _l("commentary meeting"),
    SessionKind.PRESENTATION: _l("presentation to boards"),
}
STEP_OF_KIND: Mapping[SessionKind, int] = {
    SessionKind.INTRODUCTION: 2,
    SessionKind.INTERVIEW: 2,
    SessionKind.GROUP_INTERVIEW: 2,
    SessionKind.DIALOGUE: 3,
    SessionKind.JOINT_DIALOGUE: 3,
    SessionKind.COMMENTARY: 4,
    SessionKind.PRESENTATION: 5,
}
STATES: Mapping[SessionState, Badge] = {
    SessionState.PLANNED: Badge(_l("planned"), "info", "clock"),
    SessionState.HELD: Badge(_l("held"), "ok"),
    SessionState.CANCELLED: Badge(_l("cancelled"), "neutral", "cross"),
}
OVERDUE = Badge(_l("was it held?"), "warn", "clock")
RELATIONS: Words = {
    Relation.YOUNG_PERSON: _l("young person"),
    Relation.MOTHER: _l("mother"),
    Relation.FATHER: _l("father"),
    Relation.PARENTS: _l("parents"),
    Relation.GRANDPARENT: _l("grandparent"),
    Relation.OTHER_FAMILY: _l("other family"),
}
VOICES: Words = {
    Voice.INVITED: _l("invited"),
    Voice.TOOK_PART: _l("took part"),
    Voice.DECLINED: _l("declined"),
    Voice.NOT_INVITED: _l("not invited"),
}
VOICE_BADGES: Mapping[Voice, Badge] = {
    Voice.INVITED: Badge(_l("invited"), "info", "mail"),
    Voice.TOOK_PART: Badge(_l("took part"), "ok"),
    Voice.DECLINED: Badge(_l("declined"), "neutral", "minus"),
    Voice.NOT_INVITED: Badge(_l("not invited"), "neutral", "minus"),
}
PROCEEDINGS: Words = {
    Proceeding.NONE: _l("no other proceedings"),
    Proceeding.CRIMINAL: _l("criminal proceedings"),
    Proceeding.INSPECTORATE: _l("inquiry of the Inspectorate"),
    Proceeding.DISCIPLINARY: _l("disciplinary proceedings"),
    Proceeding.CIVIL: _l("civil proceedings"),
}
DECISIONS: Words = {
    Decision.PROCEED: _l("the review goes on"),
    Decision.WAIT: _l("the review waits"),
}
DECISION_BADGES: Mapping[Decision, Badge] = {
    Decision.PROCEED: Badge(_l("goes on"), "ok"),
    Decision.WAIT: Badge(_l("waits"), "warn", "clock"),
}
