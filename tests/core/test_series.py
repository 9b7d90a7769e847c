from lt_admin.billing.models.statements import StatementSeries
from lt_admin.core import series


def test_numbers_of_a_year_are_consecutive_and_start_at_one(session):
    assert [series.take(StatementSeries, 2025) for _ in range(3)] == [1, 2, 3]


def test_each_year_starts_anew(session):
    series.take(StatementSeries, 2025)

    assert series.take(StatementSeries, 2026) == 1


def test_a_number_that_was_not_kept_is_given_out_again(session):
    series.take(StatementSeries, 2025)
    session.commit()
    series.take(StatementSeries, 2025)
    session.rollback()

    assert series.take(StatementSeries, 2025) == 2
