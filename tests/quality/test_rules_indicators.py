from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lt_admin.core import i18n
from lt_admin.core.money import Money
from lt_admin.quality.rules.cases import Case, Verdict
from lt_admin.quality.rules.codes import Code
from lt_admin.quality.rules.definitions import DEFINITIONS, definition_of
from lt_admin.quality.rules.facts import RecommendationFacts
from lt_admin.quality.rules.indicators import Balance, Mean, Share, Tally
from lt_admin.quality.rules.report import LOOPS, QUADRANTS, Recommended


def share(*met, code=Code.I3):
    cases = tuple(Case(f"LT-{n}", each) for n, each in enumerate(met))
    return Share(definition_of(code), cases=cases)


def test_a_share_counts_its_cases():
    found = share(True, True, False, True)

    assert (found.numerator, found.denominator, found.share) == (3, 4, Fraction(3, 4))
    assert [case.name for case in found.misses] == ["LT-2"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_there_is_no_percentage(count):
    found = share(*[True] * count)

    assert found.is_suppressed
    assert (found.share, found.is_met, found.verdict) == (None, None, Verdict.FEW)


def test_of_three_there_is():
    assert share(True, True, True).share == 1


@pytest.mark.parametrize(("met", "of", "is_met"), [(4, 5, True), (7, 9, False)])
def test_the_norm_is_met_from_the_norm_itself(met, of, is_met):
    found = share(*[True] * met, *[False] * (of - met))

    assert found.is_met is is_met
    assert found.verdict is (Verdict.MET if is_met else Verdict.BELOW)


def test_without_a_norm_nothing_is_met_or_not():
    found = share(True, False, False, code=Code.I1)

    assert (found.is_met, found.verdict) == (None, Verdict.INFO)


def test_the_median_is_of_all_cases_also_those_in_time():
    cases = tuple(Case("x", days <= 21, days) for days in (18, 24, 28, 14, 16, 7, 14))

    assert Share(definition_of(Code.I3), cases=cases).median == 16


def test_without_values_there_is_no_median():
    assert share(True).median is None


def test_the_reason_names_at_most_four_cases_and_counts_the_rest(app):
    cases = tuple(Case(f"LT-{n}", is_met=False, why="te laat") for n in range(6))

    with app.test_request_context(), i18n.speaking("nl"):
        reason = Share(definition_of(Code.I3), cases=cases).reason

    assert reason == "LT-0: te laat; LT-1: te laat; LT-2: te laat; LT-3: te laat; en nog 2."


@pytest.mark.parametrize(
    ("value", "is_met"), [(Fraction(4), True), (Fraction(399, 100), False), (None, None)]
)
def test_a_mean_is_held_against_four(value, is_met):
    found = Mean(definition_of(Code.I23), value=value, answers=3)

    assert found.is_met is is_met
    assert found.is_suppressed is (value is None)


def test_a_mean_of_nobody_is_not_hidden_but_not_there():
    assert not Mean(definition_of(Code.I23), answers=0).is_suppressed


@pytest.mark.parametrize(("count", "is_met"), [(0, True), (1, False)])
def test_complaints_are_held_against_none(count, is_met):
    assert Tally(definition_of(Code.I28, "count"), value=count).is_met is is_met


@pytest.mark.parametrize(("cents", "is_met"), [(0, True), (-1, False)])
def test_the_account_is_held_against_three_years(cents, is_met):
    found = Balance(definition_of(Code.I26), value=Money(-5), three_years=Money(cents))

    assert found.is_met is is_met


def test_every_indicator_is_defined_and_two_figures_of_one_have_their_own_name():
    keys = [(each.code, each.part) for each in DEFINITIONS]

    assert list(dict.fromkeys(each.code for each in DEFINITIONS)) == list(Code)
    assert len(set(keys)) == len(keys)


def test_who_has_a_norm_has_a_question_for_the_board():
    assert [each.code for each in DEFINITIONS if each.norm is not None and not each.question] == []


TAGGED = st.builds(
    RecommendationFacts,
    *(st.just(1), st.just("LT-1"), st.integers(1, 9)),
    quadrant=st.sampled_from([*QUADRANTS]),
    loop=st.sampled_from([*LOOPS]),
    is_followed_up=st.booleans(),
    outcome=st.just(""),
)


@given(st.lists(TAGGED, max_size=40))
def test_quadrants_loops_and_cells_all_sum_to_the_whole(found):
    made = Recommended(tuple(found))

    assert sum(made.count(place) for place in QUADRANTS) == made.total == len(found)
    assert sum(made.count(loop=loop) for loop in LOOPS) == made.total
    assert sum(map(sum, made.matrix)) == made.total
