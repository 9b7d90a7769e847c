"""The words and badges for every enum of orientation, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lt_admin.core.badges import Badge
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.engagements import (
    EndReason,
    EngagementState,
    Focus,
    PartyRole,
)
from lt_admin.orientation.models.organisations import (
    EInvoiceProfile,
    OrganisationKind,
    Sector,
)
from lt_admin.orientation.models.requests import Channel, Outcome, Readiness
from lt_admin.orientation.rules import engagements as reviews
from lt_admin.orientation.rules.engagements import EngagementType
from lt_admin.orientation.rules.organisations import Why
from lt_admin.orientation.rules.plans import Component
from lt_admin.orientation.rules.requests import InspectorateTerm

Words = Mapping[Any, Any]

KINDS: Words = {
    OrganisationKind.INSTITUTION: _l("institution"),
    OrganisationKind.MUNICIPALITY: _l("municipality"),
    OrganisationKind.PARTNERSHIP: _l("partnership"),
    OrganisationKind.AUTHORITY: _l("other authority"),
}
SECTORS: Words = {
    Sector.YOUTH_CARE: _l("youth care"),
    Sector.YOUTH_PROTECTION: _l("youth protection"),
    Sector.MENTAL_HEALTH: _l("mental health care"),
    Sector.MEDICAL: _l("medical care"),
    Sector.EDUCATION: _l("education"),
    Sector.MUNICIPALITY: _l("municipality"),
    Sector.JUSTICE: _l("police and justice"),
    Sector.OTHER: _l("other"),
}
PEPPOL: Words = {
    "0106": _l("KvK number (0106)"),
    "0190": _l("OIN (0190)"),
    "9944": _l("btw-id (9944)"),
}
PROFILES: Words = {
    EInvoiceProfile.NLCIUS: _l("NLCIUS (SI-UBL 2.0)"),
    EInvoiceProfile.PEPPOL: _l("Peppol BIS Billing 3"),
}
COUNTRIES: Words = {
    "NL": _l("the Netherlands"),
    "BE": _l("Belgium"),
    "DE": _l("Germany"),
    "GB": _l("United Kingdom"),
}
LANGUAGES: Words = {"nl": "Nederlands", "en": "English"}
WHY: Words = {
    Why.KVK: _l("the same KvK number"),
    Why.RSIN: _l("the same RSIN"),
    Why.OIN: _l("the same OIN"),
    Why.NAME: _l("a name that is much alike"),
}

CHANNELS: Words = {
    Channel.EMAIL: _l("by e-mail"),
    Channel.PHONE: _l("by phone"),
    Channel.WEBSITE: _l("through the website"),
    Channel.EVENT: _l("at an event"),
    Channel.OTHER: _l("otherwise"),
}
TERMS: Words = {
    InspectorateTerm.NONE: _l("The Inspectorate gave no term"),
    InspectorateTerm.SIX_WEEKS: _l("Six weeks (Youth Act)"),
    InspectorateTerm.EIGHT_WEEKS: _l("Eight weeks (Wkkgz)"),
    InspectorateTerm.FREE: _l("Another date"),
}
OUTCOMES: Words = {
    Outcome.PLAN_AND_QUOTE: _l("We make a plan and a quote"),
    Outcome.OTHER_METHOD_ADVISED: _l("Another method suits better"),
    Outcome.NOT_NOW: _l("Not now"),
    Outcome.WITHDRAWN: _l("The request is withdrawn"),
}
READINESS: Words = {
    Readiness.UNCONDITIONAL_SUPPORT: _l(
        "Do the organisations give their support without conditions?"
    ),
    Readiness.TIME_AVAILABLE: _l("Will professionals and managers get the time that it takes?"),
    Readiness.PRIVACY_OBSTACLES_SMALL: _l("Can the obstacles of privacy be kept small?"),
    Readiness.FUNDING_REALISTIC: _l("Is the funding realistic?"),
    Readiness.ALL_ORGANISATIONS_WILLING: _l("Are all organisations willing to take part?"),
    Readiness.BOARDS_COMMITTED: _l("Have the boards committed themselves?"),
    Readiness.EXPECTATIONS_DISCUSSED: _l("Was it discussed what a review can and cannot bring?"),
    Readiness.FAMILY_VOICE_CONSIDERED: _l("Was it considered how the family can be heard?"),
}

TYPES: Words = {
    EngagementType.FULL: _l("full learning review"),
    EngagementType.GROUP: _l("group review"),
    EngagementType.MIDRANGE: _l("midrange review"),
    EngagementType.SHORT_ONE_DAY: _l("short one-day review"),
}
TYPE_NOTES: Words = {
    EngagementType.FULL.value: _l("Talks with all who matter, about six months."),
    EngagementType.GROUP.value: _l("A large team, with group interviews."),
    EngagementType.MIDRANGE.value: _l("At most six talks, and fewer meetings."),
    EngagementType.SHORT_ONE_DAY.value: _l("One day together, without interviews beforehand."),
}
STATES: Mapping[EngagementState, Badge] = {
    EngagementState.REQUESTED: Badge(_l("request"), "info", "mail"),
    EngagementState.ORIENTATION: Badge(_l("step 1: orientation"), "info", "person"),
    EngagementState.QUOTED: Badge(_l("quote sent"), "info", "send"),
    EngagementState.ACCEPTED: Badge(_l("confirmed"), "ok"),
    EngagementState.EXPLORING: Badge(_l("step 2: exploring"), "info", "pen"),
    EngagementState.DIALOGUE: Badge(_l("step 3: dialogue"), "info", "pen"),
    EngagementState.DRAFTING: Badge(_l("step 4: draft"), "info", "pen"),
    EngagementState.REPORTING: Badge(_l("step 5: final report"), "info", "pen"),
    EngagementState.CLOSED: Badge(_l("closed"), "ok"),
    EngagementState.ON_HOLD: Badge(_l("on hold"), "warn"),
    EngagementState.WITHDRAWN: Badge(_l("withdrawn"), "neutral", "cross"),
    EngagementState.REJECTED: Badge(_l("quote rejected"), "neutral", "cross"),
}
STEPS: Words = reviews.STEPS  # for templates, beside the other words
STEP_OF_STATE: Mapping[EngagementState, int] = {
    EngagementState.EXPLORING: 2,
    EngagementState.DIALOGUE: 3,
    EngagementState.DRAFTING: 4,
    EngagementState.REPORTING: 5,
}
REASONS: Words = {
    EndReason.PARTICIPANT_REFUSED: _l("a participant refused"),
    EndReason.BUDGET: _l("the budget"),
    EndReason.TIMING: _l("not now"),
    EndReason.OTHER_METHOD: _l("another method suits better"),
    EndReason.OTHER: _l("another reason"),
}
ROLES: Words = {
    PartyRole.PARTICIPATING: _l("takes part"),
    PartyRole.COMMISSIONING: _l("commissions, takes no part itself"),
    PartyRole.PARTNER: _l("partner, at its own cost"),
}
FOCUS: Words = {
    Focus.PRIVACY: _l("privacy"),
    Focus.PARALLEL_PROCEEDINGS: _l("parallel proceedings"),
    Focus.DISAGREEMENT: _l("different views"),
    Focus.LARGE_TEAM: _l("a large team"),
    Focus.YOUNG_PERSON: _l("the voice of a young person"),
}
COMPONENTS: Words = {
    Component.COMPOSE: _l("Composing the groups"),
    Component.PRIVACY: _l("Agreements on privacy"),
    Component.INTRODUCTION: _l("Introduction sessions"),
    Component.GROUP_INTERVIEWS: _l("Group interviews and notes"),
    Component.INTERVIEWS: _l("Interviews and notes"),
    Component.COMPLEX_INTERVIEWS: _l("Complex interviews and notes"),
    Component.FILES: _l("File study"),
    Component.TIMELINE: _l("Integrated timeline"),
    Component.SESSIONS: _l("Dialogue sessions"),
    Component.ANALYSIS: _l("Analysis"),
    Component.DRAFT: _l("Draft report"),
    Component.COMMENTARY: _l("Commentary meetings"),
    Component.PROCESSING: _l("Processing the commentary"),
    Component.FINAL: _l("Final report"),
    Component.PRESENTATION: _l("Presentations to boards"),
    Component.TEAM_FEEDBACK: _l("Feedback to the team"),
    Component.CLOSING: _l("Closing and destruction"),
    Component.FOLLOW_UP: _l("Follow-up meeting and memo"),
}
