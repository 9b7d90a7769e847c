from lt_admin.core import sections
from lt_admin.core.sections import Contributions, NextStep, NotYet, Section

HOURS = Section("hours", "Uren", "x.html", {"minutes": 60})
QUOTE = NextStep("Maak de offerte", "", "Ilse")
PLAN = NextStep("Maak het plan", "", "Ilse")


def offered(app, monkeypatch, **offers):
    monkeypatch.setitem(app.extensions, "contributions", Contributions(**offers))


def test_sections_stand_in_their_order_without_those_that_have_nothing(app, monkeypatch):
    offered(app, monkeypatch, sections=(lambda *_: None, lambda *_: HOURS))
    assert sections.sections_of(object(), object()) == [HOURS]


def test_the_first_feature_that_names_a_step_wins_and_the_rest_is_not_asked(app, monkeypatch):
    asked = []
    late = lambda *_: asked.append(1)  # noqa: E731 - a stand-in
    offered(app, monkeypatch, next_steps=(lambda *_: None, lambda *_: QUOTE, lambda *_: PLAN, late))
    assert sections.next_step_of(object(), object()) is QUOTE
    assert asked == []


def test_what_has_to_wait_is_gathered_from_all(app, monkeypatch):
    first, second = NotYet("Factuur", "Kan na stap 2."), NotYet("Sluiten", "Kan na stap 5.")
    offered(app, monkeypatch, not_yet=(lambda *_: [first], lambda *_: [], lambda *_: [second]))
    assert sections.not_yet_of(object(), object()) == [first, second]
