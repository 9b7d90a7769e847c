"""What is shown of answers, and what is hidden: per review, over a period, and in the total."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from lt_admin.quality.models.evaluations import Moment, Respondents
from lt_admin.quality.queries import evaluations as queries
from lt_admin.quality.rules.evaluations import Hidden, Satisfaction, Score, hidden
from tests.quality.evaluation import B, C, S, answered, asked, closed, entered

M = Respondents.MUNICIPALITY
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def scores(*, of=None, period=YEAR):
    groups = queries.results_of(of.id, Moment.T0) if of else queries.results_over(*period)
    return {each.score.respondents: each.score for each in groups}


@pytest.mark.parametrize(
    ("group", "answers", "reviews", "why"),
    [
        ("S", 0, 0, Hidden.NOBODY),
        ("S", 2, 1, Hidden.FEW),
        ("S", 2, 2, Hidden.FEW),
        ("S", 3, 1, None),
        ("C", 0, 0, Hidden.NOBODY),
        ("C", 9, 1, Hidden.CLIENTS),
        ("C", 4, 2, Hidden.CLIENTS),
        ("C", 5, 2, None),
    ],
)
def test_of_few_nothing_is_shown_and_service_users_only_over_several_reviews(
    group, answers, reviews, why
):
    assert hidden(group, answers, reviews) is why


def test_two_answers_of_a_group_are_not_shown_and_three_are(coordinator):
    review = closed()
    answered(review, S, 4, 5, by=coordinator)
    assert scores(of=review)[S].mean is None

    answered(review, S, 3, by=coordinator)

    assert scores(of=review)[S].mean == 4


def test_service_users_are_never_shown_per_review(coordinator):
    """S1 group C: however many answered."""
    review = closed()
    answered(review, C, 4, 4, 4, 4, 4, 4, by=coordinator)

    assert scores(of=review)[C].why_hidden is Hidden.CLIENTS
    assert scores()[C].mean is None
    answered(closed(), C, 2, by=coordinator)
    assert scores()[C].mean == Fraction(26, 7)


def test_one_answer_of_a_municipality_is_hidden_but_counts_in_the_total(coordinator):
    """S2 group M."""
    review = closed("LT-2025-02")
    answered(review, M, 1, by=coordinator)
    answered(closed(), M, 5, 5, by=coordinator)

    assert scores(of=review)[M].why_hidden is Hidden.FEW
    assert scores()[M].mean == Fraction(11, 3)


def test_the_mean_is_over_sheets_and_each_sheet_over_its_answered_core_items(coordinator):
    sheets = ({"ES1": 5, "ES2": 4, "ES5": None}, {"ES1": 3, "ES3": 1, "EV1": 1}, {"ES1": 4})
    answered(closed(), S, *sheets, by=coordinator)

    assert scores()[S].mean == (Fraction(9, 2) + 3 + 4) / 3
    assert scores()[S].sheets == 3


def test_a_sheet_with_no_core_item_answers_the_response_but_not_the_score(coordinator):
    answered(closed(), S, {"ES3": 5}, {"ES1": None}, {"ES1": 2}, by=coordinator)

    (staff,) = [each for each in queries.response(*YEAR) if each.respondents == S]
    assert (staff.responded, scores()[S].sheets) == (3, 1)


def test_everybody_together_is_weighed_by_response(coordinator):
    review = closed()
    answered(review, S, 4, 4, 4, by=coordinator)
    answered(review, B, 2, 2, 2, 2, by=coordinator)

    assert queries.satisfaction(*YEAR).mean == Fraction(20, 7)


@pytest.mark.parametrize(
    ("hidden_sheets", "is_shown"), [((), True), ((2,), False), ((1, 1), False), ((1, 2), True)]
)
def test_the_total_never_tells_what_one_hidden_group_answered(hidden_sheets, is_shown):
    known = Score("S", sheets=10, reviews=2, total=Fraction(40))
    left = [Score(group, n, 1, Fraction(n)) for group, n in zip("BM", hidden_sheets, strict=False)]

    assert (Satisfaction((known, *left)).mean is not None) is is_shown


def test_of_fewer_than_three_there_is_no_total_either():
    assert Satisfaction((Score("S"), Score("B"))).mean is None


def test_response_counts_paper_and_links_of_reviews_closed_in_the_period_at_t0(coordinator):
    review = closed("LT-2025-01")
    asked(review, S, 4, by=coordinator)
    entered(review, S, 4, 4, by=coordinator)
    answered(review, S, 1, 1, 1, by=coordinator, moment=Moment.T1)
    answered(closed(on=date(2024, 12, 31)), S, 1, 1, 1, by=coordinator)

    (staff,) = [each for each in queries.response(*YEAR) if each.respondents == S]

    assert (staff.invited, staff.responded, staff.share) == (4, 2, Fraction(1, 2))
    assert [each.respondents for each in queries.response(*YEAR)] == list(Respondents)


def test_nobody_asked_has_no_share():
    assert {each.share for each in queries.response(*YEAR)} == {None}


def test_felt_safe_counts_fours_and_fives_of_those_who_answered(coordinator):
    answered(closed(), S, 5, 4, 3, {"ES1": None}, {"ES2": 1}, by=coordinator)

    assert queries.felt_safe(*YEAR) == (2, 3)
    assert queries.felt_safe(date(2024, 1, 1), date(2024, 12, 31)) == (0, 0)


def test_an_item_is_shown_from_three_answers_on_and_apart_from_the_core(coordinator):
    review = closed()
    answered(review, S, {"ES1": 4, "ES3": 5}, {"ES1": 5, "ES3": 2}, {"ES1": 1}, by=coordinator)

    staff = next(e for e in queries.results_of(review.id, Moment.T0) if e.response.respondents == S)

    safe, hard = staff.core[0], staff.apart[0]
    assert (safe.mean, safe.agree) == (Fraction(10, 3), Fraction(2, 3))
    assert (hard.item.code, hard.mean, hard.agree) == ("ES3", None, None)


def test_each_review_tells_its_response(coordinator):
    first, second = closed("LT-2025-01"), closed("LT-2025-02")
    answered(second, S, 4, by=coordinator)
    answered(first, B, 4, 4, by=coordinator)

    rows = queries.responses_by_review(*YEAR)

    assert [(number, code) for number, code, _ in rows] == [
        (first.id, "LT-2025-01"),
        (second.id, "LT-2025-02"),
    ]
    assert [each.responded for each in rows[0][2]] == [0, 0, 2, 0, 0]
