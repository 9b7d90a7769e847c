"""Steps 2 to 6 of S1-S3 (DOMAIN.md 4); the recommendations are invented."""

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

C1 = Conduct(
    team=("duinermeer", "noorderzon", "testerland", "duinrand", "kustzicht"),
    practitioners=("noorderzon", "noorderzon", "testerland", "duinrand", "duinrand", "kustzicht"),
    sessions=(
        Held(_d("2025-03-04"), _K.INTRODUCTION, 5, _G.REVIEW_TEAM, hour=10),
        Held(_d("2025-03-04"), _K.INTRODUCTION, 6, _G.CASE_GROUP, hour=14),
        Held(_d("2025-04-15"), _K.DIALOGUE, 5, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-04-17"), _K.DIALOGUE, 6, _G.CASE_GROUP, minutes=180),
        Held(_d("2025-05-20"), _K.COMMENTARY, 5, _G.REVIEW_TEAM, minutes=180),
        Held(
            *(_d("2025-06-19"), _K.PRESENTATION, 8),
            boards=("duinermeer", "noorderzon", "testerland", "duinrand", "kustzicht"),
        ),
    ),
    talks=(Talks(_d("2025-03-06"), _d("2025-04-10"), 10, with_family=1),),
    voices=((Relation.PARENTS, False),),
    drafted_on=_d("2025-05-13"),
    checked_on=_d("2025-06-03"),
    final_on=_d("2025-06-10"),
    advice=(
        Advice(
            "Maak tijd om een niet-pluisgevoel uit te spreken, ook zonder bewijs.",
            *("noorderzon", _L.ORGANISATION, _Q.IA, _O.DOUBLE),
        ),
        Advice(
            "Bel elkaar dezelfde dag bij twijfel; een brief alleen is niet genoeg.",
            *("kustzicht", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Bespreek samen wat privacy beschermt en wat zij in de weg staat.",
            *("duinermeer", _L.SYSTEM, _Q.CA, _O.TRIPLE),
        ),
        Advice(
            "Leg in het netwerk vast wie het overzicht houdt als er meer instellingen zijn.",
            *("duinermeer", _L.SYSTEM, _Q.CA, _O.DOUBLE),
        ),
        Advice(
            "Neem het afgesproken blad over gegevens delen op in de samenwerkingsafspraken.",
            *("duinermeer", _L.SYSTEM, _Q.CB, _O.SINGLE),
        ),
        Advice(
            "Plan bij jonge kinderen binnen een week een tweede gezamenlijk overleg.",
            *("testerland", _L.ORGANISATION, _Q.CB, _O.SINGLE),
        ),
    ),
    documents=(
        (_D.INTERVIEW_NOTES, _F.PAPER, 10),
        (_D.FILE_EXTRACTS, _F.DIGITAL, 4),
        (_D.TIMELINE, _F.BOTH, 2),
        (_D.SESSION_NOTES, _F.PAPER, 2),
        (_D.DRAFT_REPORT, _F.DIGITAL, 2),
    ),
    decisions=(
        Decided(
            *(_d("2025-06-19"), FollowUpChoice.DECLINED),
            "De gemeente volgt zelf hoe het met de aanbevelingen gaat.",
        ),
    ),
    finding="Signalen blijven bij de instelling die ze zag zolang niemand het overzicht heeft.",
    answers=(
        Answered(_R.SERVICE_USERS, 2, (16,) * 2),
        Answered(_R.STAFF, 14, (21,) * 10, safe=9),
        Answered(_R.BOARDS, 3, (21, 21, (18, 4))),
        Answered(_R.REST, 20, (12,) * 4 + (11,) * 5),
        Answered(_R.MUNICIPALITY, 2, (14,) * 1 + (13,) * 1),
    ),
)
C2 = Conduct(
    team=("testerland", "testerland", "voorbeeldven", "proefwijk"),
    practitioners=("testerland", "testerland", "voorbeeldven", "voorbeeldven", "proefwijk"),
    sessions=(
        Held(_d("2025-04-08"), _K.INTRODUCTION, 4, _G.REVIEW_TEAM, hour=10),
        Held(_d("2025-04-08"), _K.INTRODUCTION, 5, _G.CASE_GROUP, hour=14),
        Held(_d("2025-09-09"), _K.DIALOGUE, 4, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-09-11"), _K.DIALOGUE, 5, _G.CASE_GROUP, minutes=180),
        Held(_d("2025-10-14"), _K.COMMENTARY, 4, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-11-18"), _K.PRESENTATION, 5, boards=("testerland", "proefwijk")),
        Held(_d("2025-11-20"), _K.PRESENTATION, 4, boards=("voorbeeldven",)),
    ),
    talks=(
        Talks(_d("2025-04-10"), _d("2025-05-08"), 9),
        Talks(_d("2025-08-12"), _d("2025-09-04"), 5, with_family=1),
    ),
    voices=((Relation.GRANDPARENT, True),),
    drafted_on=_d("2025-10-07"),
    checked_on=_d("2025-10-28"),
    final_on=_d("2025-11-06"),
    advice=(
        Advice(
            "Sta stil bij wat een dreigende situatie met jezelf doet, voordat je verdergaat.",
            *("testerland", _L.ORGANISATION, _Q.IA, _O.DOUBLE),
        ),
        Advice(
            "Vraag bij elk nieuw signaal wat je collega's al weten.",
            *("voorbeeldven", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Schrijf bij overdracht op wat je niet weet, naast wat je wel weet.",
            *("testerland", _L.ORGANISATION, _Q.IB, _O.SINGLE),
        ),
        Advice(
            "Onderzoek samen waarom signalen over volwassenen niet bij het kind terechtkomen.",
            *("voorbeeldven", _L.SYSTEM, _Q.CA, _O.TRIPLE),
        ),
        Advice(
            "Maak bespreekbaar dat instellingen verschillend over risico denken.",
            *("testerland", _L.SYSTEM, _Q.CA, _O.DOUBLE),
        ),
        Advice(
            "Richt een vast overleg in voor gezinnen met meer dan twee hulpverleners.",
            *("testerland", _L.SYSTEM, _Q.CB, _O.DOUBLE),
        ),
        Advice(
            "Regel vervanging vooraf, zodat een gezin nooit zonder vast gezicht zit.",
            *("voorbeeldven", _L.ORGANISATION, _Q.CB, _O.SINGLE),
        ),
    ),
    documents=(
        (_D.INTERVIEW_NOTES, _F.PAPER, 14),
        (_D.FILE_EXTRACTS, _F.DIGITAL, 2),
        (_D.TIMELINE, _F.BOTH, 3),
        (_D.SESSION_NOTES, _F.PAPER, 2),
        (_D.DRAFT_REPORT, _F.DIGITAL, 3),
    ),
    decisions=(
        Decided(
            *(_d("2025-11-20"), FollowUpChoice.DECLINED),
            "Beide opdrachtgevers nemen de aanbevelingen op in hun eigen jaarplan.",
        ),
    ),
    finding="Risico's van volwassenen en van kinderen worden in gescheiden werelden gewogen.",
    answers=(
        Answered(_R.SERVICE_USERS, 1, (14,)),
        Answered(_R.STAFF, 16, (20,) * 6 + (19,) * 5, safe=9),
        Answered(_R.BOARDS, 4, (20,) * 3),
        Answered(_R.REST, 25, (11,) * 8 + (10,) * 2),
        Answered(_R.MUNICIPALITY, 1, (12,)),
    ),
    replanned_to=_d("2025-11-28"),
    consulted=("testerland", "voorbeeldven"),
)
C3 = Conduct(
    team=("schelpenhuis", "proefpolder", "wolkenveld", "merelnest"),
    practitioners=("schelpenhuis", "schelpenhuis", "proefpolder", "wolkenveld", "merelnest"),
    sessions=(
        Held(_d("2025-05-27"), _K.INTRODUCTION, 4, _G.REVIEW_TEAM, hour=10),
        Held(_d("2025-05-27"), _K.INTRODUCTION, 5, _G.CASE_GROUP, hour=14),
        Held(_d("2025-07-01"), _K.DIALOGUE, 4, _G.REVIEW_TEAM, minutes=180),
        Held(_d("2025-07-03"), _K.DIALOGUE, 5, _G.CASE_GROUP, minutes=180),
        Held(_d("2025-07-08"), _K.JOINT_DIALOGUE, 9, minutes=180),
        Held(_d("2025-09-04"), _K.COMMENTARY, 4, _G.REVIEW_TEAM, minutes=180),
        Held(
            *(_d("2025-10-07"), _K.PRESENTATION, 8),
            boards=("schelpenhuis", "proefpolder", "wolkenveld", "merelnest"),
        ),
    ),
    talks=(Talks(_d("2025-05-28"), _d("2025-06-26"), 10, with_family=2),),
    voices=((Relation.MOTHER, False), (Relation.FATHER, False)),
    drafted_on=_d("2025-08-28"),
    checked_on=_d("2025-09-18"),
    final_on=_d("2025-09-25"),
    advice=(
        Advice(
            "Spreek uit welke kijk op hulp je zelf hebt, voordat je samen een plan maakt.",
            *("schelpenhuis", _L.ORGANISATION, _Q.IA, _O.TRIPLE, Outcome.DONE),
            evidence="Vast onderdeel van de start van elk traject.",
        ),
        Advice(
            "Vraag ouders wat zij al van anderen hoorden, en laat verschillen bestaan.",
            *("wolkenveld", _L.ORGANISATION, _Q.IA, _O.DOUBLE, Outcome.DONE),
            evidence="In de training voor nieuwe medewerkers.",
        ),
        Advice(
            "Noem bij elk advies wie het gaf en met welk doel.",
            *("proefpolder", _L.ORGANISATION, _Q.IB, _O.SINGLE, Outcome.DONE),
            evidence="Formulier aangepast in januari.",
        ),
        Advice(
            "Houd twee keer per jaar een gezamenlijke dag over een moeilijke vraag.",
            *("schelpenhuis", _L.SYSTEM, _Q.CA, _O.DOUBLE, Outcome.DONE),
            evidence="Eerste dag gehouden; de tweede staat gepland.",
        ),
        Advice(
            "Onderzoek samen wat 'veilig genoeg' betekent, en voor wie.",
            *("proefpolder", _L.SYSTEM, _Q.CA, _O.TRIPLE, Outcome.IN_PROGRESS),
        ),
        Advice(
            "Bespreek in elk team hoe je met verschil van inzicht omgaat.",
            *("wolkenveld", _L.ORGANISATION, _Q.CA, _O.DOUBLE, Outcome.IN_PROGRESS),
        ),
        Advice(
            "Laat een kind niet kiezen tussen twee verhalen; maak er samen één van.",
            *("merelnest", _L.SYSTEM, _Q.CA, _O.DOUBLE, Outcome.IN_PROGRESS),
        ),
        Advice(
            "Werk met één gezamenlijk plan in plaats van vier.",
            *("merelnest", _L.SYSTEM, _Q.CB, _O.SINGLE, Outcome.DROPPED),
            evidence="De systemen laten dit niet toe; het verzoek ligt bij de regio.",
        ),
    ),
    documents=(
        (_D.INTERVIEW_NOTES, _F.PAPER, 10),
        (_D.FILE_EXTRACTS, _F.DIGITAL, 4),
        (_D.TIMELINE, _F.BOTH, 2),
        (_D.SESSION_NOTES, _F.PAPER, 3),
        (_D.DRAFT_REPORT, _F.DIGITAL, 2),
    ),
    decisions=(
        Decided(
            *(_d("2025-10-07"), FollowUpChoice.POSTPONED),
            "De vier besturen willen er intern eerst over spreken.",
            until=_d("2025-10-31"),
        ),
        Decided(
            *(_d("2025-10-21"), FollowUpChoice.AGREED),
            "Drie van de vier opdrachtgevers doen mee; Pleegzorg Merelnest niet.",
        ),
    ),
    finding="Verschil van inzicht wordt opgelost door te zwijgen in plaats van door te spreken.",
    answers=(
        Answered(_R.SERVICE_USERS, 2, (12,)),
        Answered(_R.STAFF, 15, (19,) * 6 + (18,) * 6, safe=8),
        Answered(_R.BOARDS, 4, (19,) * 4),
        Answered(_R.REST, 18, (11,) * 1 + (10,) * 6),
    ),
    late_reason=(
        "De papieren verslagen wachtten op het ophalen door de vernietiger; "
        "zij lagen al die tijd achter slot."
    ),
)
