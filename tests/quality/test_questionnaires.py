"""The questionnaires, word for word, and who is asked what."""

from __future__ import annotations

import pytest

from lt_admin.core.steps import Refused
from lt_admin.quality.rules.questionnaires import CORE, ITEMS, QUESTIONS, check_answers, items_for

# DOMAIN.md 2b, as it stands there; its marks (*), (omgekeerd) and (reviewteam) are not words.
WORDS = """
EC1 | Er is echt naar mij geluisterd. | I was really listened to.
EC2 | Ik voelde mij erkend in wat ik heb meegemaakt. | I felt recognised in what I went through.
EC3 | Ik begreep wat het doel was en wat er met mijn verhaal gebeurde. | I understood the purpose and what happened with my story.
EC4 | Ik kon zelf kiezen of en hoe ik meedeed. | I could choose whether and how I took part.
EC5 | Het contact met de hulpverlening is beter geworden. | My contact with the services has improved.
EC6 | Ik kijk nu anders naar wat er gebeurd is. | I now look differently at what happened.
ES1 | Ik voelde mij veilig om open te spreken. | I felt safe to speak openly.
ES2 | Het ging om begrijpen, niet om schuld. | It was about understanding, not blame.
ES3 | Het interview was zwaar voor mij. | The interview was hard on me.
ES4 | Het gesprek gaf opluchting of erkenning. | Talking brought relief or recognition.
ES5 | Ik kreeg genoeg steun van mijn organisatie. | I had enough support from my organisation.
ES6 | De tijdlijn en de bevindingen klopten met hoe het voor mij was. | The timeline and findings matched how it was for me.
ES7 | Ik werk anders door wat wij leerden. | I work differently because of what we learned.
EB1 | De review hielp ons het incident als organisatie te verwerken. | The review helped us as an organisation to come to terms with the incident.
EB2 | Het vertrouwen tussen medewerkers en organisatie is versterkt. | Trust between staff and organisation is stronger.
EB3 | De verhouding met de andere instellingen is verbeterd. | Relations with the other institutions have improved.
EB4 | De aanbevelingen zijn bruikbaar op organisatie- en systeemniveau. | The recommendations are usable at organisation and system level.
EB5 | De kosten en de tijd stonden in verhouding tot de opbrengst. | Cost and time were proportionate to the yield.
EB6 | Wij hebben de aanbevelingen uitgevoerd. | We have carried out the recommendations.
ER1 | Ik weet wat er van deze review geleerd is. | I know what was learned from this review.
ER2 | De review heeft de lucht geklaard. | The review has cleared the air.
ER3 | Ik heb (weer) vertrouwen in hoe wij met incidenten omgaan. | I have trust (again) in how we deal with incidents.
EM1 | De review laat zien hoe organisaties rond kind en gezin samenwerken. | The review shows how organisations work together around child and family.
EM2 | De lessen versterken ons lokale systeem. | The lessons strengthen our local system.
EM3 | De gemeente kreeg genoeg informatie zonder de privacy te schaden. | The municipality got enough information without harming privacy.
EV1 | De reviewbegeleiders begeleidden ons deskundig en onpartijdig. | The reviewers guided us expertly and impartially.
"""  # noqa: E501 - a table


@pytest.fixture(autouse=True)
def session(app):
    """These need no data: once is enough."""
    with app.app_context():
        yield


def codes(group, moment):
    return [item.code for item in items_for(group, moment)]


def test_every_item_stands_there_word_for_word_in_both_languages():
    known = {item.code: (item.words("nl"), item.words("en")) for item in ITEMS}

    rows = [line.split(" | ") for line in WORDS.strip().splitlines()]

    assert known == {code: (nl, en) for code, nl, en in rows}


def test_the_two_open_questions_are_in_both_languages():
    assert QUESTIONS["helped"] == {"nl": "Wat heeft u geholpen?", "en": "What helped you?"}
    assert QUESTIONS["different"]["en"] == "What should have been different?"


def test_starred_items_are_asked_at_t1_only():
    assert codes("C", "T0") == ["EC1", "EC2", "EC3", "EC4"]
    assert codes("C", "T1")[-2:] == ["EC5", "EC6"]
    later = {item.code for item in ITEMS if item.is_later}
    assert later == {"EC5", "EC6", "ES7", "EB6"}


def test_the_signal_of_burden_and_the_opinion_on_reviewers_are_no_part_of_the_core_score():
    assert {item.code for item in ITEMS} - set(CORE) == {"ES3", "EV1"}


def test_only_those_who_can_have_been_in_the_review_team_are_asked_about_the_reviewers():
    assert [item.respondents for item in ITEMS if item.code == "EV1"] == ["S"]


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({}, {}),
        ({}, {"helped": "  "}),
        ({"EB1": 3}, {}),
        ({"ES1": 0}, {}),
        ({"ES1": 6}, {}),
        ({"ES7": 3}, {}),
        ({}, {"helped": "x" * 2001}),
    ],
)
def test_answers_that_do_not_fit_are_refused(scores, words):
    with pytest.raises(Refused):
        check_answers(items_for("S", "T0"), scores, words)


def test_one_answer_or_a_few_words_are_enough():
    check_answers(items_for("S", "T0"), {"ES1": None}, {})
    check_answers(items_for("S", "T0"), {}, {"helped": "De rust."})
