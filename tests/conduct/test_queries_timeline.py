"""The timeline: everything of every feature, in sentences, and no amounts for reviewers."""

import ast
from pathlib import Path

import pytest

from lt_admin.billing.models.invoices import Round
from lt_admin.conduct.models.reports import ReportKind
from lt_admin.conduct.queries.timeline import timeline_of
from lt_admin.conduct.queries.told_reports import TOLD
from lt_admin.core import clock, telling
from lt_admin.core.events import EVENTS
from lt_admin.core.i18n import speaking
from lt_admin.core.paging import PAGE_SIZE
from tests.billing import invoice_factories as billing
from tests.conduct import reporting
from tests.orientation.test_queries_told import UNTOLD

HOME = Path(telling.__file__).parents[1]
OF_REPORTS = ("certificate:", "document:", "finding:", "follow_up:", "method:")
OF_REPORTS += ("recommendation:", "report:")
FACTS = {
    "checked_on": "2025-09-20",
    "choice": "postponed",
    "count": "10",
    "days_late": "8",
    "decided_on": "2025-10-07",
    "is_complete": "True",
    "items": "21",
    "made_on": "2025-09-25",
    "number": "1",
    "recipients": "4",
    "sent_on": "2025-09-25",
    "sha256": "0" * 64,
}
KINDS = {"document": "timeline", "finding": "pattern", "report": "final"}


@pytest.fixture
def review(coordinator):
    return billing.review((60, 40), by=coordinator)


def told_by_source():
    """The events that some service records about an engagement, with their name in the code."""
    for path in HOME.rglob("services/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                named = {each.arg for each in node.keywords}
                if "about" in named and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


def test_everything_about_a_review_has_a_sentence_whatever_the_feature(app):
    recorded = set(told_by_source())
    assert len(recorded) > 60
    assert sorted(recorded - set(telling.told_events()) - UNTOLD) == []


def test_every_event_of_reports_is_told():
    assert {event for event in EVENTS if event.startswith(OF_REPORTS)} == set(TOLD)


@pytest.mark.parametrize("event", TOLD)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_event_of_reports_reads_as_a_sentence(app, event, language):
    kind = {"kind": KINDS.get(event.split(":")[0], "")}
    facts = {name: (FACTS | kind)[name] for name in EVENTS[event]}
    with speaking(language):
        told = telling.sentence(event, facts)
    assert told[0].isupper()
    assert told.endswith(".")
    assert not any(code in told for code in ("postponed_", "%(", "draft_", "_"))


@pytest.mark.parametrize(
    ("event", "fact"),
    [("certificate:issued", {"days_late": "0"}), ("method:checked", {"is_complete": "False"})],
)
def test_in_time_and_incomplete_read_otherwise(app, event, fact):
    facts = {name: FACTS[name] for name in EVENTS[event]}
    assert telling.sentence(event, facts | fact) != telling.sentence(event, facts)


def sentences(review, user):
    return [each.sentence for each in timeline_of(review, user, None).happened]


def test_amounts_are_for_who_reads_invoices_and_hours_for_the_office(coordinator, review):
    team = reporting.team(review)
    reporting.made(team)
    billing.worked(review, 10)
    billing.draft(review, Round.FINAL, by=coordinator)

    assert any("€" in each for each in sentences(review, coordinator))
    own = sentences(review, team.lead.user)
    assert own != []
    assert not any("€" in each for each in own)


def test_the_newest_stands_on_top_with_who_did_it(client_of, review):
    team = reporting.team(review)
    reporting.checked(team)
    with clock.at(clock.noon(clock.today())):
        reporting.made(team, ReportKind.DRAFT)
    found = timeline_of(review, team.lead.user, None).happened

    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
    assert "Bram Fictema" in {each.who for each in found}


def test_it_is_read_page_by_page_and_nothing_is_lost(client_of, review):
    team = reporting.team(review)
    for _n in range(PAGE_SIZE + 7):
        reporting.recommended(team)
    client, url = client_of(team.lead.user), f"/engagements/{review.id}/timeline"

    first = timeline_of(review, team.lead.user, None)
    second = timeline_of(review, team.lead.user, first.after)

    assert len(first.happened) == PAGE_SIZE
    assert (first.before, second.after) == (None, None)
    whole = [each.sentence for each in (*first.happened, *second.happened)]
    assert (
        sum(each.startswith(("Aanbeveling", "Recommendation")) for each in whole) == PAGE_SIZE + 7
    )
    assert client.page(f"{url}?at={first.after}").html.count("<time") == len(second.happened)
    assert client.page(f"{url}?at=nonsense").html.count("<time") == PAGE_SIZE


def test_a_page_of_it_costs_no_more_with_more_on_it(client_of, review, statements):
    team = reporting.team(review)
    client, url = client_of(team.lead.user), f"/engagements/{review.id}/timeline"

    def cost():
        reporting.recommended(team)
        reporting.recommended(team)
        client.page(url)
        statements.clear()
        client.page(url)
        return len(statements)

    assert cost() == cost()
