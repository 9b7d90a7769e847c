"""The questionnaires: every item in both languages, who gets it and when (DOMAIN.md 2b).

Groups and moments are the letters of models.evaluations: C service users, S involved staff and
managers, B boards, R rest of the organisation, M municipality; T0 and T1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lt_admin.core.i18n import gettext as _
from lt_admin.core.steps import Refused

LATER = "T1"
SCORES = range(1, 6)
HIGH = 4  # from here on somebody agrees
SAFE, HARD, REVIEWERS = "ES1", "ES3", "EV1"
MOST_LETTERS = 2000


@dataclass(frozen=True)
class Item:
    """One statement: 1 to 5, or not applicable.

    `is_later` is asked at T1 only. What is not `is_core` stays out of the core score: ES3, the
    signal of burden, and EV1, which is for the review team.
    """

    code: str
    respondents: str
    nl: str
    en: str
    is_later: bool = False
    is_core: bool = True

    def words(self, language: str) -> str:
        """The statement in that language."""
        return self.nl if language == "nl" else self.en


ITEMS = (
    Item("EC1", "C", "Er is echt naar mij geluisterd.", "I was really listened to."),
    Item(
        *("EC2", "C"),
        "Ik voelde mij erkend in wat ik heb meegemaakt.",
        "I felt recognised in what I went through.",
    ),
    Item(
        *("EC3", "C"),
        "Ik begreep wat het doel was en wat er met mijn verhaal gebeurde.",
        "I understood the purpose and what happened with my story.",
    ),
    Item(
        *("EC4", "C"),
        "Ik kon zelf kiezen of en hoe ik meedeed.",
        "I could choose whether and how I took part.",
    ),
    Item(
        *("EC5", "C"),
        "Het contact met de hulpverlening is beter geworden.",
        "My contact with the services has improved.",
        is_later=True,
    ),
    Item(
        *("EC6", "C"),
        "Ik kijk nu anders naar wat er gebeurd is.",
        "I now look differently at what happened.",
        is_later=True,
    ),
    Item(SAFE, "S", "Ik voelde mij veilig om open te spreken.", "I felt safe to speak openly."),
    Item(
        *("ES2", "S"),
        "Het ging om begrijpen, niet om schuld.",
        "It was about understanding, not blame.",
    ),
    Item(
        *(HARD, "S"),
        "Het interview was zwaar voor mij.",
        "The interview was hard on me.",
        is_core=False,
    ),
    Item(
        *("ES4", "S"),
        "Het gesprek gaf opluchting of erkenning.",
        "Talking brought relief or recognition.",
    ),
    Item(
        *("ES5", "S"),
        "Ik kreeg genoeg steun van mijn organisatie.",
        "I had enough support from my organisation.",
    ),
    Item(
        *("ES6", "S"),
        "De tijdlijn en de bevindingen klopten met hoe het voor mij was.",
        "The timeline and findings matched how it was for me.",
    ),
    Item(
        *("ES7", "S"),
        "Ik werk anders door wat wij leerden.",
        "I work differently because of what we learned.",
        is_later=True,
    ),
    Item(
        *(REVIEWERS, "S"),
        "De reviewbegeleiders begeleidden ons deskundig en onpartijdig.",
        "The reviewers guided us expertly and impartially.",
        is_core=False,
    ),
    Item(
        *("EB1", "B"),
        "De review hielp ons het incident als organisatie te verwerken.",
        "The review helped us as an organisation to come to terms with the incident.",
    ),
    Item(
        *("EB2", "B"),
        "Het vertrouwen tussen medewerkers en organisatie is versterkt.",
        "Trust between staff and organisation is stronger.",
    ),
    Item(
        *("EB3", "B"),
        "De verhouding met de andere instellingen is verbeterd.",
        "Relations with the other institutions have improved.",
    ),
    Item(
        *("EB4", "B"),
        "De aanbevelingen zijn bruikbaar op organisatie- en systeemniveau.",
        "The recommendations are usable at organisation and system level.",
    ),
    Item(
        *("EB5", "B"),
        "De kosten en de tijd stonden in verhouding tot de opbrengst.",
        "Cost and time were proportionate to the yield.",
    ),
    Item(
        *("EB6", "B"),
        "Wij hebben de aanbevelingen uitgevoerd.",
        "We have carried out the recommendations.",
        is_later=True,
    ),
    Item(
        *("ER1", "R"),
        "Ik weet wat er van deze review geleerd is.",
        "I know what was learned from this review.",
    ),
    Item("ER2", "R", "De review heeft de lucht geklaard.", "The review has cleared the air."),
    Item(
        *("ER3", "R"),
        "Ik heb (weer) vertrouwen in hoe wij met incidenten omgaan.",
        "I have trust (again) in how we deal with incidents.",
    ),
    Item(
        *("EM1", "M"),
        "De review laat zien hoe organisaties rond kind en gezin samenwerken.",
        "The review shows how organisations work together around child and family.",
    ),
    Item(
        *("EM2", "M"),
        "De lessen versterken ons lokale systeem.",
        "The lessons strengthen our local system.",
    ),
    Item(
        *("EM3", "M"),
        "De gemeente kreeg genoeg informatie zonder de privacy te schaden.",
        "The municipality got enough information without harming privacy.",
    ),
)
CORE = tuple(item.code for item in ITEMS if item.is_core)
QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "helped": {"nl": "Wat heeft u geholpen?", "en": "What helped you?"},
    "different": {
        "nl": "Wat had anders gemoeten?",
        "en": "What should have been different?",
    },
}


def items_for(respondents: str, moment: str) -> tuple[Item, ...]:
    """What a group is asked at that moment, in order."""
    is_later = moment == LATER
    return tuple(
        item
        for item in ITEMS
        if item.respondents == respondents and (is_later or not item.is_later)
    )


def check_answers(
    items: tuple[Item, ...], scores: Mapping[str, int | None], words: Mapping[Any, str]
) -> None:
    """Raise Refused for an answer to what was not asked, a score beyond 1 to 5, or no answer."""
    known = {item.code for item in items}
    fits = all(score is None or score in SCORES for score in scores.values())
    if not (scores.keys() <= known and fits):
        raise Refused(_("This answer does not belong to the questionnaire."))
    if any(len(text) > MOST_LETTERS for text in words.values()):
        raise Refused(_("Write at most %(most)s letters.", most=MOST_LETTERS))
    if not (scores or any(text.strip() for text in words.values())):
        raise Refused(_("Nothing is filled in yet. Answer at least one question."))
