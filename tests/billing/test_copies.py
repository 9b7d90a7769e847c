from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.billing.models.quotes import QuoteKind, QuoteState
from lt_admin.billing.queries.comparisons import compare
from lt_admin.billing.rules.comparisons import Said, differences
from lt_admin.billing.rules.copies import still_borne
from lt_admin.billing.rules.shares import WHOLE, Share, ShareKind, amounts
from lt_admin.billing.services import quotes
from lt_admin.billing.services.copies import copy_quote
from lt_admin.billing.services.rates import set_hourly_rate
from lt_admin.core import clock
from lt_admin.core.audit import AuditEntry
from lt_admin.core.money import Money
from lt_admin.core.steps import Refused, WrongState
from tests.billing.factories import (
    change_order,
    commissioned,
    drafted,
    in_percent,
    running,
    sent,
)

TRAVEL = {"step": 2, "description": "reiskosten", "amount": Money.euros(80)}


def percents(*values):
    return [Share(n, ShareKind.PERCENT, value * 100) for n, value in enumerate(values)]


def test_shares_go_along_as_they_are_when_all_take_part():
    assert still_borne(percents(60, 40), {0, 1, 2}) == percents(60, 40)


def test_who_is_left_bears_the_whole_in_the_same_proportion():
    left = still_borne(percents(50, 20, 30), {0, 1})

    assert [(each.kind, each.value) for each in left] == [
        (ShareKind.WEIGHT, 5),
        (ShareKind.WEIGHT, 2),
    ]
    assert still_borne(percents(60, 40), {1}) == [Share(1, ShareKind.PERCENT, WHOLE)]
    assert still_borne(percents(60, 40), set()) == []


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.data(), st.integers(1, 10**9))
def test_copied_shares_always_make_up_the_whole(values, data, cents):
    shares = [Share(n, ShareKind.WEIGHT, value) for n, value in enumerate(values)]
    left = still_borne(shares, data.draw(st.sets(st.integers(0, 6))))

    if left:
        assert Money.total(amounts(left, Money(cents))) == Money(cents)


def test_a_copy_for_another_review_has_hours_costs_and_the_rate_of_today(coordinator, board):
    source = drafted(by=coordinator)
    quotes.add_cost_line(source, **TRAVEL, by=coordinator)
    other, tomorrow = commissioned(by=coordinator), clock.today() + timedelta(days=1)
    set_hourly_rate(Money.euros(140), valid_from=tomorrow, by=board)

    with clock.at(clock.noon(tomorrow)):
        made = copy_quote(source, other, by=coordinator)

    assert [line.minutes for line in made.lines] == [line.minutes for line in source.lines]
    assert made.lines[-1].amount == Money.euros(80)
    assert (made.rate, source.rate) == (Money.euros(140), Money.euros(130))
    assert made.lines[0].amount == Money.euros(140).for_minutes(made.lines[0].minutes)


def test_shares_come_along_only_for_those_who_take_part(coordinator):
    source = drafted(by=coordinator)
    other = commissioned(by=coordinator, payers=1)

    made = copy_quote(source, other, by=coordinator)

    theirs = {party.organisation_id for party in other.parties}
    assert {share.organisation_id for share in made.shares} <= theirs


def test_a_copy_for_the_same_review_keeps_the_shares(coordinator, session):
    source = sent(by=coordinator)
    quotes.withdraw_quote(source, reason="een vergissing", by=coordinator)

    made = copy_quote(source, source.engagement, by=coordinator)

    assert made.sequence == source.sequence + 1
    assert [share.value for share in made.shares] == [6000, 4000]
    assert [share.letter or "" for share in made.shares] == ["", ""]
    events = session.query(AuditEntry).filter(AuditEntry.event == "quote:copied").all()
    assert [each.facts for each in events] == [{"source": source.name}]


def test_a_copied_change_order_follows_the_review_that_it_adds_to(coordinator):
    source = change_order(by=coordinator)
    target = running(by=coordinator, percents=(30, 70)).engagement

    made = copy_quote(source, target, by=coordinator)

    assert made.kind is QuoteKind.CHANGE_ORDER
    assert [share.value for share in made.shares] == [3000, 7000]


def test_no_copy_where_such_a_quote_has_no_place(coordinator):
    source = drafted(by=coordinator)
    busy = drafted(by=coordinator)

    with pytest.raises(WrongState):
        copy_quote(source, busy.engagement, by=coordinator)
    with pytest.raises((WrongState, Refused)):
        copy_quote(source, running(by=coordinator).engagement, by=coordinator)


def test_the_page_copies_for_the_review_that_was_chosen(client_of, coordinator, session):
    source, other = drafted(by=coordinator), commissioned(by=coordinator)
    page = f"/quotes/{source.id}/copy"

    answer = client_of(coordinator).submit(page, {"engagement_id": str(other.id)})

    made = session.query(type(source)).order_by(type(source).id.desc()).first()
    assert answer.location == f"/quotes/{made.id}/edit"
    assert made.engagement is other


def test_a_review_with_a_quote_is_not_offered(client_of, coordinator):
    source, busy = drafted(by=coordinator), drafted(by=coordinator)
    client, page = client_of(coordinator), f"/quotes/{source.id}/copy"
    nothing = client.page(page).all("select")
    commissioned(by=coordinator)

    answer = client.submit(page, {"engagement_id": str(busy.engagement_id)})

    assert nothing == []
    assert answer.status_code == 422


@pytest.mark.parametrize("tail", ["/copy", "/compare/1"])
def test_strangers_copy_and_compare_nothing(client_of, anyone, coordinator, reviewer_user, tail):
    path = f"/quotes/{drafted(by=coordinator).id}{tail}"

    assert client_of(reviewer_user).get(path).status_code == 403
    assert anyone.get(path).status_code == 302
    assert client_of(coordinator).get("/quotes/99999" + tail).status_code == 404


def in_words(amount):
    return f"{amount:+}"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Said("a", "1", 1), Said("a", "3", 3), "+2"),
        (Said("a", "3", 3), Said("a", "1", 1), "-2"),
        (Said("a", "1", 1), Said("a", "1", 1), ""),
        (Said("a", "x"), Said("a", "y"), "changed"),
        (Said("a", "x", 1), Said("a", "y", 1), "changed"),
        (None, Said("a", "1", 1), "new"),
        (Said("a", "1", 1), None, "taken out"),
    ],
)
def test_a_difference_is_said_in_words(app, before, after, words):
    both = [{"k": each} if each else {} for each in (before, after)]
    with app.test_request_context("/?lang=en"):
        (found,) = differences(*both, in_words)

    assert (found.words, found.is_changed) == (words, bool(words))


def revised(by):
    """A quote in two versions: more hours, travel, other shares, another day."""
    old = sent(by=by)
    new = quotes.revise(old, by=by)
    quotes.add_cost_line(new, **TRAVEL, by=by)
    quotes.set_shares(new, in_percent(new.engagement, 50, 50), by=by)
    new.valid_until = old.valid_until + timedelta(days=7)
    return old, new


def test_versions_are_compared_the_earlier_one_first(app, coordinator):
    old, new = revised(coordinator)
    with app.test_request_context("/?lang=en"):
        found = compare(new.id, old.id)

    assert (found.before, found.after) == (old, new)
    rows = {row.label: row.words for part in found.parts for row in part.rows}
    assert rows["reiskosten"] == "new"
    assert rows["Without VAT"].replace("\u00a0", " ") == "€80.00 more"
    assert rows["Valid until"] == "changed"
    assert rows["Hourly rate"] == ""
    assert found.changes == 5


def test_two_costs_with_the_same_words_are_both_compared(app, coordinator):
    old, new = revised(coordinator)
    quotes.add_cost_line(new, **TRAVEL, by=coordinator)
    with app.test_request_context("/?lang=en"):
        found = compare(old.id, new.id)

    (costs,) = [part for part in found.parts if part.id == "costs"]
    assert [row.words for row in costs.rows] == ["new", "new"]


def test_quotes_of_different_reviews_are_not_compared(coordinator):
    one, other = drafted(by=coordinator), drafted(by=coordinator)

    assert compare(one.id, other.id) is None
    assert compare(one.id, one.id + 1000) is None


def test_the_page_marks_what_differs(client_of, coordinator, treasurer):
    old, new = revised(coordinator)
    page = client_of(treasurer).page(f"/quotes/{new.id}/compare/{old.id}")

    marked = [row for row in page.all("tr") if row.get("class") == "is-changed"]
    assert len(marked) == 5
    assert old.state is QuoteState.SUPERSEDED
