import pytest

from lt_admin.core import telling
from lt_admin.core.events import EVENTS
from lt_admin.core.i18n import speaking
from lt_admin.orientation.queries.told import TOLD

# What a timeline leaves out: eight answers at once say less than the checklist itself.
# That the quote went out is told by the quote itself, with its amount.
UNTOLD = {"engagement:quoted", "readiness:answered", "request:corrected"}
OF_ENGAGEMENTS = ("engagement:", "meeting:", "party:", "plan:", "readiness:", "request:")
FACTS = {
    "agreed_on": "2025-02-10",
    "channel": "email",
    "code": "LT-2025-01",
    "end_on": "2025-06-27",
    "focus": "privacy, large_team",
    "held_on": "2025-01-22",
    "minutes": "10320",
    "name": "Ilse Modelhof",
    "organisation": "Pleegzorg Merelnest",
    "outcome": "not_now",
    "reason": "budget",
    "refused_on": "2025-02-10",
    "role": "partner",
    "start_on": "2025-03-01",
    "state": "dialogue",
    "type": "midrange",
    "until": "2025-02-24",
}
MAY_BE_EMPTY = ("end_on", "focus", "outcome", "start_on", "until")


def test_everything_that_happens_to_an_engagement_is_told():
    happening = {event for event in EVENTS if event.startswith(OF_ENGAGEMENTS)}
    assert happening - UNTOLD == set(TOLD)


@pytest.mark.parametrize("event", TOLD)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_event_reads_as_a_sentence(app, event, language):
    facts = {name: FACTS[name] for name in EVENTS[event]}
    with speaking(language):
        told = telling.sentence(event, facts)
    assert told[0].isupper() or told.startswith(facts.get("organisation", "%"))
    assert told.endswith(".")
    assert not any(code in told for code in ("not_now", "large_team", "%("))


@pytest.mark.parametrize(
    "event", ["engagement:focused", "engagement:planned", "meeting:recorded", "request:planned"]
)
def test_what_is_left_empty_reads_as_a_sentence_too(app, event):
    facts = {n: "" if n in MAY_BE_EMPTY and n != "held_on" else FACTS[n] for n in EVENTS[event]}
    assert telling.sentence(event, facts).endswith(".")


def test_an_event_that_nobody_tells_keeps_its_name(app):
    assert telling.sentence("mail:resent", {}) == "mail:resent"
