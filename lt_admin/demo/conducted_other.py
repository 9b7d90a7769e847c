"""Steps 2 to 6 of S4-S6 (DOMAIN.md 4); the recommendations are invented."""

from __future__ import annotations

from datetime import date

from lt_admin.conduct.models.groups import Group
from lt_admin.conduct.models.recommendations import Level, Loop, Quadrant
from lt_admin.conduct.models.registers import DocumentForm, DocumentKind
from lt_admin.conduct.models.reports import FollowUpChoice
from lt_admin.conduct.models.sessions import Relation, SessionKind
from lt_admin.demo.conducted import Advice, Answered, Conduct, Decided, Held, Talks
from lt_admin.followup.models.outcomes import Outcome
from lt_admin.quality.models.evaluations import Respondents

_d = date.fromisoformat
_G, _K, _L, _Q, _O = Group, SessionKind, Level, Quadrant, Loop
_D, _F, _R = DocumentKind, DocumentForm, Respondents

C4 = Conduct(
    team=("zonnedauwveld", "zonnedauwveld", "zonnedauwveld"),
    practitioners=("zonnedauwveld",) * 8,
    sessions=(
        Held(_d("2025-06-03"), _K.INTRODUCTION, 3, _G.REVIEW_TEAM, hour=9),
        Held(_d("2025-06-03"), _K.INTRODUCTION, 12, _G.CASE_GROUP, hour=13),
        Held(_d("2025-06-03"), _K.INTRODUCTION, 10, _G.CASE_GROUP, hour=16),
        *(
            Held(_d(day), _K.GROUP_INTERVIEW, people, _G.CASE_GROUP, subgroups=(people,))
            for day, people in (
                *(("2025-06-11", 6), ("2025-06-12", 6)),
                *(("2025-06-17", 5), ("2025-06-19", 5)),
            )
        ),
        Held(_d("2025-07-08"), _K.DIALOGUE, 3, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-07-10"), _K.DIALOGUE, 20, _G.CASE_GROUP, minutes=240, subgroups=(10, 10)),
        Held(_d("2025-09-02"), _K.COMMENTARY, 3, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-09-23"), _K.PRESENTATION, 24, boards=("zonnedauwveld",)),
    ),
    talks=(Talks(_d("2025-06-24"), _d("2025-07-01"), 3, with_family=1),),
    voices=((Relation.PARENTS, False),),
    drafted_on=_d("2025-08-26"),
    checked_on=_d("2025-09-09"),
    final_on=_d("2025-09-16"),
    advice=(
        Advice(
            "Geef medewerkers na een heftige dienst tijd om te vertellen, voordat zij rapporteren.",
            *("zonnedauwveld", _L.ORGANISATION, _Q.IA, _O.DOUBLE),
        ),
        Advice(
            "Spreek bij elke overdracht één ding uit dat je onrustig maakt.",
            *("zonnedauwveld", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Loop de eerste week samen met een nieuwe collega mee.",
            *("zonnedauwveld", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Bespreek per team wat de groep van jongeren vraagt, en wat zij jullie geeft.",
            *("zonnedauwveld", _L.ORGANISATION, _Q.CA, _O.DOUBLE),
        ),
        Advice(
            "Plan roosters zo, dat er altijd twee ervaren medewerkers bereikbaar zijn.",
            *("zonnedauwveld", _L.ORGANISATION, _Q.CB, _O.SINGLE),
        ),
    ),
    documents=(
        (_D.INTERVIEW_NOTES, _F.PAPER, 7),
        (_D.FILE_EXTRACTS, _F.DIGITAL, 3),
        (_D.TIMELINE, _F.BOTH, 2),
        (_D.SESSION_NOTES, _F.PAPER, 3),
        (_D.DRAFT_REPORT, _F.DIGITAL, 2),
    ),
    decisions=(
        Decided(
            *(_d("2025-09-23"), FollowUpChoice.POSTPONED),
            "Eerst het nieuwe rooster een half jaar beproeven.",
            until=_d("2026-03-31"),
        ),
        Decided(
            *(_d("2026-03-24"), FollowUpChoice.DECLINED),
            "De teams evalueren zelf, met hun eigen coach.",
        ),
    ),
    finding="Wie elke dag bijstuurt, vertelt steeds later wat bijzonder was.",
    answers=(
        Answered(_R.SERVICE_USERS, 2, (13, (13, 3))),
        Answered(_R.STAFF, 25, (22,) * 20, safe=18),
        Answered(_R.BOARDS, 2, (23, 22)),
        Answered(_R.REST, 30, (13,) * 5 + (12,) * 11),
        Answered(_R.MUNICIPALITY, 1),
    ),
)
C5 = Conduct(
    team=("wolkenveld", "oefenkade", "oefenkade"),
    practitioners=("wolkenveld", "wolkenveld", "oefenkade", "oefenkade"),
    sessions=(
        Held(_d("2025-06-24"), _K.INTRODUCTION, 3, _G.REVIEW_TEAM, hour=10),
        Held(_d("2025-06-24"), _K.INTRODUCTION, 4, _G.CASE_GROUP, hour=14),
        Held(_d("2025-09-16"), _K.DIALOGUE, 3, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-09-18"), _K.DIALOGUE, 4, _G.CASE_GROUP, minutes=180),
        Held(_d("2025-10-09"), _K.COMMENTARY, 3, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-10-30"), _K.PRESENTATION, 5, boards=("wolkenveld", "oefenkade")),
    ),
    talks=(Talks(_d("2025-06-26"), _d("2025-09-11"), 6, with_family=2),),
    voices=((Relation.YOUNG_PERSON, True), (Relation.MOTHER, False)),
    drafted_on=_d("2025-10-02"),
    checked_on=_d("2025-10-16"),
    final_on=_d("2025-10-23"),
    advice=(
        Advice(
            "Vraag een jongere bij elke beslissing wat zij ervan vindt, en schrijf het op.",
            *("oefenkade", _L.ORGANISATION, _Q.IA, _O.TRIPLE, Outcome.DONE),
            evidence="Eigen kopje in elk plan.",
        ),
        Advice(
            "Onderzoek samen wanneer stoppen met hulp helpt, en wanneer het loslaten is.",
            *("wolkenveld", _L.SYSTEM, _Q.CA, _O.DOUBLE, Outcome.DONE),
            evidence="Twee bijeenkomsten gehouden.",
        ),
        Advice(
            "Maak ruimte voor wat een ouder en een jongere elk willen, ook als dat verschilt.",
            *("oefenkade", _L.SYSTEM, _Q.CA, _O.DOUBLE, Outcome.IN_PROGRESS),
        ),
        Advice(
            "Spreek af wie belt als een afspraak twee keer niet doorgaat.",
            *("wolkenveld", _L.ORGANISATION, _Q.CB, _O.SINGLE, Outcome.DONE),
            evidence="Werkafspraak in beide instellingen.",
        ),
    ),
    documents=(
        (_D.INTERVIEW_NOTES, _F.PAPER, 6),
        (_D.FILE_EXTRACTS, _F.DIGITAL, 2),
        (_D.TIMELINE, _F.BOTH, 1),
        (_D.SESSION_NOTES, _F.PAPER, 2),
        (_D.DRAFT_REPORT, _F.DIGITAL, 2),
    ),
    decisions=(
        Decided(
            *(_d("2025-10-30"), FollowUpChoice.AGREED),
            "Over een half jaar samen terugkijken.",
        ),
    ),
    finding="Hulp stopt op de regels van de instelling, en niet op het moment van de jongere.",
    answers=(
        Answered(_R.SERVICE_USERS, 2, (18, 18)),
        Answered(_R.STAFF, 8, (22,) * 4 + (21,) * 3, safe=7),
        Answered(_R.BOARDS, 2, (22, 22)),
        Answered(_R.REST, 10, (12,) * 4),
    ),
)
C6 = Conduct(
    team=(),
    practitioners=("rietkust", "proefvuur", "proefvuur", "zilverstrand"),
    sessions=(
        Held(_d("2025-10-02"), _K.JOINT_DIALOGUE, 10, hour=9, minutes=480),
        Held(
            *(_d("2025-10-14"), _K.PRESENTATION, 4),
            boards=("rietkust", "proefvuur", "zilverstrand"),
        ),
    ),
    talks=(),
    voices=((Relation.YOUNG_PERSON, False), (Relation.PARENTS, False)),
    drafted_on=None,
    checked_on=_d("2025-10-08"),
    final_on=_d("2025-10-09"),
    advice=(
        Advice(
            "Bel bij de derde afwezige dag naar huis, met een vraag in plaats van een melding.",
            *("proefvuur", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Vraag de leerling wie op school het vertrouwde gezicht kan zijn.",
            *("proefvuur", _L.ORGANISATION, _Q.IB, _O.DOUBLE),
        ),
        Advice(
            "Leg vast wie maatwerk mag toezeggen, en binnen hoeveel dagen.",
            *("rietkust", _L.SYSTEM, _Q.CB, _O.SINGLE),
        ),
    ),
    documents=(
        (_D.FILE_EXTRACTS, _F.DIGITAL, 1),
        (_D.TIMELINE, _F.PAPER, 1),
        (_D.SESSION_NOTES, _F.PAPER, 1),
        (_D.DRAFT_REPORT, _F.DIGITAL, 1),
    ),
    decisions=(
        Decided(
            *(_d("2025-10-14"), FollowUpChoice.DECLINED),
            "De drie partijen bespreken de voortgang in hun eigen overleg.",
        ),
    ),
    finding="Iedereen kent de regel; niemand weet wie ervan mag afwijken.",
    answers=(
        Answered(_R.SERVICE_USERS, 3, (17, (13, 3), 16)),
        Answered(_R.STAFF, 7, (22,) * 3 + (21,) * 3, safe=6),
        Answered(_R.BOARDS, 3, (20, 20)),
        Answered(_R.MUNICIPALITY, 1, ((9, 2),)),
    ),
)
